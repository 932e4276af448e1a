//! `cargo run -p quickstart`: needs no set-up, and prints commands to try.

use std::{env, error::Error, process::ExitCode};

use jwt_router::{JwtRoutes, PolicyTable, Secret};
use tokio::{net::TcpListener, signal};
use tracing_subscriber::EnvFilter;

const DATABASE: &str = "sqlite:quickstart.db";

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
    let database = variable("DATABASE_URL")?.unwrap_or_else(|| DATABASE.to_owned());
    let db = quickstart::connect(&database).await?;

    let mut jwt = JwtRoutes::from_env()?;
    let has_secret = jwt.has_secret();
    if !has_secret {
        jwt = jwt.secret(Secret::random()?);
    }
    let app = quickstart::app(db.clone(), jwt)?;

    let listener = listen().await?;
    let address = listener.local_addr()?;
    // A database in memory has no path.
    let path = db.connect_options().get_filename().canonicalize();
    let place = path.map_or(database, |path| path.display().to_string());
    introduce(&place, has_secret, app.policy(), &address.to_string());
    axum::serve(listener, app)
        .with_graceful_shutdown(stopped())
        .await?;
    db.close().await;
    Ok(())
}

/// Returns an environment variable, `None` if it is not set, and an error if it is not Unicode.
fn variable(name: &str) -> Result<Option<String>, Box<dyn Error>> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(format!("`{name}` is not Unicode").into()),
    }
}

async fn listen() -> Result<TcpListener, Box<dyn Error>> {
    let port = match variable("PORT")? {
        None => 3000,
        Some(port) => port.parse::<u16>().map_err(|_| {
            format!("`PORT` is `{port}`: write a number up to 65535, or 0 for any free port")
        })?,
    };
    let bound = TcpListener::bind(("127.0.0.1", port)).await;
    Ok(bound.map_err(|error| {
        format!("cannot listen on 127.0.0.1:{port}: {error}; `PORT=0` takes any free port")
    })?)
}

/// Waits until Ctrl-C is pressed.
async fn stopped() {
    if let Err(error) = signal::ctrl_c().await {
        // The server stops now, because Ctrl-C would not stop it later.
        tracing::error!(%error, "the handler of Ctrl-C cannot be installed");
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the printed text is the program's user interface"
)]
fn introduce(database: &str, has_secret: bool, policy: &PolicyTable, address: &str) {
    let secret = if has_secret {
        "the configured one"
    } else {
        "random, so tokens are valid until the program ends (`JWT_ROUTER_SECRET` sets one)"
    };
    println!("Database: {database}");
    println!("Secret:   {secret}");
    println!("\nThe routes and their policies:\n\n{policy}\n");
    println!("Listening on http://{address}; Ctrl-C stops it. In another terminal:\n");
    for line in curl_lines(address) {
        println!("{line}");
    }
    println!("\nIf the account exists already, `register` responds with 409.");
}

/// Returns commands that call each route, for a shell.
fn curl_lines(address: &str) -> Vec<String> {
    let curl = r"curl -s -w ' (%{http_code})\n'";
    let api = format!("http://{address}{}", quickstart::API_NAME);
    let bearer = r#"-H "Authorization: Bearer $TOKEN""#;
    let ada = r#"-H 'Content-Type: application/json' -d '{"email":"ada@example.com","password":"correct horse"}'"#;
    let token = r#"sed 's/.*"token":"\([^"]*\)".*/\1/'"#;
    vec![
        format!("{curl} {api}/register {ada}"),
        format!("TOKEN=$(curl -s {api}/login {ada} | {token})"),
        format!("{curl} {api}/me {bearer}"),
        format!("{curl} {api}/me"),
        format!("{curl} {api}/feed"),
        format!("{curl} {api}/feed {bearer}"),
        format!("{curl} -X POST {api}/token/renew {bearer}"),
        format!("{curl} http://{address}/metrics"),
        format!("{curl} http://{address}/metrics {bearer}"),
    ]
}
