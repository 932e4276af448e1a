use proc_macro2::Span;

use super::accessor::method_name;
use super::plural;
use crate::syntax::snake_case;

#[track_caller]
fn check(table: &str, accessor: Option<&str>) {
    let name = method_name(&snake_case(table), Span::call_site()).map(|name| name.to_string());
    assert_eq!(name.as_deref(), accessor);
}

#[test]
fn a_table_names_its_accessor() {
    check("users", Some("users"));
    check("User-Accounts", Some("user_accounts"));
    check("UserAccounts", Some("user_accounts"));
}

#[test]
fn keywords_become_raw() {
    check("type", Some("r#type"));
    check("gen", Some("r#gen"));
}

#[test]
fn what_no_method_can_be_called_has_no_accessor() {
    check("1", None);
    check("self", None);
    check("_", None);
    check("größe", None);
    check("", None);
}

#[test]
fn tables_are_guessed_in_the_plural() {
    assert_eq!(plural("user"), "users");
    assert_eq!(plural("category"), "categories");
    assert_eq!(plural("address"), "addresses");
    assert_eq!(plural("day"), "days");
}
