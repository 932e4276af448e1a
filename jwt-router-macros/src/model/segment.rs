//! One segment of a path: the text between two `/`.

use std::fmt::Write as _;
use std::ops::Range;

/// One segment of a path.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Segment {
    /// `users`
    Text(String),
    /// `{id}`, or `v{major}` with a prefix
    Capture { prefix: String, name: String },
    /// `{*rest}`
    Rest { name: String },
}

/// A mistake in a segment, with its range of bytes in the segment, or in the path after
/// [`moved_by`](Self::moved_by).
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

impl Fault {
    /// Adds the position of the segment in the path to the range.
    pub(super) fn moved_by(self, start: usize) -> Self {
        Self {
            range: self.range.start + start..self.range.end + start,
            message: self.message,
        }
    }
}

impl Segment {
    /// Parses a segment, which may be empty or a catch-all only if it `is_last`.
    ///
    /// # Errors
    ///
    /// Returns the first mistake in the segment.
    pub(super) fn parse(segment: &str, is_last: bool) -> Result<Self, Fault> {
        foreign_syntax(segment)?;
        let Some((prefix, rest)) = segment.split_once('{') else {
            return plain(segment, is_last);
        };
        let open = prefix.len();
        let Some((name, after)) = rest.split_once('}') else {
            return fault(
                open..segment.len(),
                "this `{` is never closed: write `{id}`",
            );
        };
        if rest.starts_with('{') || after.starts_with('}') {
            return fault(
                open..segment.len(),
                "a brace is no part of a path: write `%7B` and `%7D`",
            );
        }
        literal_text(prefix)?;
        let (star, name) = name
            .strip_prefix('*')
            .map_or((false, name), |name| (true, name));
        let end = segment.len() - after.len();
        capture_name(name, star).or_else(|message| fault(open..end, message))?;
        if !after.is_empty() {
            let message = format!(
                "nothing may follow a capture in its segment: take `{after}` off in the handler"
            );
            return fault(end..segment.len(), message);
        }
        let name = name.to_owned();
        if !star {
            return Ok(Self::Capture {
                prefix: prefix.to_owned(),
                name,
            });
        }
        if !is_last {
            let message =
                format!("`{{*{name}}}` takes the rest of the path, so it must be the last segment");
            return fault(open..end, message);
        }
        if !prefix.is_empty() {
            return fault(
                0..open,
                format!("`{{*{name}}}` takes whole segments: nothing may be before it"),
            );
        }
        Ok(Self::Rest { name })
    }

    /// Returns the literal text of the segment: all of it, or the part before the capture.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Capture { prefix: text, .. } => text,
            Self::Rest { .. } => "",
        }
    }

    /// Returns the name of the segment's capture.
    pub(super) fn capture(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Capture { name, .. } | Self::Rest { name } => Some(name),
        }
    }
}

fn fault<T>(range: Range<usize>, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault {
        range,
        message: message.into(),
    })
}

/// Rejects a text that is not the name of a capture, and suggests a correction.
fn capture_name(name: &str, star: bool) -> Result<(), String> {
    if name.is_empty() {
        let example = if star { "{*rest}" } else { "{id}" };
        return Err(format!("a capture has a name: write `{example}`"));
    }
    if !is_name(name) {
        let word: String = name
            .chars()
            .take_while(|letter| is_name_letter(*letter))
            .collect();
        let word = if is_name(&word) { &word } else { "id" };
        return Err(format!(
            "a capture is a name and nothing else: write `{{{word}}}`"
        ));
    }
    Ok(())
}

/// Rejects captures in the syntax of axum 0.7, Next.js and Flask, and suggests that of axum 0.8.
fn foreign_syntax(segment: &str) -> Result<(), Fault> {
    let whole = 0..segment.len();
    if let Some(name) = segment.strip_prefix(':') {
        let name = if is_name(name) { name } else { "id" };
        return fault(
            whole,
            format!("`{segment}` is the syntax of axum 0.7: write `{{{name}}}`"),
        );
    }
    if let Some(name) = segment.strip_prefix('*') {
        let name = if is_name(name) { name } else { "rest" };
        return fault(
            whole,
            format!("`{segment}` is the syntax of axum 0.7: write `{{*{name}}}`"),
        );
    }
    if let Some(inside) = segment
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let (star, name) = inside
            .strip_prefix("...")
            .map_or(("", inside), |name| ("*", name));
        let name = if is_name(name) { name } else { "id" };
        return fault(
            whole,
            format!("`{segment}` is the syntax of Next.js: write `{{{star}{name}}}`"),
        );
    }
    if let Some((before, rest)) = segment.split_once('<')
        && let Some((inside, _)) = rest.split_once('>')
    {
        let (converter, name) = inside.rsplit_once(':').unwrap_or(("", inside));
        let name = if is_name(name) { name } else { "id" };
        let star = if converter == "path" { "*" } else { "" };
        let range = before.len()..before.len() + inside.len() + 2;
        return fault(
            range,
            format!("`<{inside}>` is the syntax of Flask: write `{{{star}{name}}}`"),
        );
    }
    Ok(())
}

/// Parses a segment without a capture.
fn plain(segment: &str, is_last: bool) -> Result<Segment, Fault> {
    let whole = 0..segment.len();
    if let Some(at) = segment.find('}') {
        return fault(at..at + 1, "this `}` closes nothing");
    }
    if segment.is_empty() && !is_last {
        return fault(
            0..1,
            "two `/` in a row: write one, or a segment between them",
        );
    }
    literal_text(segment)?;
    // Clients remove `%2e` segments like `.` ones: https://url.spec.whatwg.org/#double-dot-path-segment
    let dots = segment.to_ascii_lowercase().replace("%2e", ".");
    if dots == "." || dots == ".." {
        return fault(
            whole,
            format!("clients take `{segment}` out of a path, so it can never match"),
        );
    }
    Ok(Segment::Text(segment.to_owned()))
}

/// The punctuation that a segment may contain unescaped ([RFC 3986, section 3.3]).
///
/// [RFC 3986, section 3.3]: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
const UNESCAPED: &str = "-._~!$&'()*+,;=:@";

/// Rejects characters that the path of a request cannot contain ([RFC 3986, section 3.3]).
///
/// [RFC 3986, section 3.3]: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
fn literal_text(text: &str) -> Result<(), Fault> {
    let mut rest = text.char_indices();
    while let Some((at, letter)) = rest.next() {
        let range = at..at + letter.len_utf8();
        match letter {
            letter if letter.is_ascii_alphanumeric() || UNESCAPED.contains(letter) => {}
            '%' if rest
                .by_ref()
                .take(2)
                .filter(|(_, digit)| digit.is_ascii_hexdigit())
                .count()
                == 2 => {}
            '%' => {
                return fault(
                    range,
                    "`%` is followed by two hexadecimal digits: write `%25` for the sign itself",
                );
            }
            '#' => {
                return fault(
                    range,
                    "clients keep what follows `#` to themselves, so it can never match",
                );
            }
            ' ' => return fault(range, "a path holds no space: write `%20`"),
            letter if letter.is_control() => {
                return fault(range, "a path holds no control character");
            }
            letter if letter.is_ascii() => {
                return fault(
                    range,
                    format!(
                        "a path holds no `{letter}`: write `{}`",
                        percent_encoded(letter)
                    ),
                );
            }
            letter => {
                let why = "axum matches the percent-encoded path";
                return fault(
                    range,
                    format!(
                        "{why}, so `{letter}` can never match: write `{}`",
                        percent_encoded(letter)
                    ),
                );
            }
        }
    }
    Ok(())
}

fn percent_encoded(letter: char) -> String {
    let mut encoded = String::new();
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a string cannot fail.
        _ = write!(encoded, "%{byte:02X}");
    }
    encoded
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(is_name_letter)
}
