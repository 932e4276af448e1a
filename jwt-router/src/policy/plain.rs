//! Texts as they stand in a line of the policy: none looks like another column or line.

/// A name as one word of a line.
pub(crate) fn word(text: &str) -> String {
    escape(text, is_in_word)
}

/// What needs no escape in a name.
pub(crate) fn is_in_word(char: char) -> bool {
    is_graphic(char) && !matches!(char, ',' | '?' | '=')
}

/// What is seen as itself: no space, no control character, none that turns the text around.
pub(crate) fn is_graphic(char: char) -> bool {
    matches!(char, '"' | '\'') || (char != ' ' && char.escape_debug().count() == 1)
}

/// Writes what is not plain as `\u{..}`.
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

/// Returns the name that [`word`] wrote so; `None` for a text that it writes otherwise.
pub(crate) fn parse_word(text: &str) -> Option<String> {
    let name = unescape(text)?;
    (!name.is_empty() && word(&name) == text).then_some(name)
}

/// Returns the text that was escaped.
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
