//! `cargo run -p sessions`: needs no set-up. Open the address that it prints.

use std::{
    env,
    error::Error,
    io::{self, IsTerminal as _},
    time::Duration,
};

use jwt_router::{JwtRoutes, PolicyTable, Secret};
use sessions::{Letter, Outbox, Site};
use tokio::{net::TcpListener, sync::mpsc::Receiver};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();

    let mut jwt = JwtRoutes::from_env()?;
    if !jwt.has_secret() {
        // The accounts end with the program, and so do their tokens.
        jwt = jwt.secret(Secret::random()?);
    }
    if let Some(seconds) = number("ACCESS_SECONDS")? {
        jwt = jwt.access_for(Duration::from_secs(seconds));
    }

    let port = number("PORT")?.unwrap_or(3000);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    // Browsers keep `Secure` cookies of `localhost` without HTTPS.
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let (outbox, letters) = Outbox::new();
    let site = Site {
        db: sessions::open_database().await?,
        outbox,
        origin: origin.clone(),
    };
    let app = sessions::app(site, jwt)?;
    introduce(app.policy(), &origin);
    tokio::spawn(print_letters(letters));
    axum::serve(listener, app).await?;
    Ok(())
}

/// Returns an environment variable as a number, and `None` if it is not set.
fn number<N: std::str::FromStr>(name: &str) -> Result<Option<N>, String> {
    let Some(value) = env::var_os(name) else {
        return Ok(None);
    };
    match value.to_str().and_then(|text| text.parse().ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(format!("`{name}` is `{}`: write a number", value.display())),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the printed text is the program's user interface"
)]
fn introduce(policy: &PolicyTable, origin: &str) {
    println!("The routes and their policies:\n\n{policy}\n");
    println!("Ctrl-C stops the program and deletes the accounts. Open {origin}");
}

/// Prints the letters that a real service mails.
#[expect(
    clippy::print_stdout,
    reason = "the printed text is the program's user interface"
)]
async fn print_letters(mut letters: Receiver<Letter>) {
    while let Some(Letter { to, link }) = letters.recv().await {
        println!("\nA letter to {to}: set a new password at\n{link}");
    }
}
