//! The documentation is complete: each public function is called somewhere in it, each code of the log is in the table
//! of `docs/tokens.md`, and each test that it names as evidence exists.

mod codes;
mod evidence;
mod functions;
#[cfg(feature = "sqlx-postgres")]
mod snippets;

use std::{
    fs,
    path::{Path, PathBuf},
};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file with its path from the root of the workspace.
struct File {
    path: String,
    text: String,
}

/// Reads the files under a folder of the workspace with this extension, in the order of their paths.
fn files(folder: &str, extension: &str) -> Vec<File> {
    let root = workspace();
    let mut left = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let is_foreign = ["node_modules", "target"]
                .iter()
                .any(|name| path.ends_with(name));
            if !is_foreign {
                let entries = fs::read_dir(&path).unwrap();
                left.extend(entries.map(|entry| entry.unwrap().path()));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            files.push(File {
                path: name.to_owned(),
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// Reads the library's sources without their unit tests.
fn sources() -> Vec<File> {
    let mut sources = files("jwt-router/src", "rs");
    sources.retain(|file| !file.path.contains("/tests"));
    sources
}
