//! Finds the name of the dependency on `jwt-router` in the `Cargo.toml` of the crate that is compiled.
//!
//! A procedural macro has no `$crate`, so an expansion has to name the library. A program may have renamed it:
//! `jr = { package = "jwt-router" }`. The file is read once for each package, and only for that name: a form that is
//! not recognized here leaves `::jwt_router`, and the program writes `crate = ..`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

/// The name of the package.
const PACKAGE: &str = "jwt-router";

/// The names that were found, by the folder of the package.
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
        let above = folder.ancestors();
        let texts = above.filter_map(|above| fs::read_to_string(above.join("Cargo.toml")).ok());
        texts.into_iter().find(|text| text.contains("[workspace"))
    };
    name_of(&member, workspaces)
}

/// Returns the new name of a renamed dependency, given the text of a `Cargo.toml` and that of its workspace.
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

/// One dependency, as far as it matters for its name.
#[derive(Debug, Default)]
struct Dependency {
    name: String,
    package: Option<String>,
    /// Whether the workspace describes it.
    is_inherited: bool,
}

impl Dependency {
    /// Returns whether it is `jwt-router` under its own name.
    fn is_plain(&self) -> bool {
        self.name == PACKAGE && self.package.as_deref().is_none_or(|name| name == PACKAGE)
    }

    /// Returns whether it is `jwt-router` under another name.
    fn is_ours(&self) -> bool {
        self.name != PACKAGE && self.package.as_deref() == Some(PACKAGE)
    }

    /// Returns the name of the crate in Rust.
    fn identifier(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// The table of a `Cargo.toml` that a line belongs to.
enum Table {
    /// `[dependencies]`, `[target.'cfg(unix)'.dev-dependencies]`: a dependency in each line.
    Dependencies,
    /// `[dependencies.jr]`: the dependency with this name.
    Dependency(String),
    Other,
}

impl Table {
    fn of(header: &str, is_workspace: bool) -> Self {
        let header = header.trim_matches(['[', ']']).trim();
        if header.starts_with("workspace.") != is_workspace {
            return Self::Other;
        }
        if header.ends_with("dependencies") {
            return Self::Dependencies;
        }
        match header.rsplit_once('.') {
            Some((list, name)) if list.ends_with("dependencies") => {
                Self::Dependency(unquoted(name).to_owned())
            }
            _ => Self::Other,
        }
    }
}

/// Returns the dependencies in the text of a `Cargo.toml`: those of the package, or of the workspace.
fn dependencies(text: &str, is_workspace: bool) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut table = Table::Other;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            table = Table::of(line, is_workspace);
            if let Table::Dependency(name) = &table {
                found.push(Dependency {
                    name: name.clone(),
                    ..Dependency::default()
                });
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let (key, value) = (key.trim(), value.trim());
        match &table {
            Table::Other => {}
            Table::Dependency(_) => {
                if let Some(dependency) = found.last_mut() {
                    dependency.set(key, value);
                }
            }
            Table::Dependencies => found.push(Dependency::of(key, value)),
        }
    }
    found
}

impl Dependency {
    /// Reads `jr = { package = ".." }`, `jr = "1"`, `jr.package = ".."` and `jr.workspace = true`.
    fn of(key: &str, value: &str) -> Self {
        let (name, member) = match key.split_once('.') {
            Some((name, member)) => (name, Some(member)),
            None => (key, None),
        };
        let mut dependency = Self {
            name: unquoted(name.trim()).to_owned(),
            ..Self::default()
        };
        if let Some(member) = member {
            dependency.set(member.trim(), value);
            return dependency;
        }
        let members = value.trim_start_matches('{').split(',');
        for (key, value) in members.filter_map(|member| member.split_once('=')) {
            dependency.set(key.trim(), value.trim());
        }
        dependency
    }

    fn set(&mut self, key: &str, value: &str) {
        match key {
            "package" => self.package = Some(unquoted(value).to_owned()),
            "workspace" => self.is_inherited = value.starts_with("true"),
            _ => {}
        }
    }
}

/// Returns the text between the first pair of quotes, or the whole text without any.
fn unquoted(text: &str) -> &str {
    let mut pieces = text.split(['"', '\'']);
    let whole = pieces.next().unwrap_or_default();
    if whole.is_empty() {
        pieces.next().unwrap_or_default()
    } else {
        whole
    }
}
