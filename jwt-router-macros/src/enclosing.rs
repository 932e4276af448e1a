//! Recognizes handlers inside of an `impl` block or a trait.
//!
//! An attribute does not see the item around its function. Its expansion is not allowed in an `impl`, where rustc would
//! report the names of hidden items. This module therefore reads the source file up to the attribute. If that shows no
//! `impl` (an editor has no file, and a macro may have written the function), rustc reports the mistake.

use std::fs;

use proc_macro2::Span;

/// Returns whether the attribute that is being expanded is directly in an `impl` block or a trait.
pub(crate) fn is_associated() -> bool {
    if !proc_macro::is_available() {
        return false;
    }
    let span = Span::call_site().unwrap();
    let (line, column) = (span.line(), span.column());
    // A free function that is formatted begins its line, unless it is in a module's or function's braces.
    if column <= 1 {
        return false;
    }
    let text = span
        .local_file()
        .and_then(|file| fs::read_to_string(file).ok());
    text.is_some_and(|text| is_in_impl(before(&text, line, column)))
}

/// Returns the text before a line and column, both from 1.
fn before(text: &str, line: usize, column: usize) -> &str {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let indent = rest.chars().take(column.saturating_sub(1));
    let end = indent.map(char::len_utf8).sum::<usize>();
    text.get(..start.saturating_add(end)).unwrap_or_default()
}

/// Returns whether the end of this text is directly in the braces of an `impl` or a trait.
pub(crate) fn is_in_impl(text: &str) -> bool {
    let mut open = vec![Open::default()];
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        if let Some(after) = after_opaque(rest) {
            rest = after;
            continue;
        }
        rest = rest.get(char.len_utf8()..).unwrap_or_default();
        let Some(inner) = open.last_mut() else {
            return false;
        };
        match char {
            '{' | '(' | '[' => {
                let is_impl = char == '{' && inner.begins_impl();
                open.push(Open {
                    is_impl,
                    is_list: char != '{',
                    head: String::new(),
                });
            }
            '}' | ')' | ']' => {
                open.pop();
                if let Some(outer) = open.last_mut().filter(|_| char == '}') {
                    outer.head.clear();
                }
            }
            ';' if !inner.is_list => inner.head.clear(),
            _ => inner.head.push(char),
        }
    }
    open.last().is_some_and(|inner| inner.is_impl)
}

/// An open delimiter, and the text after it that may be the beginning of an item.
#[derive(Default)]
struct Open {
    is_impl: bool,
    /// Whether the delimiter is a parenthesis or a bracket, and not a brace.
    is_list: bool,
    head: String,
}

impl Open {
    /// Returns whether the braces that follow are those of an `impl` or a trait.
    fn begins_impl(&self) -> bool {
        let words = self
            .head
            .split(|char: char| !char.is_alphanumeric() && char != '_');
        let mut words = words.filter(|word| {
            !word.is_empty() && !["pub", "unsafe", "default", "const", "auto"].contains(word)
        });
        matches!(words.next(), Some("impl" | "trait"))
    }
}

/// Returns the text after a comment, a string or a character; `None` if the text begins with something else.
fn after_opaque(text: &str) -> Option<&str> {
    if let Some(comment) = text.strip_prefix("//") {
        return Some(comment.find('\n').map_or("", |end| &comment[end..]));
    }
    if let Some(comment) = text.strip_prefix("/*") {
        return Some(after_block(comment));
    }
    if let Some(string) = text.strip_prefix('"') {
        return Some(after_quote(string, '"'));
    }
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let string = raw.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(string.split_once(&*end).map_or("", |(_, after)| after));
    }
    let char = text.strip_prefix('\'')?;
    // `'a'` and `'\n'` are characters, `'a` is a lifetime.
    let is_char = char.starts_with('\\') || char.chars().nth(1) == Some('\'');
    is_char.then(|| after_quote(char, '\''))
}

/// Returns the text after the end of a block comment, which may have other block comments inside.
fn after_block(comment: &str) -> &str {
    let (mut depth, mut rest) = (1_usize, comment);
    while depth > 0 {
        let Some(at) = rest.find(['/', '*']) else {
            return "";
        };
        rest = &rest[at..];
        let step = if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            2
        } else if rest.starts_with("/*") {
            depth = depth.saturating_add(1);
            2
        } else {
            1
        };
        rest = rest.get(step..).unwrap_or_default();
    }
    rest
}

/// Returns the text after the next `quote` that is not escaped.
fn after_quote(text: &str, quote: char) -> &str {
    let mut is_escaped = false;
    for (at, char) in text.char_indices() {
        if !is_escaped && char == quote {
            return text.get(at.saturating_add(1)..).unwrap_or_default();
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    ""
}
