//! Finds the name of the dependency on `jwt-router` in the `Cargo.toml` of the crate that is compiled.
//!
//! A procedural macro has no `$crate`, so an expansion has to name the library. A program may have renamed it:
//! `jr = { package = "jwt-router" }`. The file is read once for each package, and only for that name.

mod toml;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use self::toml::Leaf;

/// The name of the package.
const PACKAGE: &str = "jwt-router";

/// The new names of the dependency that were found, by the folder of the package; `None` if it is not renamed.
static FOUND: Mutex<Option<HashMap<PathBuf, Option<String>>>> = Mutex::new(None);

/// Returns the name by which the compiled crate knows `jwt-router`, if it has renamed the dependency.
pub(crate) fn renamed() -> Option<String> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let found = found.get_or_insert_default();
    let name = found.entry(folder);
    let name = name.or_insert_with_key(|folder| name_in(folder));
    name.clone()
}

fn name_in(folder: &Path) -> Option<String> {
    let member = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let workspaces = || {
        if let Some(root) = named_workspace(&member) {
            return fs::read_to_string(folder.join(root).join("Cargo.toml")).ok();
        }
        let above = folder.ancestors();
        let texts = above.filter_map(|above| fs::read_to_string(above.join("Cargo.toml")).ok());
        texts.into_iter().find(|text| is_workspace(text))
    };
    name_of(&member, workspaces)
}

/// Returns the folder of the workspace that a package names by `package.workspace`.
fn named_workspace(member: &str) -> Option<String> {
    let mut leaves = toml::leaves(member).into_iter();
    let named = leaves.find(|leaf| leaf.path == ["package", "workspace"])?;
    Some(named.text)
}

/// Returns whether this is the text of a workspace's `Cargo.toml`.
fn is_workspace(text: &str) -> bool {
    let mut leaves = toml::leaves(text).into_iter();
    let has_table = || {
        text.lines()
            .any(|line| line.trim_start().starts_with("[workspace"))
    };
    leaves.any(|leaf| leaf.path.first().is_some_and(|name| name == "workspace")) || has_table()
}

/// Returns the name of the dependency on `jwt-router` if the `Cargo.toml` with the text `member` has renamed it.
/// `workspace` returns the text of the workspace's `Cargo.toml`, for a dependency that is inherited from it.
pub(crate) fn name_of(member: &str, workspace: impl FnOnce() -> Option<String>) -> Option<String> {
    let dependencies = dependencies(member, false);
    if dependencies.iter().any(Dependency::is_plain) {
        return None;
    }
    let mut renamed = dependencies.iter().filter(|known| known.is_ours());
    if let Some(renamed) = renamed.next() {
        return Some(renamed.identifier());
    }
    let is_inherited = |name: &str| {
        let mut inherited = dependencies.iter().filter(|known| known.is_inherited);
        inherited.any(|known| known.name == name)
    };
    if !dependencies.iter().any(|known| known.is_inherited) {
        return None;
    }
    let shared = self::dependencies(&workspace()?, true);
    let mut shared = shared.iter().filter(|known| known.is_ours());
    shared
        .find(|known| is_inherited(&known.name))
        .map(Dependency::identifier)
}

/// One dependency, with the members that determine its name.
#[derive(Debug, Default)]
struct Dependency {
    name: String,
    package: Option<String>,
    /// Whether the dependency is inherited from the workspace.
    is_inherited: bool,
}

impl Dependency {
    /// Returns whether the dependency is `jwt-router` under its own name.
    fn is_plain(&self) -> bool {
        self.name == PACKAGE && self.package.as_deref().is_none_or(|name| name == PACKAGE)
    }

    /// Returns whether the dependency is `jwt-router` under another name.
    fn is_ours(&self) -> bool {
        self.name != PACKAGE && self.package.as_deref() == Some(PACKAGE)
    }

    /// Returns the name of the crate in Rust.
    fn identifier(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// Returns the dependencies in the text of a `Cargo.toml`: those of the workspace if `is_workspace`, or else those of
/// the package.
fn dependencies(text: &str, is_workspace: bool) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    for Leaf { path, text } in toml::leaves(text) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let in_list = match (&*path, is_workspace) {
            (["workspace", list, rest @ ..], true)
            | (["target", _, list, rest @ ..] | [list, rest @ ..], false)
                if LISTS.contains(list) =>
            {
                rest
            }
            _ => continue,
        };
        let Some((name, members)) = in_list.split_first() else {
            continue;
        };
        let position = found.iter().position(|known| known.name == *name);
        let position = position.unwrap_or_else(|| {
            found.push(Dependency {
                name: (*name).to_owned(),
                ..Dependency::default()
            });
            found.len().saturating_sub(1)
        });
        if let Some(dependency) = found.get_mut(position) {
            dependency.set(members, text);
        }
    }
    found
}

/// The names of the tables that list dependencies.
const LISTS: [&str; 5] = [
    "dependencies",
    "dev-dependencies",
    "dev_dependencies",
    "build-dependencies",
    "build_dependencies",
];

impl Dependency {
    fn set(&mut self, members: &[&str], text: String) {
        match members {
            ["package"] => self.package = Some(text),
            ["workspace"] => self.is_inherited = text == "true",
            _ => {}
        }
    }
}
