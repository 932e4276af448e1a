//! Requests to an instance.

use std::{net::SocketAddr, time::Duration};

use axum::body::{Body, to_bytes};
use hyper::{
    Request,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};

/// The time in which a response arrives, also from a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// A client with one connection.
pub(crate) struct Client {
    address: SocketAddr,
    connection: Option<SendRequest<Body>>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// The tokens of a session.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Client {
    /// Creates a client that connects with its first request.
    pub(crate) const fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
        }
    }

    /// Sends the next requests to the instance at this address.
    pub(crate) fn go_to(&mut self, address: SocketAddr) {
        if address != self.address {
            *self = Self::new(address);
        }
    }

    pub(crate) async fn connect(&mut self) -> &mut SendRequest<Body> {
        if self.connection.is_none() {
            let stream = TcpStream::connect(self.address).await.unwrap();
            let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
            tokio::spawn(connection);
            self.connection = Some(sender);
        }
        self.connection.as_mut().unwrap()
    }

    /// Sends a request. An instance that does not answer fails the test.
    pub(crate) async fn send(&mut self, method: &str, path: &str, token: Option<&str>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let connection = self.connect().await;
        let answer = timeout(LIMIT, async {
            connection.ready().await.unwrap();
            let response = connection.send_request(request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(Body::new(response.into_body()), 64 * 1024).await;
            let body = String::from_utf8(body.unwrap().to_vec()).unwrap();
            Answer { status, body }
        });
        answer.await.unwrap()
    }

    /// Starts a session of a user.
    pub(crate) async fn login(&mut self, user: usize) -> Tokens {
        let answer = self.send("POST", &format!("/login/{user}"), None).await;
        answer.tokens()
    }

    /// Returns the status of the response to an access token.
    pub(crate) async fn me(&mut self, access: &str) -> u16 {
        self.send("GET", "/me", Some(access)).await.status
    }

    pub(crate) async fn refresh(&mut self, refresh: &str) -> Answer {
        self.send("POST", "/refresh", Some(refresh)).await
    }

    pub(crate) async fn logout(&mut self, access: &str) {
        assert_eq!(self.send("POST", "/logout", Some(access)).await.status, 204);
    }
}

impl Answer {
    /// Returns the tokens in a response to a login or a refresh.
    #[track_caller]
    pub(crate) fn tokens(&self) -> Tokens {
        assert_eq!(self.status, 200, "{}", self.body);
        let body: Value = serde_json::from_str(&self.body).unwrap();
        let token = |name: &str| body[name].as_str().unwrap().to_owned();
        Tokens {
            access: token("access_token"),
            refresh: token("refresh_token"),
        }
    }
}
