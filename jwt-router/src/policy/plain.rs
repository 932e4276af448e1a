//! Escapes texts for a line of the lock file, so that no name can imitate another column or line.

/// Escapes a name, so that it is one word of a line.
pub(crate) fn word(text: &str) -> String {
    escape(text, is_in_word)
}

/// Returns whether a name may contain this character unescaped.
pub(crate) fn is_in_word(char: char) -> bool {
    is_graphic(char) && !matches!(char, ',' | '?' | '=')
}

/// Returns whether this character is visible as itself: no space, no control character, and no character that
/// changes the direction of the text.
pub(crate) fn is_graphic(char: char) -> bool {
    matches!(char, '"' | '\'') || (char != ' ' && char.escape_debug().count() == 1)
}

/// Writes each character that is not plain as `\u{..}`.
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

/// Returns the name from which [`word`] makes this text; `None` if there is no such name.
pub(crate) fn parse_word(text: &str) -> Option<String> {
    let name = unescape(text)?;
    (!name.is_empty() && word(&name) == text).then_some(name)
}

/// Reverses [`escape`]; `None` for a malformed escape.
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
