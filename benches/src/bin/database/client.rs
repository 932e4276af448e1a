//! The client: connections that stay open, one request in flight on each.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::child::Child;
use crate::variant::Variant;

/// The path of every server's route.
pub(crate) const PATH: &str = "/me";

/// The connections to one server.
pub(crate) struct Client {
    pub(crate) variant: Variant,
    runtime: Runtime,
    connections: Vec<Connection>,
}

struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    /// The length of each response, of the whole of it.
    response: usize,
}

/// Connects to each variant of the server, or only to those whose name contains `only`.
pub(crate) fn connect(server: &Child, connections: usize, only: Option<&str>) -> Vec<Client> {
    let ports = server.ports.iter();
    ports
        .filter(|(variant, _)| only.is_none_or(|only| variant.name().contains(only)))
        .map(|(variant, port)| Client::connect(*variant, *port, &server.token, connections))
        .collect()
}

impl Client {
    fn connect(variant: Variant, port: u16, token: &str, connections: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_io().build();
        let runtime = runtime.expect("a runtime starts");
        let connections = (0..connections)
            .map(|_| runtime.block_on(Connection::open(port, token, variant.name())))
            .collect();
        Self {
            variant,
            runtime,
            connections,
        }
    }

    /// Sends about `requests`, the same number on each connection, and returns how many it sent.
    pub(crate) fn batch(&mut self, requests: usize) -> usize {
        let each = requests.div_ceil(self.connections.len());
        let mut tasks = JoinSet::new();
        let handle = self.runtime.handle();
        for mut connection in self.connections.drain(..) {
            let task = async move {
                connection.exchange(each).await;
                connection
            };
            tasks.spawn_on(task, handle);
        }
        self.connections = self.runtime.block_on(tasks.join_all());
        each * self.connections.len()
    }
}

impl Connection {
    /// Connects, and learns the length of a response from the first one.
    async fn open(port: u16, token: &str, name: &str) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("an open connection");
        let request = format!(
            "GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("an open connection");
        let mut response = Vec::new();
        while !response.ends_with(b"}") {
            let read = stream
                .read_buf(&mut response)
                .await
                .expect("an open connection");
            assert_ne!(
                read,
                0,
                "{name} closes: {}",
                String::from_utf8_lossy(&response)
            );
        }
        let text = String::from_utf8_lossy(&response);
        assert!(text.starts_with("HTTP/1.1 200 "), "{name}: {text}");
        assert!(
            text.ends_with(r#""email":"ada@example.com"}"#),
            "{name}: {text}"
        );
        Self {
            stream,
            request: request.into_bytes(),
            response: response.len(),
        }
    }

    async fn exchange(&mut self, requests: usize) {
        let mut response = vec![0; self.response];
        for _ in 0..requests {
            self.stream
                .write_all(&self.request)
                .await
                .expect("an open connection");
            self.stream
                .read_exact(&mut response)
                .await
                .expect("a whole response");
            assert!(response.starts_with(b"HTTP/1.1 200 "), "a refused request");
        }
    }
}
