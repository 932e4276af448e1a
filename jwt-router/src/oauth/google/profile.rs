use std::fmt;

use super::super::{LoginError, LoginErrorKind, id_token::UserClaims};

/// The profile of a user who has just logged in, from Google's verified ID token.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct GoogleProfile {
    /// The account's number (the claim `sub`), which never changes and is never given to another account.
    pub subject: String,
    /// The e-mail address, which Google has verified. It can change, and later belong to another account.
    pub email: String,
    /// The Google Workspace domain of the account, if the account belongs to one.
    pub hosted_domain: Option<String>,
    /// The user's full name.
    pub name: Option<String>,
    /// The URL of the user's picture.
    pub picture: Option<String>,
}

impl GoogleProfile {
    /// Creates a profile from the claims of a verified ID token.
    ///
    /// # Errors
    ///
    /// Returns [`LoginErrorKind::EmailNotVerified`] when Google has not verified the e-mail address.
    pub(super) fn of(claims: UserClaims) -> Result<Self, LoginError> {
        // SECURITY.md, rule 9: exactly `true`, neither `"true"` nor 1.
        let is_verified = claims.email_verified.as_bool() == Some(true);
        let email = claims
            .email
            .filter(|email| is_verified && !email.is_empty());
        let Some(email) = email else {
            return Err(LoginErrorKind::EmailNotVerified.into());
        };
        Ok(Self {
            subject: claims.sub,
            email,
            hosted_domain: claims.hd.filter(|domain| !domain.is_empty()),
            name: claims.name,
            picture: claims.picture,
        })
    }

    /// Returns whether Google itself assigns this e-mail address: it ends in `@gmail.com`, or the account
    /// belongs to a Workspace domain.
    ///
    /// Only such an address identifies the user. For any other address, Google knows only that the user could
    /// once read the mail that was sent there, so a login does not find a user by it.
    #[must_use]
    pub fn has_authoritative_email(&self) -> bool {
        self.hosted_domain.is_some() || is_gmail(&self.email)
    }
}

/// Returns whether an e-mail address ends in `@gmail.com`.
pub(super) fn is_gmail(email: &str) -> bool {
    email
        .rsplit_once('@')
        .is_some_and(|(_, domain)| domain.eq_ignore_ascii_case("gmail.com"))
}

/// Prints no personal data, since `Debug` output goes to logs.
impl fmt::Debug for GoogleProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleProfile(..)")
    }
}
