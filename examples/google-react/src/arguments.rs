//! The command line.

const USAGE: &str = "write `google-react [--fake-google] [--user EMAIL NAME]..`";

/// What the program was started with.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// Whether a fake Google runs beside the service.
    pub(crate) has_fake_google: bool,
    /// Who may sign in: e-mail address and name.
    pub(crate) users: Vec<(String, String)>,
}

impl Arguments {
    /// Reads the arguments, without the program's name.
    ///
    /// # Errors
    ///
    /// How the arguments are written, when they are not.
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
