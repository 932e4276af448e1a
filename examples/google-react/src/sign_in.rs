//! The settings of this program's client at Google.

use std::env;

#[cfg(feature = "fake-google")]
use jwt_router::testing::FakeGoogle;
use jwt_router::{Google, GoogleBuilder};
use serde::Serialize;

/// Where users sign in: at Google, or at a fake one.
#[derive(Debug)]
pub struct SignIn {
    pub(crate) google: GoogleBuilder,
    pub(crate) settings: PageSettings,
}

/// The settings that the page needs. They are public, so none of them is secret.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageSettings {
    client_id: String,
    redirect_uri: String,
    /// The URL of the fake Google's consent page, if users sign in there.
    fake_google: Option<String>,
}

impl SignIn {
    /// Signs in at Google, with the client of `GOOGLE_CLIENT_ID`, `GOOGLE_CLIENT_SECRET` and `GOOGLE_REDIRECT_URI`.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the variables is missing.
    pub fn from_env() -> Result<Self, String> {
        let client_id = variable("GOOGLE_CLIENT_ID")?;
        let client_secret = variable("GOOGLE_CLIENT_SECRET")?;
        let redirect_uri = variable("GOOGLE_REDIRECT_URI")?;
        Ok(Self::new(client_id, client_secret, redirect_uri))
    }

    /// Signs in at a fake Google, which runs on this machine.
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

    /// Returns the URL at which to open the page. Google sends the browser back to it.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.settings.redirect_uri
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| {
        format!("`{name}` is not set: the README explains how to get it; `--fake-google` does not need it")
    })
}
