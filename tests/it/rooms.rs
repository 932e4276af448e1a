//! The rooms of both crates, their top-level modules, depend one way: the order is the one that
//! `ARCHITECTURE.md` lists.

mod order;
mod path;
mod source;

use std::{
    collections::HashMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use self::{
    order::{Order, Violation},
    source::Source,
};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Checks the rooms of a crate.
#[track_caller]
fn check(krate: &str) {
    let document = fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let directory = workspace().join(krate).join("src");
    let read = |file: &str| fs::read_to_string(directory.join(file)).ok();
    let violations = Order::of(&document, krate).violations(&Source::read(&read));
    let mut told = String::new();
    for violation in &violations {
        writeln!(told, "{violation}").unwrap();
        if let Violation::Upward { file, line, .. } = violation {
            let text = read(file).unwrap();
            writeln!(told, "    {}", text.lines().nth(line - 1).unwrap().trim()).unwrap();
        }
    }
    assert!(
        violations.is_empty(),
        "{} of the lines of {krate}/src are not in the order of ARCHITECTURE.md:\n{told}",
        violations.len()
    );
}

#[test]
fn the_rooms_of_the_library_depend_one_way() {
    check("jwt-router");
}

#[test]
fn the_rooms_of_the_macros_depend_one_way() {
    check("jwt-router-macros");
}

/// The feature that production code must not know: with it, tests log in as anybody.
#[test]
fn only_the_room_of_tests_knows_their_feature() {
    let directory = workspace().join("jwt-router/src");
    let mut knowing = Vec::new();
    let mut left = vec![directory.clone()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            left.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = path.strip_prefix(&directory).unwrap().to_owned();
        let may_know = name.starts_with("testing")
            || ["lib.rs", "__private.rs"]
                .iter()
                .any(|known| name == Path::new(known));
        let is_rust = name.extension().is_some_and(|extension| extension == "rs");
        if is_rust && !may_know {
            let text = fs::read_to_string(&path).unwrap();
            if text.contains("feature = \"testing\"") {
                knowing.push(name);
            }
        }
    }
    knowing.sort();
    assert!(
        knowing.is_empty(),
        "these files know the feature: {knowing:?}"
    );
}

const ROOMS: &str = "\
`shop/src`, bottom first:

| room | what it does |
| --- | --- |
| `money.rs` | sums |
| `cart/` | what is bought |
| `till/` | who pays |
| `lib.rs` | the re-exports |
";

const LIB: &str = "mod money; mod cart; mod till; pub use till::{Receipt, Till as Cashier}; pub use other::Thing;";

/// Finds what is wrong with a shop whose cart is this text.
fn violations(files: &[(&str, &str)]) -> Vec<String> {
    let mut shop = HashMap::from([
        ("lib.rs", LIB),
        ("money.rs", ""),
        ("cart/mod.rs", ""),
        (
            "till.rs",
            "use crate::{cart::Item, money}; fn pay(item: Item) { money::sum() }",
        ),
    ]);
    shop.extend(files.iter().copied());
    let source = Source::read(&|file| shop.get(file).map(|text| (*text).to_owned()));
    let violations = Order::of(ROOMS, "shop").violations(&source);
    violations.iter().map(Violation::to_string).collect()
}

/// Checks which lines of the cart go up to the till.
#[track_caller]
fn check_cart(text: &str, lines: &[usize]) {
    let expected = lines
        .iter()
        .map(|line| format!("cart/mod.rs:{line}: `cart` uses `till`, which is listed after it"));
    let expected: Vec<String> = expected.collect();
    assert_eq!(violations(&[("cart/mod.rs", text)]), expected, "{text}");
}

#[test]
fn a_path_upward_is_found_wherever_it_is_written() {
    check_cart("use crate::money::Sum;", &[]);
    check_cart("\nfn buy() { crate::till::open() }", &[2]);
    check_cart("fn buy(till: &crate::till::Till<u8>) {}", &[1]);
    check_cart("type Many = Vec<crate::till::Till>;", &[1]);
    check_cart("fn buy() { log!(\"{}\", crate::till::NAME) }", &[1]);
    check_cart("macro_rules! buy { () => { $crate::till::open() } }", &[1]);
    check_cart("const N: u8 = crate::till::N as u8;", &[1]);
    check_cart("#[derive(crate::till::Paid)] struct Item;", &[]);
}

#[test]
fn a_tree_upward_is_found_at_its_line() {
    check_cart(
        "use crate::{\n    money::{Sum, self},\n    till::{\n        Till,\n        open as opened,\n    },\n};",
        &[3],
    );
    check_cart("use crate::{money, till::*};", &[1]);
    check_cart("use crate::till;", &[1]);
    check_cart("use crate::till as below;", &[1]);
    check_cart("pub(crate) use crate::till::Till;", &[1]);
    check_cart("use crate::till::{};", &[]);
}

#[test]
fn a_root_re_export_counts_as_the_room_it_is_of() {
    check_cart("fn buy() -> crate::Receipt {}", &[1]);
    check_cart("use crate::{money::Sum, Receipt};", &[1]);
    check_cart("use crate::Cashier;", &[1]);
    check_cart("use crate::Thing;", &[]);
}

#[test]
fn a_path_by_super_that_leaves_the_room_is_found() {
    check_cart("use super::till::Till;", &[1]);
    check_cart("use super::{money, till};", &[1]);
    check_cart("use self::super::till::Till;", &[1]);
    check_cart(
        "mod list { use super::super::till::Till; use super::money; }",
        &[1],
    );
    check_cart("mod list { use super::{super::till::Till, Item}; }", &[1]);
    check_cart("mod list { use super::till::Till; }", &[]);
    let nested = [
        ("cart/mod.rs", "mod list;"),
        ("cart/list.rs", "mod row; use super::till;"),
        (
            "cart/list/row.rs",
            "use super::till;\nuse super::super::super::till;",
        ),
    ];
    assert_eq!(
        violations(&nested),
        ["cart/list/row.rs:2: `cart` uses `till`, which is listed after it"]
    );
}

#[test]
fn the_whole_root_is_above_every_room() {
    let above = ["cart/mod.rs:1: `cart` uses `lib`, which is listed after it"];
    for text in [
        "use crate::*;",
        "use crate as root;",
        "use super::*;",
        "use crate::missing;",
    ] {
        assert_eq!(violations(&[("cart/mod.rs", text)]), above, "{text}");
    }
}

#[test]
fn texts_and_tests_do_not_count() {
    check_cart("/// See [`Till`](crate::till::Till).\nstruct Item;", &[]);
    check_cart("//! crate::till::open() /* crate::till */", &[]);
    check_cart("const WHERE: &str = \"crate::till::Till\";", &[]);
    check_cart("#[cfg(test)] mod tests { use crate::till::Till; }", &[]);
    check_cart("#[cfg(test)] mod tests;", &[]);
    check_cart("#[cfg(test)] pub(crate) mod sample;", &[]);
    check_cart("#[cfg(all(test, feature = \"paid\"))] mod tests;", &[]);
    check_cart(
        "#[cfg(test)] use crate::till::{Till}; use crate::till::open;",
        &[1],
    );
    check_cart(
        "#[cfg(test)] fn buy(till: crate::till::Till) {} use crate::till;",
        &[1],
    );
    check_cart("#[cfg(feature = \"paid\")] use crate::till;", &[1]);
    check_cart("#[cfg(not(test))] use crate::till;", &[1]);
}

#[test]
fn an_exported_macro_is_of_its_room_and_its_text_of_its_callers() {
    let exported = "#[macro_export] macro_rules! pay { () => { $crate::till::open() } }";
    check_cart(exported, &[]);
    let till = (
        "till.rs",
        "#[doc(hidden)] #[macro_export] macro_rules! pay { () => {} }",
    );
    assert_eq!(
        violations(&[till, ("cart/mod.rs", "fn buy() { crate::pay!() }")]),
        ["cart/mod.rs:1: `cart` uses `till`, which is listed after it"]
    );
}

#[test]
fn the_list_has_every_room_and_no_other() {
    let lib = "mod money; mod till; mod shelf; #[cfg(test)] mod tests; pub mod prelude { pub use crate::till::Till; }";
    assert_eq!(
        violations(&[
            ("lib.rs", lib),
            ("shelf.rs", "use crate::till;"),
            ("till.rs", "")
        ]),
        [
            "the room `shelf` is not in the list: add a row where it belongs",
            "the list has a room `cart`, and the crate has none"
        ]
    );
}
