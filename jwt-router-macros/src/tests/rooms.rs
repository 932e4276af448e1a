//! Each room (top-level module) uses only the rooms before it.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms (top-level modules), each after the rooms that it may use.
const ORDER: [&str; 10] = [
    "diagnostics",
    "syntax",
    "copies",
    "enclosing",
    "manifest",
    "args",
    "item",
    "model",
    "expand",
    "attribute",
];

#[test]
fn no_room_uses_one_after_it() {
    for (at, room) in ORDER.iter().enumerate() {
        let later = ORDER.iter().skip(at + 1);
        check(room, later.copied());
    }
}

#[test]
fn an_expansion_is_made_of_checked_values() {
    check("expand", ["args", "item"]);
}

#[test]
fn every_room_has_its_place() {
    let mut rooms: Vec<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|room| !["lib", "tests"].contains(&room.as_str()))
        .collect();
    rooms.sort_unstable();
    let mut expected = ORDER;
    expected.sort_unstable();
    assert_eq!(rooms, expected);
}

#[track_caller]
fn check(room: &str, refused: impl IntoIterator<Item = &'static str>) {
    let folder = source().join(room);
    let text = if folder.is_dir() {
        text(&folder)
    } else {
        text(&folder.with_extension("rs"))
    };
    for other in refused {
        for path in [
            format!("crate::{other}::"),
            format!("crate::{{{other}"),
            format!("crate::{other};"),
        ] {
            assert!(!text.contains(&path), "`{room}` uses `{path}`");
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the text of a file, or of all files in a folder.
fn text(path: &Path) -> String {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        entries.map(|entry| text(&entry.unwrap().path())).collect()
    } else {
        fs::read_to_string(path).unwrap()
    }
}
