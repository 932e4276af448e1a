//! `cargo run -p two-entities`: needs no set-up, and prints commands to try.

use std::error::Error;

use jwt_router::{JwtRoutes, PolicyTable, Secret};
use tokio::net::TcpListener;
use two_entities::API_NAME;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();

    let mut jwt = JwtRoutes::from_env()?;
    if !jwt.has_secret() {
        // The accounts end with the program, and so do their tokens.
        jwt = jwt.secret(Secret::random()?);
    }
    let app = two_entities::app(two_entities::open_database().await?, jwt)?;

    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse::<u16>())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    introduce(app.policy(), &format!("http://{}", listener.local_addr()?));
    axum::serve(listener, app).await?;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "the printed text is the program's user interface"
)]
fn introduce(policy: &PolicyTable, url: &str) {
    let api = format!("{url}{API_NAME}");
    let curl = r"curl -s -w ' (%{http_code})\n'";
    let json = "-H 'Content-Type: application/json' -d";
    let account = |name| format!(r#"{json} '{{"name":"{name}","password":"correct horse"}}'"#);
    let (ada, emmy) = (account("Ada"), account("Emmy"));
    let token = r#"sed 's/.*"token":"\([^"]*\)".*/\1/'"#;
    let user = r#"-H "Authorization: Bearer $USER_TOKEN""#;
    let teacher = r#"-H "Authorization: Bearer $TEACHER_TOKEN""#;
    println!("The routes and their policies:\n\n{policy}\n");
    println!("Listening on {url}; Ctrl-C stops the program and deletes the accounts.");
    println!("\nIn another terminal, a user and a teacher register:\n");
    println!("USER_TOKEN=$(curl -s {api}/users/register {ada} | {token})");
    println!("TEACHER_TOKEN=$(curl -s {api}/teachers/register {emmy} | {token})");
    println!("\nEach route accepts the tokens of its table, and refuses the others with 403:\n");
    println!("{curl} {api}/teachers/me {teacher}");
    println!("{curl} {api}/teachers/me {user}");
    println!(r#"{curl} {api}/lessons {teacher} {json} '{{"title":"Algebra"}}'"#);
    println!(r#"{curl} {api}/lessons {user} {json} '{{"title":"Mischief"}}'"#);
    println!("\nOne route accepts both:\n");
    println!("{curl} {api}/lessons {user}");
    println!("{curl} {api}/lessons {teacher}");
    println!("\nThe first teacher is an admin, who may list the teachers:\n");
    println!("{curl} {api}/teachers {teacher}");
    println!("\nA log-in gives a new token:\n");
    println!("{curl} {api}/users/login {ada}");
    println!("{curl} {api}/teachers/login {ada}");
    println!("\nThe last one is 401: Ada is a user, and no teacher.");
}
