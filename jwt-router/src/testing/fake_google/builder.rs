use std::{fmt, io, net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, sync::Notify};

use super::{FakeAccount, FakeGoogle, keys::FakeKey, routes, state::FakeState};
use crate::clock::{Clock, SystemClock};

/// Configures and starts a [`FakeGoogle`], a server for tests of logins. [`FakeGoogle::builder`] returns this
/// builder.
///
/// # Examples
///
/// ```
/// use jwt_router::testing::{FakeAccount, FakeGoogle, FixedClock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let fake = FakeGoogle::builder()
///     .address("127.0.0.1:0")
///     .redirect_uri("http://localhost/login")
///     .account(FakeAccount::new("ann@gmail.com"))
///     .clock(FixedClock::at_unix(1_700_000_000))
///     .start()
///     .await?;
/// assert!(fake.url().starts_with("http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
#[must_use = "it does nothing until it is started"]
pub struct FakeGoogleBuilder {
    address: String,
    redirect_uris: Vec<String>,
    accounts: Vec<FakeAccount>,
    clock: Box<dyn Clock>,
}

impl FakeGoogleBuilder {
    pub(super) fn new() -> Self {
        Self {
            address: "127.0.0.1:0".to_owned(),
            redirect_uris: Vec::new(),
            accounts: FakeAccount::examples(),
            clock: Box::new(SystemClock),
        }
    }

    /// Sets the loopback address on which the server listens; a free port of `127.0.0.1` by default.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }

    /// Registers a redirect URI, as in Google's console. If none is registered, the server accepts every
    /// redirect URI.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// Adds an account to the choice on the consent page. The first call replaces the default accounts.
    pub fn account(mut self, account: FakeAccount) -> Self {
        self.accounts.retain(|known| !known.is_example);
        self.accounts.push(account);
        self
    }

    /// Sets the clock of the server, which should be the clock of the application under test; the system's clock
    /// by default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    ///
    /// Returns an error if the address is not a free loopback address, or if no signing key can be generated.
    pub async fn start(self) -> io::Result<FakeGoogle> {
        let address: SocketAddr = self.address.parse().map_err(io::Error::other)?;
        if !address.ip().is_loopback() {
            return Err(io::Error::other(
                "a fake Google logs in anybody: it listens on this machine only, at `127.0.0.1:<port>`",
            ));
        }
        let listener = TcpListener::bind(address).await?;
        let state = Arc::new(FakeState::new(
            format!("http://{}", listener.local_addr()?),
            self.redirect_uris,
            self.accounts,
            self.clock,
            FakeKey::of_process()?,
        ));
        let router = routes::router(&state);
        let stopping = Arc::new(Notify::new());
        let stopped = Arc::clone(&stopping);
        let server = axum::serve(listener, router)
            // A graceful shutdown also ends idle connections, so that clients do not reuse them after `stop`.
            .with_graceful_shutdown(async move { stopped.notified().await });
        let server = tokio::spawn(async move { drop(server.await) });
        Ok(FakeGoogle {
            state,
            server,
            stopping,
        })
    }
}

impl fmt::Debug for FakeGoogleBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeGoogleBuilder")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
