//! A server of sessions that can be killed and started again with its data.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use jwt_router_faults::{self as faults, RunError};
use jwt_router_tests::skip;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::store::Kind;

/// The time after which a server that does not respond is not going to.
const START_LIMIT: Duration = Duration::from_mins(1);

pub(super) enum Server {
    Postgres(faults::Server),
    Redis(Redis),
}

impl Server {
    /// Starts a server in a temporary folder. If its programs are not installed, the test is skipped.
    pub(super) async fn start(kind: Kind) -> Option<Self> {
        let (word, server) = match kind {
            Kind::Postgres => {
                let server = faults::Server::start(faults::Kind::Postgres).await;
                ("faults", server.map(Self::Postgres))
            }
            Kind::Redis => ("redis-server", Redis::start().await.map(Self::Redis)),
        };
        match server {
            Ok(server) => Some(server),
            Err(RunError::NotInstalled(reason)) => {
                skip(word, &reason);
                None
            }
            Err(error) => panic!("{kind:?}: {error}"),
        }
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::Postgres(server) => server.url(),
            Self::Redis(server) => server.url(),
        }
    }

    pub(super) fn kill(&mut self) {
        match self {
            Self::Postgres(server) => server.stop(),
            Self::Redis(server) => server.kill(),
        }
    }

    /// Starts the server again on the same port, and waits until it responds.
    pub(super) async fn resume(&mut self) {
        match self {
            Self::Postgres(server) => server.resume().await.unwrap(),
            Self::Redis(server) => server.resume().await,
        }
    }
}

/// A Redis that writes every change to its file before it responds. It is killed when this is dropped.
pub(super) struct Redis {
    program: PathBuf,
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl Redis {
    async fn start() -> Result<Self, RunError> {
        let mut server = Self {
            program: faults::program("redis-server")?,
            folder: TempDir::with_prefix("jwt-router-instances-")?,
            // It is free, and stays so with luck.
            port: TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
            process: None,
        };
        server.resume().await;
        Ok(server)
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    async fn resume(&mut self) {
        let mut command = Command::new(&self.program);
        command
            .current_dir(self.folder.path())
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args([
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        self.process = Some(command.spawn().unwrap());
        let started = Instant::now();
        // While it reads its file, it responds with an error.
        while let Err(error) = self.ping().await {
            assert!(
                started.elapsed() < START_LIMIT,
                "Redis does not start: {error}"
            );
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn ping(&self) -> Result<(), redis::RedisError> {
        let client = redis::Client::open(self.url())?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        redis::cmd("PING").query_async(&mut connection).await
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.kill());
            drop(process.wait());
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}
