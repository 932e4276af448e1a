//! Checks the configured names of issuers.

use http::Uri;

/// Returns what is wrong with the name of an issuer, as a part of an error message; `None` when the name can be
/// the `iss` of a token.
///
/// A valid name is a URI ([RFC 7519, section 2]), or a name in the characters of a URI's host ([RFC 3986,
/// section 3.2.2]), with or without a port. A token's `iss` is compared character by character, so a name with
/// a space or an invisible character would match no token.
///
/// [RFC 7519, section 2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
/// [RFC 3986, section 3.2.2]: https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2
pub(crate) fn issuer_name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("it is empty: write exactly the `iss` of its tokens");
    }
    if name.chars().any(char::is_whitespace) {
        return Some("it has white space");
    }
    if name.contains('\\') {
        return Some("it has a backslash: write `/`");
    }
    // RFC 3986, section 2.
    let is_of_uri = |byte: u8| byte.is_ascii_graphic() && !b"\"<>^`{|}".contains(&byte);
    if !name.bytes().all(is_of_uri) {
        return Some(
            "it has a character that no URL has: write the letters of ASCII, and a host as its `xn--` name",
        );
    }
    let is_uri = match name.split_once("://") {
        // RFC 3986, section 3.1.
        Some((scheme, _)) => {
            let is_of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
            let uri: Option<Uri> = name.parse().ok();
            scheme.bytes().all(is_of_scheme)
                && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && uri.is_some_and(|uri| uri.host().is_some_and(|host| !host.is_empty()))
        }
        None => !name.starts_with(':') && !name.ends_with(':'),
    };
    (!is_uri).then_some("it is not a URL, such as `https://login.example.com`")
}

#[cfg(test)]
mod tests;
