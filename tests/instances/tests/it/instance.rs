//! An instance, as a process.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use jwt_router_tests::SECRET;
use tokio::{task::spawn_blocking, time::timeout};

use crate::{client::Client, store::Store};

/// The time after which an instance that does not listen is not going to.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A running instance. It is killed when this is dropped.
pub(crate) struct Instance {
    pub(crate) address: SocketAddr,
    _process: Process,
}

struct Process(Child);

/// An instance that is to be started. It signs with [`SECRET`], asks the store for every request, and has a replay
/// window of a minute, unless it is told otherwise.
pub(crate) struct InstanceBuilder(Command);

impl Store {
    pub(crate) fn instance(&self) -> InstanceBuilder {
        let mut command = Command::new(env!("CARGO_BIN_EXE_instance"));
        command
            .env_clear()
            .env("INSTANCE_STORE", &self.url)
            .env("INSTANCE_NAMESPACE", &self.namespace)
            .env("INSTANCE_REPLAY_WINDOW", "1m")
            .env("JWT_ROUTER_SECRET", SECRET)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        InstanceBuilder(command)
    }

    /// Starts two instances with the same settings, and returns a client of each.
    pub(crate) async fn two_instances(
        &self,
        with: impl Fn(InstanceBuilder) -> InstanceBuilder,
    ) -> [(Instance, Client); 2] {
        let start = async || {
            let instance = with(self.instance()).start().await;
            let client = instance.client();
            (instance, client)
        };
        [start().await, start().await]
    }
}

impl Instance {
    pub(crate) const fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl InstanceBuilder {
    fn set(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// Keeps an active session in memory for this time: `Check::Cached`.
    pub(crate) fn cached(self, time: &str) -> Self {
        self.set("INSTANCE_CHECK", time)
    }

    pub(crate) fn replay_window(self, time: &str) -> Self {
        self.set("INSTANCE_REPLAY_WINDOW", time)
    }

    pub(crate) fn secret(self, secret: &str) -> Self {
        self.set("JWT_ROUTER_SECRET", secret)
    }

    /// Accepts the tokens of another secret too.
    pub(crate) fn previous_secret(self, secret: &str) -> Self {
        self.set("JWT_ROUTER_PREVIOUS_SECRETS", secret)
    }

    /// Starts the instance, and waits until it listens.
    pub(crate) async fn start(mut self) -> Instance {
        let mut process = Process(self.0.spawn().unwrap());
        let output = process.0.stdout.take().unwrap();
        let address = spawn_blocking(|| {
            let mut line = String::new();
            BufReader::new(output).read_line(&mut line).unwrap();
            line.trim_end().to_owned()
        });
        let address = timeout(START_LIMIT, address).await.unwrap().unwrap();
        let Ok(address) = address.parse() else {
            panic!("an instance does not start: it prints `{address}`");
        };
        Instance {
            address,
            _process: process,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
