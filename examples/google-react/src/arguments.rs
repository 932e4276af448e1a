//! The command line.

const USAGE: &str = "write `google-react [--fake-google] [--user EMAIL NAME]..`";

/// The arguments of the program.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// Whether users sign in at a fake Google, which runs in this program.
    pub(crate) has_fake_google: bool,
    /// The users who may sign in: e-mail address and name.
    pub(crate) users: Vec<(String, String)>,
}

impl Arguments {
    /// Parses the arguments, which do not include the program's name.
    ///
    /// # Errors
    ///
    /// Returns the usage of the program if an argument is unknown or incomplete.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, &'static str> {
        let mut parsed = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--fake-google" => parsed.has_fake_google = true,
                "--user" => {
                    let (email, name) = (arguments.next(), arguments.next());
                    parsed.users.push(email.zip(name).ok_or(USAGE)?);
                }
                _ => return Err(USAGE),
            }
        }
        Ok(parsed)
    }
}
