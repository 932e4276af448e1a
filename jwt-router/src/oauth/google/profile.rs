use std::fmt;

use super::super::{LoginError, LoginErrorKind, id_token::UserClaims};

/// What Google says of a user who has just logged in: verified, and none of it the client's word.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct GoogleProfile {
    /// The account's number, which never changes and is never given to another account.
    pub subject: String,
    /// The e-mail address, which Google has verified; it can change, and pass on to somebody else.
    pub email: String,
    /// The Google Workspace domain of the account, if it is of one.
    pub hosted_domain: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The address of a picture.
    pub picture: Option<String>,
}

impl GoogleProfile {
    /// Takes the profile out of a verified ID token.
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

    /// Whether Google itself hands out this address, so that nobody else can have an account of it:
    /// it ends in `@gmail.com`, or belongs to a Workspace domain.
    ///
    /// Of any other address Google only knows that the user could once read its mail. A user is
    /// found by it only where the provider is [`linked`](crate::GoogleBuilder::linked).
    #[must_use]
    pub fn has_authoritative_email(&self) -> bool {
        self.hosted_domain.is_some() || is_gmail(&self.email)
    }
}

/// Whether an address is one of Gmail's.
pub(super) fn is_gmail(email: &str) -> bool {
    email
        .rsplit_once('@')
        .is_some_and(|(_, domain)| domain.eq_ignore_ascii_case("gmail.com"))
}

/// Who it is stays out of logs.
impl fmt::Debug for GoogleProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleProfile(..)")
    }
}
