//! `cargo run -p google-react -- --fake-google`: the README has the commands that build the page first.

mod arguments;
mod fake_google;

use std::{env, error::Error, path::Path, process::ExitCode};

use google_react::{PAGE, SignIn};
use jwt_router::{JwtRoutes, Secret};
use tokio::{net::TcpListener, signal};
use tracing_subscriber::EnvFilter;

use crate::arguments::Arguments;

/// The folder to which `npm run build` writes the page.
const BUILT_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/dist");

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse(env::args().skip(1))?;
    let built_page = Path::new(BUILT_PAGE);
    if !built_page.join("index.html").is_file() {
        return Err(format!("{BUILT_PAGE} has no page: run `npm ci && npm run build`").into());
    }
    let mut jwt = JwtRoutes::from_env()?;
    if !jwt.has_secret() {
        // The tokens are valid until the program ends.
        jwt = jwt.secret(Secret::random()?);
    }
    let db = google_react::open_database().await?;
    for (email, name) in &arguments.users {
        google_react::add_user(&db, email, name).await?;
    }

    let listener = listen(port()?).await?;
    let address = listener.local_addr()?;
    let sign_in = if arguments.has_fake_google {
        fake_google::sign_in(&db, format!("http://{address}{PAGE}/")).await?
    } else {
        SignIn::from_env()?
    };
    let page = sign_in.page().to_owned();
    let app = google_react::app(db, jwt, sign_in, built_page)?;
    introduce(&address.to_string(), &page);
    axum::serve(listener, app)
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

fn port() -> Result<u16, String> {
    let Some(port) = env::var_os("PORT") else {
        return Ok(3000);
    };
    let number = port.to_str().and_then(|port| port.parse().ok());
    number.ok_or_else(|| format!("`PORT` is `{}`: write a number up to 65535", port.display()))
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let bound = TcpListener::bind(("127.0.0.1", port)).await;
    bound.map_err(|error| {
        format!("cannot listen on port {port}: {error}; `PORT=0` takes any free port")
    })
}

#[expect(
    clippy::print_stdout,
    reason = "the printed text is the program's user interface"
)]
fn introduce(address: &str, page: &str) {
    println!("Listening on http://{address}; Ctrl-C stops it.");
    println!("Open {page}");
}

/// Waits until Ctrl-C is pressed.
async fn stopped() {
    if let Err(error) = signal::ctrl_c().await {
        // The server stops now, because Ctrl-C would not stop it later.
        tracing::error!(%error, "the handler of Ctrl-C cannot be installed");
    }
}
