//! What this program is registered as at Google.

use std::env;

#[cfg(feature = "fake-google")]
use jwt_router::testing::FakeGoogle;
use jwt_router::{Google, GoogleBuilder};
use serde::Serialize;

/// How users sign in.
#[derive(Debug)]
pub struct SignIn {
    pub(crate) google: GoogleBuilder,
    pub(crate) settings: PageSettings,
}

/// What the page has to know of it: nothing that is secret.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageSettings {
    client_id: String,
    redirect_uri: String,
    /// The consent page of the fake Google, if that is to be used.
    fake_google: Option<String>,
}

impl SignIn {
    /// At Google, as `GOOGLE_CLIENT_ID`, `GOOGLE_CLIENT_SECRET` and `GOOGLE_REDIRECT_URI` say.
    ///
    /// # Errors
    ///
    /// When one of the variables is missing.
    pub fn from_env() -> Result<Self, String> {
        let client_id = variable("GOOGLE_CLIENT_ID")?;
        let client_secret = variable("GOOGLE_CLIENT_SECRET")?;
        let redirect_uri = variable("GOOGLE_REDIRECT_URI")?;
        Ok(Self::new(client_id, client_secret, redirect_uri))
    }

    /// At a fake Google, which runs on this machine.
    #[cfg(feature = "fake-google")]
    #[must_use]
    pub fn with_fake(fake: &FakeGoogle, redirect_uri: String) -> Self {
        let (client_id, client_secret) = (FakeGoogle::CLIENT_ID, FakeGoogle::CLIENT_SECRET);
        let mut sign_in = Self::new(client_id.into(), client_secret.into(), redirect_uri);
        sign_in.google = fake.configure(sign_in.google);
        sign_in.settings.fake_google = Some(format!("{}/o/oauth2/v2/auth", fake.url()));
        sign_in
    }

    fn new(client_id: String, client_secret: String, redirect_uri: String) -> Self {
        let google =
            Google::builder(client_id.clone(), client_secret).redirect_uri(redirect_uri.clone());
        let settings = PageSettings {
            client_id,
            redirect_uri,
            fake_google: None,
        };
        Self { google, settings }
    }

    /// The page's address as the browser has to open it: a sign-in ends where it began.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.settings.redirect_uri
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| {
        format!("`{name}` is missing: the README says where to get it; `--fake-google` needs none")
    })
}
