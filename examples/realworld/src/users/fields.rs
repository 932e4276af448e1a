//! The fields of a user, checked alike when a user registers and when it changes.

use crate::mistakes::{Member, Mistakes};

/// The longest address that a mail can be sent to ([RFC 5321, section 4.5.3.1.3], less `<>`).
///
/// [RFC 5321, section 4.5.3.1.3]: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
const LONGEST_EMAIL: usize = 254;
const LONGEST_USERNAME: usize = 64;
const SHORTEST_PASSWORD: usize = 8;
const LONGEST_PASSWORD: usize = 256;

pub(super) fn username(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    let username = mistakes.text("username", value)?.trim().to_owned();
    if username.chars().count() > LONGEST_USERNAME {
        mistakes.add(
            "username",
            format!("is too long (maximum is {LONGEST_USERNAME} characters)"),
        );
        return None;
    }
    Some(username)
}

/// Returns the address in lower case, since a person does not tell addresses apart by case.
pub(super) fn email(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    let email = mistakes.text("email", value)?.trim().to_lowercase();
    let is_address = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    if !is_address || email.len() > LONGEST_EMAIL || email.contains(char::is_whitespace) {
        mistakes.add("email", "is not an e-mail address");
        return None;
    }
    Some(email)
}

pub(super) fn password(value: Member<String>, mistakes: &mut Mistakes) -> Option<String> {
    let password = mistakes.text("password", value)?;
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        mistakes.add(
            "password",
            format!("is too short (minimum is {SHORTEST_PASSWORD} characters)"),
        );
    } else if length > LONGEST_PASSWORD {
        mistakes.add(
            "password",
            format!("is too long (maximum is {LONGEST_PASSWORD} characters)"),
        );
    } else {
        return Some(password);
    }
    None
}
