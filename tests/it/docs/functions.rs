//! The public functions, and the examples that call them.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use super::{File, files, sources, workspace};

/// Functions that no example has to call, each with the reason.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("assert_policy_lock", "the macro of this name calls it"),
    (
        "SqlxSessions::schema",
        "its example has the type of the database between the two names",
    ),
];

/// A public function that a user can reach.
struct Function {
    /// The type of its `impl` block; `None` for a free function.
    of: Option<String>,
    name: String,
    takes_self: bool,
    path: String,
    line: usize,
}

impl Function {
    /// Returns `Type::name`, or the name of a free function.
    fn full_name(&self) -> String {
        match &self.of {
            Some(of) => format!("{of}::{}", self.name),
            None => self.name.clone(),
        }
    }

    /// Returns whether the text calls the function.
    ///
    /// The type of a method's receiver is unknown, so a method of the same name on another type counts too.
    fn is_called_in(&self, text: &str) -> bool {
        let called = match (&self.of, self.takes_self) {
            (Some(_), true) => format!(".{}", self.name),
            (Some(of), false) => format!("{of}::{}", self.name),
            (None, _) => self.name.clone(),
        };
        text.match_indices(&called)
            .any(|(at, _)| text[at + called.len()..].starts_with(['(', ':']))
    }
}

/// Returns the identifiers of the `pub use` items of a file.
fn exported(text: &str) -> BTreeSet<String> {
    text.split("pub use ")
        .skip(1)
        .filter_map(|item| item.split_once(';'))
        .flat_map(|(item, _)| item.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .map(str::to_owned)
        .collect()
}

/// Returns the type of an `impl` line such as `impl<E: Entity> G<E> {`.
fn type_of(line: &str) -> Option<String> {
    let rest = line.strip_prefix("impl")?;
    let rest = if rest.starts_with('<') {
        let mut depth = 0;
        let end = rest.find(|letter| {
            depth += match letter {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            depth == 0
        })?;
        &rest[end + 1..]
    } else {
        rest
    };
    let name = rest.trim_start();
    let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    Some(name[..end].to_owned())
}

/// Returns the name of the function that a line declares public.
fn public_function(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub ")?;
    let rest = ["const ", "async "]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let rest = rest.strip_prefix("fn ")?;
    let end = rest.find(['(', '<'])?;
    // A `macro_rules!` writes `$name`.
    rest.split_at(end)
        .0
        .split('$')
        .next()
        .filter(|name| !name.is_empty())
}

/// Returns the public functions of one file whose type or name is exported.
fn functions(file: &File, exported: &BTreeSet<String>) -> Vec<Function> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut found = Vec::new();
    let (mut of, mut is_hidden) = (None, false);
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("impl") {
            of = type_of(line);
        } else if line.starts_with('}') {
            of = None;
        }
        let attribute = line.trim_start();
        if attribute.starts_with("//") {
            continue;
        }
        if attribute.starts_with("#[") {
            is_hidden |= attribute.starts_with("#[doc(hidden)]");
            continue;
        }
        if let Some(name) = public_function(line).filter(|_| !is_hidden) {
            let is_testing = file.path.ends_with("testing/mod.rs");
            let root = of.clone().unwrap_or_else(|| name.to_owned());
            if exported.contains(&root) || (is_testing && of.is_none()) {
                let head: String = lines[at..].iter().take(4).copied().collect();
                let head = head.split_once('(').map_or("", |(_, arguments)| arguments);
                let first = head.split([',', ')', ':']).next().unwrap_or_default();
                found.push(Function {
                    takes_self: first.contains("self"),
                    of: of.clone(),
                    name: name.to_owned(),
                    path: file.path.clone(),
                    line: at + 1,
                });
            }
        }
        is_hidden = false;
    }
    found
}

/// Returns the code in the doc comments of a source file.
fn examples(file: &File) -> String {
    let mut code = String::new();
    let mut is_code = false;
    for line in file.text.lines() {
        let line = line.trim_start();
        let Some(doc) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            is_code = false;
            continue;
        };
        if doc.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            code.push_str(doc);
            code.push('\n');
        }
    }
    code
}

#[test]
fn every_public_function_is_called_in_an_example() {
    let sources = sources();
    let mut exports = BTreeSet::new();
    for file in &sources {
        let is_root = ["src/lib.rs", "testing/mod.rs"]
            .iter()
            .any(|root| file.path.ends_with(root));
        if is_root {
            exports.extend(exported(&file.text));
        }
    }
    let mut texts: Vec<String> = sources.iter().map(examples).collect();
    texts.extend(
        files("jwt-router/src/docs", "md")
            .into_iter()
            .map(|file| file.text),
    );
    texts.extend(files("examples", "rs").into_iter().map(|file| file.text));
    texts.push(fs::read_to_string(workspace().join("README.md")).unwrap());

    // The functions of `endpoint` are called by expansions; users name its types only.
    let rooms = sources
        .iter()
        .filter(|file| !file.path.contains("src/endpoint/"));
    let all: Vec<Function> = rooms.flat_map(|file| functions(file, &exports)).collect();
    assert!(
        all.len() > 100,
        "the sources are not read: {} functions",
        all.len()
    );
    let mut missing = String::new();
    for function in &all {
        let name = function.full_name();
        let is_excepted = WITHOUT_EXAMPLE
            .iter()
            .any(|(excepted, _)| *excepted == name);
        let is_called = texts.iter().any(|text| function.is_called_in(text));
        if is_called == is_excepted {
            let reason = if is_called {
                "is called, and excepted"
            } else {
                "is not called"
            };
            writeln!(
                missing,
                "{}:{}: `{name}` {reason}",
                function.path, function.line
            )
            .unwrap();
        }
    }
    assert!(
        missing.is_empty(),
        "no example calls these public functions:\n{missing}"
    );
}
