use syn::parse_str;

use super::seconds;
use crate::diagnostics::Diagnostics;

#[track_caller]
fn check(written: &str, expected: Result<u64, &str>) {
    let mut diagnostics = Diagnostics::default();
    let value: proc_macro2::TokenStream = parse_str(written).unwrap();
    let found = seconds(&value, &mut diagnostics);
    let messages = diagnostics.messages();
    match expected {
        Ok(seconds) => assert_eq!((found, messages.as_slice()), (Some(seconds), &[][..])),
        Err(message) => assert_eq!((found, messages), (None, vec![message.to_owned()])),
    }
}

#[test]
fn a_number_and_a_unit_are_a_time() {
    check("\"1s\"", Ok(1));
    check("\"15m\"", Ok(900));
    check("\"2h\"", Ok(7_200));
    check("\"36525d\"", Ok(3_155_760_000));
}

#[test]
fn a_number_alone_is_no_time() {
    check("\"15\"", Err("`15` of what?\nhelp: write `\"15m\"`"));
}

#[test]
fn a_time_without_quotes_is_put_in_quotes() {
    let message = "`fresh` takes a time in quotes\nhelp: write `fresh = \"30s\"`";
    check("30s", Err(message));
}

#[test]
fn what_is_no_time_at_all_gets_an_example() {
    let message = "`fresh` takes a time in quotes\nhelp: write `fresh = \"15m\"`";
    check("900", Err(message));
    check("Duration::from_secs(900)", Err(message));
    check("b\"15m\"", Err(message));
}

#[test]
fn a_unit_in_full_gets_its_letter() {
    const MESSAGE: &str = "a time is one whole number and one of `s`, `m`, `h` and `d`";
    check(
        "\"15 min\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")),
    );
    check(
        "\"2 Hours\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"2h\"`")),
    );
    check("\"15M\"", Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")));
    check(
        "\" 15m\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")),
    );
    check(
        "\"15 m\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")),
    );
}

#[test]
fn several_units_are_added() {
    const MESSAGE: &str = "a time is one whole number and one of `s`, `m`, `h` and `d`";
    check(
        "\"1h30m\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"90m\"`")),
    );
    check(
        "\"1d 12h\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"36h\"`")),
    );
}

#[test]
fn fractions_and_signs_are_refused() {
    const MESSAGE: &str = "a time is one whole number and one of `s`, `m`, `h` and `d`";
    check(
        "\"1.5h\"",
        Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")),
    );
    check("\"-5m\"", Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")));
    check("\"\"", Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")));
    check("\"m\"", Err(&format!("{MESSAGE}\nhelp: write `\"15m\"`")));
}

#[test]
fn an_unknown_unit_is_named() {
    let message = "unknown unit `y`: seconds are `s`, minutes `m`, hours `h`, days `d`\nhelp: write `\"15m\"`";
    check("\"1y\"", Err(message));
}

#[test]
fn no_time_and_more_than_a_life_are_refused() {
    let message = "no login is zero seconds old\nhelp: write at least `\"1s\"`";
    check("\"0m\"", Err(message));
    let message =
        "that is more than 100 years\nhelp: write at most `\"36525d\"`, or remove `fresh`";
    check("\"36526d\"", Err(message));
    check("\"99999999999999999999999h\"", Err(message));
}
