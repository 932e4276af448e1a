//! E-mail addresses.

/// The longest address that a mail can be sent to ([RFC 5321, section 4.5.3.1.3], less `<>`).
///
/// [RFC 5321, section 4.5.3.1.3]: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
const MAXIMUM_LENGTH: usize = 254;

/// The address, trimmed and in lower case, if it looks like one.
///
/// Whether it exists, only a mail to it can tell.
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
