//! `cargo run -p realworld`: with PostgreSQL where `DATABASE_URL` says so, else with a SQLite file.

use std::{env, error::Error, process::ExitCode};

use jwt_router::{JwtRoutes, Secret};
use realworld::Db;
use tokio::{net::TcpListener, signal};
use tracing_subscriber::EnvFilter;

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
    let url = variable("DATABASE_URL")?.unwrap_or_else(|| "sqlite:realworld.db".to_owned());
    let db = Db::connect(&url).await?;

    let mut jwt = JwtRoutes::from_env()?;
    if !jwt.has_secret() {
        tracing::warn!("`JWT_ROUTER_SECRET` is not set: tokens are valid until this program ends");
        jwt = jwt.secret(Secret::random()?);
    }
    let app = realworld::app(db.clone(), jwt)?;

    let listener = listen().await?;
    introduce(&app, &listener)?;
    axum::serve(listener, app)
        .with_graceful_shutdown(stopped())
        .await?;
    db.close().await;
    Ok(())
}

/// Returns an environment variable that may be absent, but not unreadable.
fn variable(name: &str) -> Result<Option<String>, Box<dyn Error>> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(format!("`{name}` is not Unicode").into()),
    }
}

/// Listens on `HOST` and `PORT`, by default on this machine's port 3000 only.
async fn listen() -> Result<TcpListener, Box<dyn Error>> {
    let host = variable("HOST")?.unwrap_or_else(|| "127.0.0.1".to_owned());
    let port = variable("PORT")?.unwrap_or_else(|| "3000".to_owned());
    let port: u16 = port.parse().map_err(|_| {
        format!("`PORT` is `{port}`: write a number up to 65535, or 0 for any free port")
    })?;
    let bound = TcpListener::bind((host.as_str(), port)).await;
    Ok(bound.map_err(|error| format!("cannot listen on {host}:{port}: {error}"))?)
}

#[expect(
    clippy::print_stdout,
    reason = "the routes are for the user at the terminal"
)]
fn introduce(app: &jwt_router::App, listener: &TcpListener) -> Result<(), Box<dyn Error>> {
    println!("{}\n", app.policy());
    println!(
        "Listening on http://{}; Ctrl-C stops it.",
        listener.local_addr()?
    );
    Ok(())
}

/// Returns when Ctrl-C is pressed.
async fn stopped() {
    if let Err(error) = signal::ctrl_c().await {
        tracing::error!(%error, "cannot wait for Ctrl-C: the program stops now");
    }
}
