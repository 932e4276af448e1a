//! `fresh = "15m"`: the maximum age of the caller's login.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::LitStr;

use super::{Kind, Library, Requirement};
use crate::args::{Given, Keyword};
use crate::diagnostics::Diagnostics;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement("fresh", "a time in quotes", "fresh = \"15m\"")
        .of_logins()
        .other_words(&["max_age"]),
    parse: |given, diagnostics| Some(Box::new(Fresh::parse(given, diagnostics)?)),
};

/// The maximum age of the caller's login, in seconds.
struct Fresh(u64);

impl Fresh {
    fn parse(given: &Given, diagnostics: &mut Diagnostics) -> Option<Self> {
        seconds(&given.value, diagnostics).map(Self)
    }
}

impl Requirement for Fresh {
    fn expression(&self, library: Library, span: Span) -> TokenStream {
        let library = library(span);
        let seconds = self.0;
        quote_spanned!(span=> #library::fresh(#seconds))
    }

    fn repeats_paths(&self) -> bool {
        false
    }
}

/// The units, each with its seconds and with other names, which are rejected with a suggestion.
const UNITS: &[(&str, u64, &[&str])] = &[
    ("s", 1, &["sec", "secs", "second", "seconds"]),
    ("m", 60, &["min", "mins", "minute", "minutes"]),
    ("h", 60 * 60, &["hr", "hrs", "hour", "hours"]),
    ("d", DAY, &["day", "days"]),
];

const DAY: u64 = 24 * 60 * 60;

/// The maximum age, 100 years in seconds: a longer one would refuse no login.
const MOST: u64 = 36_525 * DAY;

/// Parses the value of `fresh`, and returns its seconds.
fn seconds(value: &TokenStream, diagnostics: &mut Diagnostics) -> Option<u64> {
    let Ok(written) = syn::parse2::<LitStr>(value.clone()) else {
        // `15m` is a number with a suffix.
        let text = value.to_string();
        let example = parse(&text).map_or("15m", |_| &text);
        let help = format!("write `fresh = \"{example}\"`");
        diagnostics.error_with_help(value, "`fresh` takes a time in quotes", help);
        return None;
    };
    let text = written.value();
    match parse(&text) {
        Ok(0) => {
            let help = "write at least `\"1s\"`";
            diagnostics.error_with_help(written, "no login is zero seconds old", help);
            None
        }
        Ok(seconds) if seconds > MOST => {
            let help = "write at most `\"36525d\"`, or remove `fresh`";
            diagnostics.error_with_help(written, "that is more than 100 years", help);
            None
        }
        Ok(seconds) => Some(seconds),
        Err((message, write)) => {
            let help = format!("write `\"{write}\"`");
            diagnostics.error_with_help(written.to_token_stream(), message, help);
            None
        }
    }
}

/// Parses a time such as `15m`, and returns its seconds.
///
/// # Errors
///
/// Returns the message, and the time to suggest.
fn parse(text: &str) -> Result<u64, (String, String)> {
    let words = words(text);
    if let [(number, unit)] = words.as_slice()
        && !number.is_empty()
        && text == format!("{number}{unit}")
        && let Some((_, seconds, _)) = UNITS.iter().find(|(name, ..)| name == unit)
    {
        // A number that overflows is rejected later as more than 100 years.
        let number = number.parse().unwrap_or(u64::MAX);
        return Ok(seconds.saturating_mul(number));
    }
    let message = match words.as_slice() {
        [(number, "")] if text == *number => format!("`{number}` of what?"),
        [(_, unit)] if !unit.is_empty() && unit_of(unit).is_none() => {
            format!("unknown unit `{unit}`: seconds are `s`, minutes `m`, hours `h`, days `d`")
        }
        _ => "a time is one whole number and one of `s`, `m`, `h` and `d`".to_owned(),
    };
    let meant = match words.as_slice() {
        [(number, "")] if text == *number => Some(format!("{number}m")),
        words => sum(words),
    };
    Err((message, meant.unwrap_or_else(|| "15m".to_owned())))
}

/// Splits a text into numbers, each with the word after it.
fn words(text: &str) -> Vec<(&str, &str)> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit());
        let (number, after) = rest.split_at(end.unwrap_or(rest.len()));
        let after = after.trim_start();
        let end = after.find(|letter: char| letter.is_ascii_digit());
        let (unit, after) = after.split_at(end.unwrap_or(after.len()));
        words.push((number, unit.trim_end()));
        rest = after;
    }
    words
}

/// Returns the sum of the times, in the largest unit that needs no fraction.
fn sum(words: &[(&str, &str)]) -> Option<String> {
    let mut seconds = 0_u64;
    for (number, unit) in words {
        let number: u64 = number.parse().ok()?;
        seconds = seconds.checked_add(number.checked_mul(unit_of(unit)?)?)?;
    }
    let (unit, size, _) = UNITS
        .iter()
        .rev()
        .find(|(_, size, _)| seconds > 0 && seconds.is_multiple_of(*size))?;
    (seconds <= MOST).then(|| format!("{}{unit}", seconds / size))
}

/// Returns the seconds of a unit, by its name or another name for it.
fn unit_of(name: &str) -> Option<u64> {
    let name = name.to_lowercase();
    UNITS
        .iter()
        .find(|(unit, _, names)| *unit == name || names.contains(&&*name))
        .map(|(_, seconds, _)| *seconds)
}

#[cfg(test)]
mod tests;
