//! No secret that this repository prints is accepted: somebody copies it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jwt_router::Secret;

/// The folders and files that people read and copy from.
const READ: [&str; 9] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "benches",
    "examples",
    "fuzz",
    "jwt-router",
    "jwt-router-macros",
];

/// What is left out: generated files, and tests, which have the vectors of standards and made-up tokens.
const LEFT_OUT: [&str; 10] = [
    "/target/",
    "/node_modules/",
    "/dist/",
    "/tests/",
    "/seeds/",
    "/corpus/",
    "tests.rs",
    ".pem",
    "package-lock.json",
    "Cargo.lock",
];

/// The texts before a secret in code, in a shell and in a configuration.
const BEFORE_SECRETS: [&str; 7] = [
    "secret(",
    "secrets([",
    "Secret::try_from(",
    "SECRET: &str = ",
    "SECRET=",
    "SECRET: ",
    "SECRET\", ",
];

/// Returns the files that people read, with their texts.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders: Vec<PathBuf> = READ.iter().map(|name| root.join(name)).collect();
    let mut texts = Vec::new();
    while let Some(path) = folders.pop() {
        let name = path.to_string_lossy();
        if LEFT_OUT.iter().any(|part| name.contains(part)) {
            continue;
        }
        if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            folders.extend(entries.map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path) {
            texts.push((path, text));
        }
    }
    texts
}

/// Returns whether a letter is of base64, of hex or of a name.
fn is_of_a_secret(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+/=_-".contains(letter)
}

/// Returns whether a word is a name in code or a path, which nobody takes for a secret.
fn is_name(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits < 3
        || word.starts_with("sha512-")
        || word.contains("node_modules")
        // The id of a tenant in examples, which is part of URLs.
        || word.to_ascii_lowercase().contains("8eaef023")
}

fn is_accepted(secret: &str) -> bool {
    secret.len() >= Secret::MINIMUM_LENGTH && Secret::try_from(secret).is_ok()
}

/// Returns the words of a text that look like secrets.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter| !is_of_a_secret(letter));
    words.filter(|word| !is_name(word))
}

/// Returns the literals of a text that are given as secrets, which may be phrases with spaces.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let literals = BEFORE_SECRETS.iter().flat_map(move |before| {
        let after = text.match_indices(before);
        after.filter_map(move |(start, _)| text.get(start + before.len()..))
    });
    let quoted = literals.filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('"')?;
        rest.split('"').next()
    });
    quoted.chain(values(text))
}

/// Returns the values without quotes that a text gives to a variable, in a shell or a configuration.
fn values(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (_, value) = line.split_once("SECRET=").or(line.split_once("SECRET: "))?;
        let value = value.split('`').next()?;
        (!value.starts_with(['"', '&'])).then_some(value)
    })
}

#[test]
fn no_secret_that_the_repository_prints_is_accepted() {
    let mut printed = Vec::new();
    for (path, text) in texts() {
        let secrets = words(&text).chain(literals(&text));
        let accepted = secrets.filter(|secret| is_accepted(secret));
        printed.extend(accepted.map(|secret| format!("{}: {secret}", path.display())));
    }
    assert!(printed.is_empty(), "{}", printed.join("\n"));
}

#[test]
fn a_word_and_a_phrase_that_are_given_as_secrets_are_found() {
    const PHRASE: &str = concat!("Vexed zephyrs jumbled", " my 93 quartz dockings");
    assert!(is_accepted(PHRASE));
    for text in [
        format!("JwtRoutes::builder().secret(\"{PHRASE}\").build()"),
        format!("Secret::try_from(\n    \"{PHRASE}\",\n)"),
        format!("const SECRET: &str = \"{PHRASE}\";"),
        format!("$ export JWT_ROUTER_SECRET=\"{PHRASE}\"\n"),
        format!("JWT_ROUTER_SECRET={PHRASE}\nPORT=80"),
        format!("      JWT_ROUTER_SECRET: {PHRASE}\n"),
    ] {
        assert!(literals(&text).any(|literal| literal == PHRASE), "{text}");
    }
}
