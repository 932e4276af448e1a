//! The path of a route, in the syntax of axum 0.8.

use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::segment::{Fault, Segment};
use crate::diagnostics::Diagnostics;

/// A path that axum accepts and that a request can match.
pub(crate) struct RoutePath {
    /// The path as it was written, with its span.
    pub(crate) literal: LitStr,
    segments: Vec<Segment>,
}

impl RoutePath {
    /// Parses a path. Each mistake is reported with a message that shows the path and underlines the mistake.
    pub(crate) fn parse(literal: &LitStr, diagnostics: &mut Diagnostics) -> Option<Self> {
        let value = literal.value();
        let mut faults = Vec::new();
        let segments = segments(&value, &mut faults);
        let complete = faults.is_empty();
        for fault in faults {
            diagnostics.error(
                literal,
                format!("{}\n\n{}", fault.message, underlined(&value, fault.range)),
            );
        }
        complete.then(|| Self {
            literal: literal.clone(),
            segments,
        })
    }

    /// Returns the path of a handler whose attribute names no path: `/` and the function's name.
    pub(crate) fn of_function(name: &Ident, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::parse(
            &LitStr::new(&format!("/{}", name.unraw()), name.span()),
            diagnostics,
        )
    }

    /// Returns the number of captures.
    pub(crate) fn captures(&self) -> usize {
        self.segments
            .iter()
            .filter(|segment| segment.capture().is_some())
            .count()
    }

    /// Returns the path as a part of an identifier, in which the names of captures are left out.
    ///
    /// Two paths have the same shape exactly if they match the same requests. The encoding is injective: `_`
    /// begins the escape of every character that is not a letter or a digit, and no escape is the prefix of
    /// another.
    pub(crate) fn shape(&self) -> String {
        let mut shape = String::new();
        for segment in &self.segments {
            shape.push_str("__");
            for letter in segment.text().chars() {
                match letter {
                    letter if letter.is_ascii_alphanumeric() => shape.push(letter),
                    '_' => shape.push_str("_u"),
                    // Writing to a string cannot fail.
                    other => _ = write!(shape, "_x{:02x}", u32::from(other)),
                }
            }
            match segment {
                Segment::Text(_) => {}
                Segment::Capture { .. } => shape.push_str("_p"),
                Segment::Rest { .. } => shape.push_str("_r"),
            }
        }
        shape
    }
}

/// Parses the segments of a path, and collects the faults, each with its range of bytes in the path.
fn segments(path: &str, faults: &mut Vec<Fault>) -> Vec<Segment> {
    let Some(relative) = path.strip_prefix('/') else {
        faults.push(Fault {
            range: 0..path.len(),
            message: format!("a path starts with `/`: write \"{}\"", rooted(path)),
        });
        return Vec::new();
    };
    if let Some(at) = query(relative) {
        let message = "a path ends before the query: take `Query<..>` in the handler".to_owned();
        faults.push(Fault {
            range: at + 1..path.len(),
            message,
        });
        return Vec::new();
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut start = 1;
    let mut parts = relative.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match Segment::parse(part, is_last) {
            Ok(segment) => {
                if let Some(name) = segment.capture()
                    && segments
                        .iter()
                        .any(|earlier| earlier.capture() == Some(name))
                {
                    let message =
                        format!("two captures named `{name}`: give this one another name");
                    faults.push(Fault {
                        range: start + segment.text().len()..start + part.len(),
                        message,
                    });
                }
                segments.push(segment);
            }
            Err(fault) => faults.push(fault.moved_by(start)),
        }
        start += part.len() + 1;
    }
    segments
}

/// Returns the path to suggest for a path that does not start with `/`: without leading spaces, a host, or a
/// backslash.
fn rooted(path: &str) -> String {
    let path = path.trim_start();
    let path = match path.split_once("://") {
        Some((_, after)) => after.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    format!("/{}", path.trim_start_matches(['/', '\\']))
}

/// Returns the position at which the query begins: a `?` outside of braces.
fn query(path: &str) -> Option<usize> {
    let mut depth = 0_usize;
    path.char_indices().find_map(|(at, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '?' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

/// Returns the path with carets under the bytes in `range`.
///
/// A procedural macro on stable Rust cannot make a span inside of a literal, so the message marks the place
/// itself.
fn underlined(path: &str, range: Range<usize>) -> String {
    let mut shown = String::new();
    let mut carets = String::new();
    for (at, letter) in path.char_indices() {
        let letter: String = if letter.is_control() {
            letter.escape_default().collect()
        } else {
            letter.into()
        };
        let mark = if range.contains(&at) { '^' } else { ' ' };
        carets.extend(std::iter::repeat_n(mark, letter.chars().count()));
        shown.push_str(&letter);
    }
    if range.is_empty() || range.start >= path.len() {
        carets.push('^');
    }
    format!("    {shown}\n    {}\n", carets.trim_end())
}

#[cfg(test)]
mod tests;
