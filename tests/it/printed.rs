//! No secret that this repository prints is accepted: somebody copies it.

use std::{fs, path::Path};

use jwt_router::Secret;

/// The folders and files that people read and copy from.
const READ: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "examples",
    "jwt-router",
];

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

fn check(path: &Path, printed: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            check(&entry.unwrap().path(), printed);
        }
        return;
    }
    let name = path.to_string_lossy();
    let is_left_out = [
        "/target/",
        "/node_modules/",
        "/dist/",
        "/tests/",
        "tests.rs",
        ".pem",
        "package-lock.json",
    ];
    if is_left_out.iter().any(|part| name.contains(part)) {
        return;
    }
    let Ok(text) = fs::read_to_string(path) else {
        return;
    };
    for word in text.split(|letter| !is_of_a_secret(letter)) {
        if word.len() >= Secret::MINIMUM_LENGTH && !is_name(word) && Secret::try_from(word).is_ok()
        {
            printed.push(format!("{name}: {word}"));
        }
    }
}

#[test]
fn no_secret_that_the_repository_prints_is_accepted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut printed = Vec::new();
    for name in READ {
        check(&root.join(name), &mut printed);
    }
    assert!(printed.is_empty(), "{}", printed.join("\n"));
}
