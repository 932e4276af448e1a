use std::{fmt, io, net::SocketAddr, sync::Arc};

use tokio::{net::TcpListener, sync::Notify};

use super::{FakeAccount, FakeGoogle, keys::FakeKey, routes, state::State};
use crate::clock::{Clock, SystemClock};

/// Configures a [`FakeGoogle`]: made by [`FakeGoogle::builder`].
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

    /// The address to listen on; a free port of `127.0.0.1` by default.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }

    /// A redirect URI that is registered; with none, every one is accepted.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// An account that the consent page offers, instead of the examples.
    pub fn account(mut self, account: FakeAccount) -> Self {
        self.accounts.retain(|known| !known.is_example);
        self.accounts.push(account);
        self
    }

    /// Where the time comes from: the same clock as the application's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, or no key can be made.
    pub async fn start(self) -> io::Result<FakeGoogle> {
        let address: SocketAddr = self.address.parse().map_err(io::Error::other)?;
        if !address.ip().is_loopback() {
            return Err(io::Error::other(
                "a fake Google logs in anybody: it listens on this machine only, at `127.0.0.1:<port>`",
            ));
        }
        let listener = TcpListener::bind(address).await?;
        let state = Arc::new(State::new(
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
            // Connections that wait for their next request end too.
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
