//! What an entity from a database adds to one request: a server in a process of its own, over loopback.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin database
//! ```

mod child;
mod client;
mod report;
mod rounds;
mod server;
mod variant;

use jwt_router_benches::options::Options;

use crate::child::Child;

/// The default of `--postgres`.
const POSTGRES: &str = "postgres://root@127.0.0.1:5432/test";

fn main() {
    let options = Options::from_args(
        &[
            "--rounds",
            "--requests",
            "--connections",
            "--postgres",
            "--only",
        ],
        &["--serve"],
    );
    let postgres = options.text("--postgres").unwrap_or(POSTGRES);
    if options.is_set("--serve") {
        return server::serve(postgres);
    }
    let rounds = options.number("--rounds", 60);
    let requests = options.number("--requests", 1_000);
    let connections = options.number("--connections", 16);

    let server = Child::start(postgres);
    let clients = client::connect(&server, connections, options.text("--only"));
    let samples = rounds::run(&server, clients, rounds, requests);
    println!("{}", report::table(&samples));
    println!(
        "CPU time of the server process, user and system. Medians of {rounds} rounds of {requests} requests on \
         {connections} connections; a ratio is the median of the ratios of one round."
    );
    println!("{}", report::verdict(&samples));
}
