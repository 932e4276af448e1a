use std::time::Duration;

use base64_simd::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// An account at a [`FakeGoogle`](super::FakeGoogle).
///
/// # Examples
///
/// ```
/// use jwt_router::testing::FakeAccount;
///
/// // Of Gmail; of the Workspace domain of the address; of an address that is not Google's.
/// let ann = FakeAccount::new("ann@gmail.com");
/// let bob = FakeAccount::new("bob@example.com").hosted_domain("example.com");
/// let eve = FakeAccount::new("eve@outlook.com").subject("108234");
/// # drop((ann, bob, eve));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FakeAccount {
    pub(super) subject: String,
    pub(super) email: String,
    pub(super) hosted_domain: Option<String>,
    pub(super) name: String,
    /// How many seconds ago its user entered a password.
    pub(super) session_age: u64,
    /// The claims `acr` and `amr` of its ID tokens.
    pub(super) level: Option<String>,
    pub(super) factors: Vec<String>,
    pub(super) is_example: bool,
}

impl FakeAccount {
    /// An account of this address, with a number and a name that are made from it.
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

    /// The account's number, which stays while the address changes.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// The Workspace domain that the account is of.
    #[must_use]
    pub fn hosted_domain(mut self, domain: impl Into<String>) -> Self {
        self.hosted_domain = Some(domain.into());
        self
    }

    /// The user's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How long ago its user authenticated, in whole seconds; just now by default.
    ///
    /// ID tokens tell it as `auth_time` where the request asks for that by `claims`. As Google does,
    /// it takes `max_age` for nothing: the user is not asked for anything again.
    #[must_use]
    pub fn session_age(mut self, age: Duration) -> Self {
        self.session_age = age.as_secs();
        self
    }

    /// Sets the authentication level of its logins, the claim `acr`; ID tokens have none by default, as
    /// Google's.
    #[must_use]
    pub fn acr(mut self, level: impl Into<String>) -> Self {
        self.level = Some(level.into());
        self
    }

    /// Sets the authentication methods of its logins, the claim `amr`; ID tokens have none by default, as
    /// Google's.
    #[must_use]
    pub fn factors(mut self, methods: impl IntoIterator<Item: Into<String>>) -> Self {
        self.factors = methods.into_iter().map(Into::into).collect();
        self
    }

    /// An account of whatever address somebody types: what is not Gmail is a Workspace.
    pub(super) fn typed(email: &str) -> Self {
        let account = Self::new(email);
        match email.rsplit_once('@') {
            Some((_, domain)) if domain != "gmail.com" => account.hosted_domain(domain),
            _ => account,
        }
    }

    /// Those that the consent page offers by default.
    pub(super) fn examples() -> Vec<Self> {
        ["ada@gmail.com", "grace@example.com"]
            .map(|email| Self {
                is_example: true,
                ..Self::typed(email)
            })
            .into()
    }
}
