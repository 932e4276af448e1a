//! Escapes names for the lock file, so that a name with spaces, commas or line breaks cannot look like another part of
//! its line, or like another line.

/// Escapes a name, such as a role, for a line of the lock file, so that it contains no separator.
pub(crate) fn word(text: &str) -> String {
    escape(text, is_in_word)
}

/// Returns whether a name in the lock file may contain this character unescaped.
pub(crate) fn is_in_word(char: char) -> bool {
    is_graphic(char) && !matches!(char, ',' | '?' | '=')
}

/// Returns whether this character is visible in a text and cannot be mistaken for an escape. Spaces, backslashes,
/// control characters, combining marks and characters that change the direction of the text are not, so they are
/// escaped.
pub(crate) fn is_graphic(char: char) -> bool {
    matches!(char, '"' | '\'') || (char != ' ' && char.escape_debug().count() == 1)
}

/// Replaces each character for which `is_plain` returns `false` by its escape `\u{..}`.
pub(crate) fn escape(text: &str, is_plain: impl Fn(char) -> bool) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if is_plain(char) {
            escaped.push(char);
        } else {
            escaped.extend(char.escape_unicode());
        }
    }
    escaped
}

/// Parses an escaped name in a line of the lock file, as the inverse of [`word`]. Returns `None` if the text is
/// empty, or if [`word`] would escape the name differently.
pub(crate) fn parse_word(text: &str) -> Option<String> {
    let name = unescape(text)?;
    (!name.is_empty() && word(&name) == text).then_some(name)
}

/// Replaces each escape `\u{..}` by its character, which reverses [`escape`]; `None` if an escape is malformed.
fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_once('}')?;
        let code = u32::from_str_radix(hex, 16).ok();
        plain.push(code.and_then(char::from_u32)?);
        plain.push_str(rest);
    }
    Some(plain)
}
