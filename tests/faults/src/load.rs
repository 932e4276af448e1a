//! The load: connections that send one request after the other.

use std::{collections::HashMap, error::Error, net::SocketAddr, sync::Arc};

use axum::body::{Body, to_bytes};
use hyper::{
    Request,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use jwt_router::App;
use tokio::{net::TcpStream, sync::watch, task::JoinSet};

use crate::{
    app::{self, HEALTH, ME},
    judge::{Caller, DELETED, Judge, LEAVER},
};

/// The users in the database, with [`LEAVER`] and [`DELETED`].
pub(crate) const USERS: u64 = 100;

/// The connections that send requests.
pub(crate) struct Load {
    connections: JoinSet<()>,
    stop: watch::Sender<bool>,
}

/// The tokens, by the key of their user.
type Tokens = HashMap<u64, String>;

impl Load {
    /// Starts to send requests to the application.
    pub(crate) async fn start(
        app: &App,
        address: SocketAddr,
        judge: &Arc<Judge>,
        count: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let tokens = (1..=USERS).map(|key| Ok((key, app::token(app, key)?)));
        let tokens: Arc<Tokens> = Arc::new(tokens.collect::<Result<_, Box<dyn Error>>>()?);
        let (stop, stopped) = watch::channel(false);
        let mut connections = JoinSet::new();
        for number in 0..count {
            let stream = TcpStream::connect(address).await?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            let client = Client {
                number,
                sender,
                tokens: Arc::clone(&tokens),
                judge: Arc::clone(judge),
            };
            connections.spawn(client.run(stopped.clone()));
        }
        Ok(Self { connections, stop })
    }

    /// Waits for the responses of the requests that were sent, and stops.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        self.connections.join_all().await;
    }
}

/// One connection.
struct Client {
    number: u64,
    sender: SendRequest<Body>,
    tokens: Arc<Tokens>,
    judge: Arc<Judge>,
}

impl Client {
    async fn run(mut self, stopped: watch::Receiver<bool>) {
        let mut turn = self.number;
        while !*stopped.borrow() {
            let caller = caller(turn);
            let begun = self.judge.begin(caller);
            let response = self.send(caller).await;
            let is_broken = response.is_err();
            self.judge
                .end(begun, response.map_err(|error| error.to_string()));
            if is_broken {
                return;
            }
            turn += 1;
        }
    }

    async fn send(
        &mut self,
        caller: Caller,
    ) -> Result<(u16, String), Box<dyn Error + Send + Sync>> {
        let (path, key) = match caller {
            Caller::User(key) => (ME, Some(key)),
            Caller::Leaver => (ME, Some(LEAVER)),
            Caller::Deleted => (ME, Some(DELETED)),
            Caller::Anonymous => (HEALTH, None),
        };
        let mut request = Request::get(path).header(header::HOST, "localhost");
        if let Some(token) = key.and_then(|key| self.tokens.get(&key)) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.sender.ready().await?;
        let response = self
            .sender
            .send_request(request.body(Body::empty())?)
            .await?;
        let status = response.status().as_u16();
        let body = to_bytes(Body::new(response.into_body()), 64 * 1024).await?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// Who sends the request with this number: five of eight are users.
fn caller(turn: u64) -> Caller {
    match turn % 8 {
        1 => Caller::Leaver,
        3 => Caller::Deleted,
        5 => Caller::Anonymous,
        // The keys from 3 on.
        _ => Caller::User(3 + turn % (USERS - 2)),
    }
}
