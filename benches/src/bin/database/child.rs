//! The server's process, as its parent sees it.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{self, Command, Stdio};
use std::time::Duration;

use jwt_router_benches::cpu_time;

use crate::variant::Variant;

/// This program with `--serve`, stopped when it is dropped.
pub(crate) struct Child {
    process: process::Child,
    /// The variants that it serves, each with its port.
    pub(crate) ports: Vec<(Variant, u16)>,
    /// A token that each of them accepts.
    pub(crate) token: String,
}

impl Child {
    /// Starts the server, and waits until it is ready.
    pub(crate) fn start(postgres: &str) -> Self {
        let program = env::current_exe().expect("this program has a path");
        let mut process = Command::new(program)
            .args(["--serve", "--postgres", postgres])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let stdout = process.stdout.take().expect("stdout is piped");
        let mut lines = BufReader::new(stdout)
            .lines()
            .map(|line| line.expect("text"));
        let token = lines.next().expect("the server prints a token first");
        let ports = lines
            .take_while(|line| !line.is_empty())
            .map(|line| {
                let (port, name) = line.split_once(' ').expect("a port and a name");
                (Variant::named(name), port.parse().expect("a port"))
            })
            .collect();
        Self {
            process,
            ports,
            token,
        }
    }

    /// The CPU time that the server has used.
    pub(crate) fn cpu_time(&self) -> Duration {
        cpu_time::of_process(self.process.id())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The server cleans up when its input ends.
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}
