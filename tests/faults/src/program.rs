//! Where the programs of servers are, and the users as whom they run.

use std::{fs, os::unix::fs::MetadataExt, path::PathBuf, process::Command};

use crate::error::RunError;

/// A user of this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl User {
    /// Returns the user as whom a server has to run if this program runs as root, since servers refuse root.
    pub(crate) fn instead_of_root(name: &str) -> Result<Option<Self>, RunError> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(None);
        }
        let id = |flag| {
            let output = Command::new("id").args([flag, name]).output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            let number = text.trim().parse();
            number.map_err(|_| RunError::NotInstalled(format!("this machine has no user `{name}`")))
        };
        Ok(Some(Self {
            uid: id("-u")?,
            gid: id("-g")?,
        }))
    }
}

/// Finds a program in `PATH`, or where Debian has those of servers.
///
/// # Errors
///
/// Returns [`RunError::NotInstalled`] if there is none.
pub fn program(name: &str) -> Result<PathBuf, RunError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin")])
        .chain(versions.map(|version| version.path().join("bin")))
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .ok_or_else(|| RunError::NotInstalled(format!("`{name}` is not installed")))
}
