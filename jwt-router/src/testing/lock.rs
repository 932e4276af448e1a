use std::{
    env, fmt, fs, io,
    path::{Path, PathBuf},
};

use crate::{
    app::locked::LockWriter,
    policy::{
        PolicyTable,
        lock::{self, LockedRoute, MalformedLine, difference::Difference},
    },
    testing::review,
};

const BLESS: &str = "JWT_ROUTER_BLESS";
/// The environment variable that continuous integration services set, most of them to `true`. If it is set, a test
/// fails instead of writing the lock file (the committed copy of the policy). The values `0`, `false` and the
/// empty text count as not set.
const CI: &str = "CI";

#[doc(hidden)]
#[macro_export]
macro_rules! __assert_policy_lock {
    ($policy:expr, $file:expr $(,)?) => {
        $crate::__private::assert_policy_lock($policy, env!("CARGO_MANIFEST_DIR"), $file)
    };
    ($($other:tt)*) => {
        ::core::compile_error!(
            "write `assert_policy_lock!(app.policy(), \"routes.lock\")`: the policy of your application, and its file"
        )
    };
}

/// Asserts that `policy`, the policy of an application, equals its committed copy, the lock file. The path of the
/// lock file is `file`, relative to `directory`. If the environment variable `JWT_ROUTER_BLESS` is `1`, writes the
/// lock file instead.
///
/// # Panics
///
/// Panics if the two policies differ, if the lock file cannot be read, parsed or written, or if it would be
/// written although the environment variable `CI` is set.
#[expect(clippy::panic, reason = "an assertion fails by panicking")]
#[track_caller]
pub fn assert_policy_lock(policy: &PolicyTable, directory: &str, file: &str) {
    let path = Path::new(directory).join(file);
    if let Err(failure) = check(policy, path) {
        panic!("{failure}");
    }
}

/// Returns the routes in the lock file (the committed copy of the policy) at `path`. If the environment variable
/// `JWT_ROUTER_BLESS` is `1`, first overwrites the file with `policy`, the policy that the program has now.
pub(super) fn read_or_bless(
    policy: &PolicyTable,
    path: PathBuf,
) -> Result<Vec<LockedRoute>, LockFailure> {
    if is_blessing() {
        // In CI, the written file would always match the program, and its changes would not be reviewed.
        if env::var_os(CI).is_some_and(|value| !matches!(value.to_str(), Some("" | "0" | "false")))
        {
            return Err(LockFailure::InCi(path));
        }
        match fs::write(&path, review::render(policy)) {
            Ok(()) => Ok(lock::locked(policy)),
            Err(source) => Err(LockFailure::Io { path, source }),
        }
    } else {
        read(path)
    }
}

inventory::submit! {
    LockWriter(is_blessing)
}

/// Returns whether a test writes the lock file (the committed copy of the policy) instead of comparing it with the
/// policy of the program: whether the environment variable `JWT_ROUTER_BLESS` is `1`.
fn is_blessing() -> bool {
    env::var_os(BLESS).is_some_and(|value| value == "1")
}

/// The reason why a test of the lock file (the committed copy of the policy) fails, such as a missing file, or a
/// difference from the policy of the program.
#[derive(Debug, thiserror::Error)]
pub(super) enum LockFailure {
    #[error("there is no lock file `{}`\n\n{}", .0.display(), Bless("make it, read it and commit it"))]
    NoFile(PathBuf),
    #[error(
        "the lock file `{}` is not written where `{CI}` is set, since the change would go unread: unset `{BLESS}` there, and commit the file that you write on your machine",
        .0.display()
    )]
    InCi(PathBuf),
    #[error("the lock file `{}` cannot be used: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("`{}`, {source}\n\n{}", path.display(), Bless("write the file anew"))]
    Malformed {
        path: PathBuf,
        source: MalformedLine,
    },
    #[error(transparent)]
    Differs(Changed),
}

/// The differences between the policy in a lock file and the policy of the program. `Display` writes them as the
/// message of a failed test.
#[derive(Debug, thiserror::Error)]
pub(super) struct Changed {
    path: PathBuf,
    /// The differences; at least one. The most dangerous are first, such as a route that is no longer protected.
    differences: Vec<Difference>,
    unlinked: Vec<String>,
}

/// The advice to write the lock file, with the command that does so. The field is the text before the command.
/// `Display` writes, for example, `if it is meant, write the file anew: JWT_ROUTER_BLESS=1 cargo test`.
pub(super) struct Bless(pub(super) &'static str);

fn check(policy: &PolicyTable, path: PathBuf) -> Result<(), LockFailure> {
    let locked = read_or_bless(policy, path.clone())?;
    let current = lock::locked(policy);
    let differences = lock::compare(locked, current.clone());
    if differences.is_empty() {
        return Ok(());
    }
    let unlinked = review::unlinked_crates(&differences, &current);
    Err(LockFailure::Differs(Changed {
        unlinked: unlinked.into_iter().map(str::to_owned).collect(),
        path,
        differences,
    }))
}

fn read(path: PathBuf) -> Result<Vec<LockedRoute>, LockFailure> {
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(LockFailure::NoFile(path));
        }
        Err(source) => return Err(LockFailure::Io { path, source }),
    };
    lock::parse(&text).map_err(|source| LockFailure::Malformed { path, source })
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        writeln!(f, "the routes are not what `{path}` says")?;
        let mut heading = "";
        for difference in &self.differences {
            if heading != difference.heading() {
                heading = difference.heading();
                writeln!(f, "\n{heading}")?;
            }
            writeln!(f, "  {difference}")?;
            let (before, after) = difference.lines();
            for (sign, route) in [('-', before), ('+', after)] {
                if let Some(route) = route {
                    writeln!(f, "    {sign} {route}")?;
                }
            }
        }
        for name in &self.unlinked {
            writeln!(
                f,
                "\nNo route of the crate `{name}` is here. A crate that nothing names is not linked: write `use {name} as _;`"
            )?;
        }
        write!(
            f,
            "\n{}",
            Bless("if all of this is meant, write the file anew")
        )
    }
}

impl fmt::Display for Bless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {BLESS}=1 cargo test", self.0)
    }
}
