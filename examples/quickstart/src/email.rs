//! E-mail addresses.

/// The maximum length of an address: a path ([RFC 5321, section 4.5.3.1.3]) without `<` and `>`.
///
/// [RFC 5321, section 4.5.3.1.3]: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
const MAXIMUM_LENGTH: usize = 254;

/// Returns the address, trimmed and in lower case, or `None` if the text is not an address.
///
/// An address may be well-formed and not exist. Only an e-mail to it can show that.
pub(crate) fn parse(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (local, domain) = email.split_once('@')?;
    let is_address = !local.is_empty()
        && !domain.is_empty()
        && !domain.contains('@')
        && email.len() <= MAXIMUM_LENGTH
        && !email.contains(|c: char| c.is_whitespace() || c.is_control());
    is_address.then_some(email)
}
