//! What the check of a session adds to one request, for each store and each setting.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin sessions
//! ```
//!
//! The requests are called in this process, on one thread, one after the other. Rows whose server does not answer are
//! left out.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use axum::body::Body;
use http::Request;
use jwt_router::{
    Check, Cookies, MemorySessions, RedisSessions, SessionStore, SqlxSessions, prelude::*,
};
use jwt_router_benches::{cpu_time, options::Options, stats::median, table::Table};
use sqlx::postgres::PgPoolOptions;
use tower::ServiceExt as _;

const SECRET: &str = concat!("q7yR2mXw9tKc4vZp", "8bNd3sGh6jLf1aEu");

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[entity(table = "teams", token_version = Self::version)]
#[derive(Clone)]
struct Member {
    id: i64,
    version: i64,
}

impl Member {
    fn version(&self) -> i64 {
        self.version
    }
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.id.to_string()
}

#[protected(GET, "/me", register = false)]
async fn member(g: G<Member>) -> String {
    g.id.to_string()
}

/// An application, and the header with the token of its caller.
struct Row {
    name: &'static str,
    app: jwt_router::App,
    header: (&'static str, String),
}

fn bearer(token: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {token}"))
}

/// The time of one request, in nanoseconds.
struct Sample {
    wall: f64,
    cpu: f64,
}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder().secret(SECRET)
}

fn users(builder: JwtRoutesBuilder) -> (JwtRoutes, jwt_router::App) {
    let store = MemoryStore::new([User { id: 42 }]);
    let jwt = builder
        .entity::<User>(store)
        .build()
        .expect("it is configured");
    let app = jwt
        .app_with((), routes![me])
        .build()
        .expect("it has one route");
    (jwt, app)
}

fn without_sessions() -> Row {
    let (jwt, app) = users(builder());
    let token = jwt
        .create_token(&User { id: 42 })
        .expect("a token")
        .into_string();
    Row {
        name: "no check",
        app,
        header: bearer(&token),
    }
}

/// A token as long as that with a version, whose further claim nobody reads.
fn with_a_claim() -> Row {
    let (jwt, app) = users(builder());
    let token = jwt.token_of(&User { id: 42 });
    let token = token.claims(&HashMap::from([("other_version", 0)]));
    let token = token.sign().expect("a token").into_string();
    Row {
        name: "no check, a longer token",
        app,
        header: bearer(&token),
    }
}

fn with_version() -> Row {
    let caller = Member { id: 42, version: 0 };
    let store = MemoryStore::new([caller.clone()]);
    let jwt = builder()
        .entity::<Member>(store)
        .build()
        .expect("it is configured");
    let app = jwt
        .app_with((), routes![member])
        .build()
        .expect("it has one route");
    let token = jwt.create_token(&caller).expect("a token").into_string();
    Row {
        name: "token version",
        app,
        header: bearer(&token),
    }
}

async fn with(name: &'static str, check: Check, store: impl SessionStore) -> Row {
    let (jwt, app) = users(builder().sessions(store).check_sessions(check));
    let started = jwt.start_session(&User { id: 42 }).await;
    let pair = started.expect("the store answers");
    Row {
        name,
        app,
        header: bearer(pair.access_token().as_str()),
    }
}

/// The token of the row before in a cookie.
async fn by_cookie() -> Row {
    let sessions = builder().sessions(MemorySessions::new());
    let (jwt, app) = users(sessions.cookies(Cookies::host("session")));
    let started = jwt.start_session(&User { id: 42 }).await;
    let pair = started.expect("the store answers");
    let cookie = format!(
        "theme=dark; __Host-session={}",
        pair.access_token().as_str()
    );
    Row {
        name: "always, memory, by cookie",
        app,
        header: ("cookie", cookie),
    }
}

/// A pool whose tables vanish with its connection.
fn temporary() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(1)
        .after_connect(|connection, _| {
            Box::pin(async move {
                let path = sqlx::query("set search_path to pg_temp");
                path.execute(connection).await.map(drop)
            })
        })
}

/// The rows of two tokens of one length, of which one has a version that is compared.
const NOT_COMPARED: usize = 1;
const COMPARED: usize = 2;

async fn rows(options: &Options) -> Vec<Row> {
    let mut rows = vec![
        without_sessions(),
        with_a_claim(),
        with_version(),
        with("never", Check::Never, MemorySessions::new()).await,
        with("always, memory", Check::Always, MemorySessions::new()).await,
        by_cookie().await,
    ];
    let sqlite = sqlx::SqlitePool::connect("sqlite::memory:")
        .await
        .expect("SQLite");
    let sqlite = SqlxSessions::new(sqlite).migrate().await;
    let sqlite = sqlite.expect("SQLite has its tables");
    // A store in memory is asked in any case.
    let cached = Check::cached("5m");
    rows.push(with("cached, SQLite", cached, sqlite.clone()).await);
    rows.push(with("always, SQLite", Check::Always, sqlite).await);
    let url = options
        .text("--postgres")
        .unwrap_or("postgres://root@127.0.0.1:5432/test");
    if let Ok(postgres) = temporary().connect(url).await {
        let postgres = SqlxSessions::new(postgres).migrate().await;
        let postgres = postgres.expect("PostgreSQL has its tables");
        rows.push(with("always, PostgreSQL", Check::Always, postgres).await);
    }
    let url = options.text("--redis").unwrap_or("redis://127.0.0.1:6379");
    let redis = RedisSessions::open(url)
        .expect("a URL")
        .prefix("jwt-router-bench:");
    let id = jwt_router::SessionId::of_sid("nobody's");
    if redis.state(&id).await.is_ok() {
        rows.push(with("always, Redis", Check::Always, redis).await);
    }
    rows
}

async fn sample(row: &Row, requests: usize) -> Sample {
    let (name, value) = &row.header;
    let (wall, cpu) = (Instant::now(), cpu_time::of_this_thread());
    for _ in 0..requests {
        let request = Request::get("/me").header(*name, value);
        let request = request.body(Body::empty()).expect("a request");
        let answer = row.app.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{}", row.name);
    }
    let each = |time: Duration| time.as_nanos() as f64 / requests as f64;
    Sample {
        wall: each(wall.elapsed()),
        cpu: each(cpu_time::of_this_thread() - cpu),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = Options::from_args(&["--rounds", "--requests", "--postgres", "--redis"], &[]);
    let rounds = options.number("--rounds", 40);
    let requests = options.number("--requests", 500);
    let rows = rows(&options).await;
    let mut samples: Vec<Vec<Sample>> = rows.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (row, samples) in rows.iter().zip(&mut samples) {
            samples.push(sample(row, requests).await);
        }
    }
    let mut table = Table::new(["check", "µs", "added, µs", "added CPU, ns"]);
    for (row, own) in rows.iter().zip(&samples) {
        let pairs = || own.iter().zip(&samples[0]);
        let wall = median(own.iter().map(|sample| sample.wall));
        let added = median(pairs().map(|(own, bare)| own.wall - bare.wall));
        let cpu = median(pairs().map(|(own, bare)| own.cpu - bare.cpu));
        table.row(vec![
            row.name.to_owned(),
            format!("{:.2}", wall / 1000.0),
            format!("{:.2}", added / 1000.0),
            format!("{cpu:.0}"),
        ]);
    }
    println!("{table}");
    let pairs = samples[COMPARED].iter().zip(&samples[NOT_COMPARED]);
    let comparison = median(pairs.map(|(compared, not)| compared.cpu - not.cpu));
    println!("The comparison of a version is {comparison:.0} ns of CPU time.");
    println!(
        "One request after the other, in this process: its whole time, and what the row adds to `no check`. Medians of \
         {rounds} rounds of {requests} requests; CPU time is that of this thread, without the server."
    );
}
