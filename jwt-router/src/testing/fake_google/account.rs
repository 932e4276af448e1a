use std::time::Duration;

use base64_simd::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A user's account at a [`FakeGoogle`](super::FakeGoogle), for tests of logins.
///
/// # Examples
///
/// ```
/// use jwt_router::testing::FakeAccount;
///
/// use std::time::Duration;
///
/// let gmail = FakeAccount::new("ann@gmail.com").name("Ann");
/// let workspace = FakeAccount::new("bob@example.com").hosted_domain("example.com");
/// let other = FakeAccount::new("eve@outlook.com").subject("108234");
/// // The user authenticated an hour ago. ID tokens contain the level (`acr`) and the methods (`amr`).
/// let strong = FakeAccount::new("joe@gmail.com")
///     .session_age(Duration::from_secs(3600))
///     .acr("aal2")
///     .factors(["pwd", "otp"]);
/// # drop((gmail, workspace, other, strong));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FakeAccount {
    pub(super) subject: String,
    pub(super) email: String,
    pub(super) hosted_domain: Option<String>,
    pub(super) name: String,
    /// The time since the user last authenticated at the provider, in seconds.
    pub(super) session_age: u64,
    /// The authentication level, which the account's ID tokens contain as the claim `acr`; `None` if they do not
    /// contain the claim.
    pub(super) level: Option<String>,
    /// The authentication methods, which the account's ID tokens contain as the claim `amr`; empty if they do not
    /// contain the claim.
    pub(super) factors: Vec<String>,
    pub(super) is_example: bool,
}

impl FakeAccount {
    /// Returns an account with this e-mail address. The account number (the claim `sub`) and the user's name are
    /// derived from the address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        let email = email.into();
        let mut subject = URL_SAFE_NO_PAD.encode_to_string(Sha256::digest(email.as_bytes()));
        subject.truncate(21);
        let name = email.split('@').next().unwrap_or_default().to_owned();
        Self {
            subject,
            email,
            hosted_domain: None,
            name,
            session_age: 0,
            level: None,
            factors: Vec::new(),
            is_example: false,
        }
    }

    /// Sets the account number, which is the claim `sub` of ID tokens. Unlike the e-mail address, the number of an
    /// account never changes.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Sets the Google Workspace domain to which the account belongs, the claim `hd`.
    #[must_use]
    pub fn hosted_domain(mut self, domain: impl Into<String>) -> Self {
        self.hosted_domain = Some(domain.into());
        self
    }

    /// Sets the user's name, the claim `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the time since the user last authenticated at the provider, in whole seconds; 0 by default.
    ///
    /// ID tokens contain the time of that authentication as the claim `auth_time`, if the authorization request
    /// names this claim in its parameter `claims`. The request's parameter `max_age` has no effect, as at Google:
    /// the user does not authenticate again.
    #[must_use]
    pub fn session_age(mut self, age: Duration) -> Self {
        self.session_age = age.as_secs();
        self
    }

    /// Sets the authentication level of the account's logins, the claim `acr` of ID tokens. By default, ID tokens
    /// do not contain this claim, as at Google.
    #[must_use]
    pub fn acr(mut self, level: impl Into<String>) -> Self {
        self.level = Some(level.into());
        self
    }

    /// Sets the authentication methods of the account's logins, the claim `amr` of ID tokens. By default, ID
    /// tokens do not contain this claim, as at Google.
    #[must_use]
    pub fn factors(mut self, methods: impl IntoIterator<Item: Into<String>>) -> Self {
        self.factors = methods.into_iter().map(Into::into).collect();
        self
    }

    /// Returns a new account for an e-mail address that belongs to no configured account, for example because a
    /// user typed it on the consent page. A domain other than `gmail.com` becomes the account's Workspace domain.
    pub(super) fn typed(email: &str) -> Self {
        let account = Self::new(email);
        match email.rsplit_once('@') {
            Some((_, domain)) if domain != "gmail.com" => account.hosted_domain(domain),
            _ => account,
        }
    }

    /// Returns the example accounts, which a fake Google has if the test configures no account.
    pub(super) fn examples() -> Vec<Self> {
        ["ada@gmail.com", "grace@example.com"]
            .map(|email| Self {
                is_example: true,
                ..Self::typed(email)
            })
            .into()
    }
}
