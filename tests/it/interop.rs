//! Tokens go both ways between this crate and flask-jwt-router 0.2.1, the package of PyPI.
//!
//! The first test installs the package into `interop-venv` of the target folder, where it stays
//! until `interop/requirements.txt` changes. Without Python or PyPI the tests are skipped, unless
//! `JWT_ROUTER_TESTS_REQUIRE` says `python`.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use axum::{
    Json,
    body::{Body, to_bytes},
    http::{Request, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jwt_router::{
    App, Builder, Clock, NumericDate, SystemClock, prelude::*, routes, testing::FixedClock,
};
use serde_json::{Value, json};
use tower::ServiceExt;

const SECRET: &str = "m5Xc0Zq2mSNNV8GmDlfYx9V9n0ucVQ0bWkXo1yIYp3k=";
const OTHER_SECRET: &str = "Qm4tP0v8yZr1uJx7KcW2aE9sHfD6gLbN3oTiV5kXwYA=";
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

#[entity(table = "users", key = "user_id")]
#[derive(Clone)]
struct User {
    user_id: i64,
    name: &'static str,
}

const ADA: User = User {
    user_id: 1,
    name: "ada",
};
const GRACE: User = User {
    user_id: 2,
    name: "grace",
};

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> &'static str {
    g.users().name
}

#[protected(POST, "/renew", register = false)]
async fn renew(jwt: JwtRoutes, g: G<User>) -> Json<Option<Token>> {
    Json(jwt.update_token(&g).ok())
}

#[test]
fn a_token_of_flask_is_accepted_here_and_loads_the_same_user() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    for user in [ADA, GRACE] {
        let token = flask.login(json!({ "id": user.user_id }));
        check(&here, &flask, &token, "of flask", user.name, user.name);
        check_renewed(&here, &flask, &here.renew(&token), user.name);
    }
}

#[test]
fn a_token_of_flask_has_the_claims_that_the_guide_lists_and_no_others() {
    let Some(flask) = Flask::start() else { return };
    let earliest = after_days(30);
    let token = flask.login(json!({ "id": 1 }));
    let latest = after_days(30);

    assert_eq!(text_of(&token, 0), HEADER);
    let payload = text_of(&token, 1);
    let claims: Value = serde_json::from_str(&payload).expect("claims are JSON");
    let expires = claims["exp"].as_i64().expect("`exp` is a number");
    assert_eq!(
        payload,
        format!(r#"{{"table_name":"users","user_id":1,"exp":{expires}}}"#)
    );
    assert!((earliest..=latest).contains(&expires), "{payload}");
}

#[test]
fn a_token_of_ours_is_accepted_by_flask_and_loads_the_same_user() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    for user in [ADA, GRACE] {
        let token = here.mint(&user);
        assert_eq!(text_of(&token, 0), HEADER);
        check(&here, &flask, &token, "of ours", user.name, user.name);
        check_renewed(&here, &flask, &here.renew(&token), user.name);
        check_renewed(&here, &flask, &flask.renew(&token), user.name);
    }
    let extra = json!({ "device": "phone", "roles": ["admin"], "nested": { "a": null } });
    let token = here.jwt.token::<User>(&1).claims(&extra).sign();
    let token = token.expect("minted").into_string();
    check(&here, &flask, &token, "with extra claims", "ada", "ada");
    check_renewed(&here, &flask, &here.renew(&token), "ada");
}

#[test]
fn an_issuer_is_no_obstacle_to_flask_and_an_audience_is() {
    let Some(flask) = Flask::start() else { return };
    let issuer = Here::with(builder(SECRET).issuer("https://example.org"));
    let token = issuer.mint(&ADA);
    check(&issuer, &flask, &token, "with an issuer", "ada", "ada");
    let audience = Here::with(builder(SECRET).audience("api"));
    let token = audience.mint(&ADA);
    check(&audience, &flask, &token, "with an audience", "ada", "401");

    let token = flask.login(json!({ "id": 1 }));
    check(&issuer, &flask, &token, "without an issuer", "401", "ada");
    check(&audience, &flask, &token, "for nobody", "401", "ada");
}

#[test]
fn a_key_ring_reads_flask_under_the_previous_secret_and_flask_reads_it_under_the_signing_one() {
    let Some(flask) = Flask::start() else { return };
    let theirs = flask.login(json!({ "id": 1 }));

    let before = Here::with(builder(SECRET).previous_secret(OTHER_SECRET));
    let ours = before.mint(&ADA);
    assert!(text_of(&ours, 0).contains(r#""kid":"#));
    check(&before, &flask, &ours, "that names its key", "ada", "ada");
    check(&before, &flask, &theirs, "of flask", "ada", "ada");

    let after = Here::with(builder(OTHER_SECRET).previous_secret(SECRET));
    check(&after, &flask, &theirs, "of the old secret", "ada", "ada");
    let ours = after.mint(&ADA);
    check(&after, &flask, &ours, "of the new secret", "ada", "401");
}

#[test]
fn an_expired_token_is_refused_by_both() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let past = Here::with(builder(SECRET).clock(FixedClock::at_unix(1_700_000_000)));
    let ours = past.mint(&ADA);
    check(&past, &flask, &ours, "of ours, in its time", "ada", "401");
    check(&here, &flask, &ours, "of ours, expired", "401", "401");
    let theirs = flask.login(json!({ "id": 1, "days": -1 }));
    check(&here, &flask, &theirs, "of flask, expired", "401", "401");
}

#[test]
fn a_tampered_token_and_one_of_another_secret_are_refused_by_both() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let stranger = Here::with(builder(OTHER_SECRET));
    check(
        &here,
        &flask,
        &stranger.mint(&ADA),
        "of another secret",
        "401",
        "401",
    );
    for (token, of_grace) in [
        (here.mint(&ADA), here.mint(&GRACE)),
        (
            flask.login(json!({ "id": 1 })),
            flask.login(json!({ "id": 2 })),
        ),
    ] {
        let [header, payload, signature] = parts(&token);
        let [_, other_payload, _] = parts(&of_grace);
        let cut = &signature[..signature.len() - 1];
        for (tampered, what) in [
            (format!("{header}.{other_payload}.{signature}"), "payload"),
            (altered(&token, header.len() + 9), "payload byte"),
            (altered(&token, header.len() + payload.len() + 2), "first byte of signature"),
            (altered(&token, token.len() - 1), "last letter of signature"),
            (format!("{header}.{payload}.{cut}"), "cut signature"),
            (format!("{header}.{payload}."), "empty signature"),
            (format!("{header}.{payload}"), "no signature"),
            (header.to_owned(), "header alone"),
        ] {
            check(&here, &flask, &tampered, what, "401", "401");
        }
        check(&here, &flask, &token, "untouched", "ada", "ada");
    }
}

/// flask-jwt-router finds a user with `.one()`, and lets its exception through.
#[test]
fn a_token_of_a_deleted_user_is_refused_here_and_breaks_flask() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let tokens = [
        (here.mint(&ADA), "of ours"),
        (flask.login(json!({ "id": 1 })), "of flask"),
    ];
    let authorization = bearer(&tokens[0].0);
    let left = flask.send("DELETE", "/api/v1/me", &[&authorization], None);
    assert_eq!(left.status, 200, "{}", flask.log());
    here.users.remove(&1);
    for (token, what) in &tokens {
        check(&here, &flask, token, what, "401", "500");
    }
    check(&here, &flask, &here.mint(&GRACE), "of who stays", "grace", "grace");
}

/// Claims that neither side mints, signed by PyJWT under the shared secret.
#[test]
fn signed_tokens_of_other_forms_are_answered_as_the_guide_says() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let soon = after_days(1);
    let with = |name: &str, value: Value| {
        let mut claims = json!({ "table_name": "users", "user_id": 1, "exp": soon });
        claims[name] = value;
        json!({ "claims": claims })
    };
    let good = json!({ "table_name": "users", "user_id": 1, "exp": soon });
    for (request, what, here_says, flask_says) in [
        (json!({ "claims": good }), "usual", "ada", "ada"),
        (json!({ "claims": good, "algorithm": "none" }), "alg none", "401", "401"),
        (json!({ "claims": good, "algorithm": "HS512" }), "alg HS512", "401", "401"),
        (json!({ "claims": good, "header": { "kid": "x" } }), "unknown kid", "401", "ada"),
        (json!({ "claims": good, "header": { "typ": "at+jwt" } }), "typ at+jwt", "401", "ada"),
        (json!({ "claims": { "table_name": "users", "user_id": 1 } }), "no exp", "401", "ada"),
        (with("exp", json!(soon.to_string())), "exp a string", "401", "ada"),
        (with("nbf", json!(soon)), "nbf tomorrow", "401", "401"),
        (with("iat", json!(soon)), "iat tomorrow", "401", "401"),
        (with("aud", json!("api")), "aud", "401", "401"),
        (with("user_id", json!("1")), "key a string", "401", "ada"),
        (with("user_id", json!(1.0)), "key a float", "401", "ada"),
        (with("user_id", json!(true)), "key true", "401", "ada"),
        (with("user_id", json!(null)), "key null", "401", "500"),
        (with("user_id", json!([1])), "key a list", "401", "500"),
        (with("user_id", json!(99)), "key of nobody", "401", "500"),
        // The handler of Flask is called, with `g.users` being `None`.
        (json!({ "claims": { "table_name": "users", "exp": soon } }), "no key", "401", "500"),
        (json!({ "claims": { "user_id": 1, "exp": soon } }), "no table", "401", "500"),
        (with("table_name", json!("teachers")), "unknown table", "401", "500"),
    ] {
        let token = flask.token("/api/v1/sign", &[], Some(request));
        check(&here, &flask, &token, what, here_says, flask_says);
    }
}

#[test]
fn other_ways_to_send_a_token_are_answered_as_the_guide_says() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let stepping_back = Here::with(builder(SECRET).query_token("auth"));
    let token = flask.login(json!({ "id": 1 }));
    let usual = bearer(&token);
    let check = |what: &str, authorization: &[&str], here_says: &str, flask_says: &str| {
        let path = "/api/v1/me";
        let answer = here.send("GET", path, authorization, None);
        assert_eq!(answer.summary(), here_says, "{what}, here");
        let answer = flask.send("GET", path, authorization, None);
        assert_eq!(answer.summary(), flask_says, "{what}, in flask");
    };
    check("usual", &[&usual], "ada", "ada");
    check("none", &[], "401", "401");
    check("of a React client that is logged out", &["Bearer null"], "401", "401");
    check("no token", &["Bearer "], "400", "401");
    check("lower case", &[&format!("bearer {token}")], "ada", "500");
    check("two spaces", &[&format!("Bearer  {token}")], "ada", "401");
    check("Basic", &[&format!("Basic {token}")], "401", "ada");
    check("another scheme", &["Digest x"], "401", "500");
    check("no scheme", &[&token], "400", "500");
    check("more words", &[&format!("{usual} x")], "400", "401");
    check("padding", &[&format!("{usual}=")], "401", "ada");
    check("twice", &[&usual, &usual], "400", "401");

    let in_query = format!("/api/v1/me?auth={token}");
    let of = |side: &dyn Side| side.send("GET", &in_query, &[], None).summary();
    assert_eq!(of(&flask), "ada");
    assert_eq!(of(&here), "401");
    assert_eq!(of(&stepping_back), "ada");
}

/// What each side answers to the token: the user's name, or the status of its refusal.
#[track_caller]
fn check(here: &Here, flask: &Flask, token: &str, what: &str, here_says: &str, flask_says: &str) {
    let authorization = bearer(token);
    let answer = here.send("GET", "/api/v1/me", &[&authorization], None);
    assert_eq!(answer.summary(), here_says, "token {what}, here");
    let answer = flask.send("GET", "/api/v1/me", &[&authorization], None);
    assert_eq!(
        answer.summary(),
        flask_says,
        "token {what}, in flask: {}",
        flask.log()
    );
}

#[track_caller]
fn check_renewed(here: &Here, flask: &Flask, token: &str, name: &str) {
    check(here, flask, token, "renewed", name, name);
}

/// One of the two services, which have the same routes and users.
trait Side {
    fn send(&self, method: &str, path: &str, authorization: &[&str], body: Option<Value>)
    -> Answer;

    /// The token that a route answers with.
    fn token(&self, path: &str, authorization: &[&str], body: Option<Value>) -> String {
        let answer = self.send("POST", path, authorization, body);
        let token: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let token = token["token"].as_str();
        token.expect("the answer holds a token").to_owned()
    }

    fn renew(&self, token: &str) -> String {
        self.token("/api/v1/renew", &[&bearer(token)], None)
    }
}

struct Answer {
    status: u16,
    body: String,
}

impl Answer {
    fn summary(self) -> String {
        match self.status {
            200 => self.body,
            status => status.to_string(),
        }
    }
}

struct Here {
    jwt: JwtRoutes,
    users: MemoryStore<User>,
    app: App,
}

impl Here {
    fn new() -> Self {
        Self::with(builder(SECRET))
    }

    fn with(builder: Builder) -> Self {
        let users = MemoryStore::new([ADA, GRACE]);
        let builder = builder.api_name("/api/v1").entity::<User>(users.clone());
        let jwt = builder.build().expect("a good configuration");
        let app = jwt.app_with((), routes![me, renew]).build();
        Self {
            jwt,
            users,
            app: app.expect("good routes"),
        }
    }

    fn mint(&self, user: &User) -> String {
        self.jwt.create_token(user).expect("minted").into_string()
    }
}

impl Side for Here {
    fn send(&self, method: &str, path: &str, authorization: &[&str], body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for value in authorization {
            request = request.header(header::AUTHORIZATION, *value);
        }
        let body = body.map_or_else(Body::empty, |body| body.to_string().into());
        let request = request.body(body).expect("a good request");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.expect("a runtime").block_on(async {
            let Ok(response) = self.app.clone().oneshot(request).await;
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await;
            let body = String::from_utf8(body.expect("a body").into());
            Answer {
                status,
                body: body.expect("text"),
            }
        })
    }
}

/// A process of `interop/app.py`, which ends with this value.
struct Flask {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl Flask {
    /// Starts the service with a database of its own; `None` when Python or PyPI is missing.
    fn start() -> Option<Self> {
        let python = installed_python()?;
        let folder = new_folder().expect("a folder for the database");
        let log = fs::File::create(folder.join("log")).expect("a log");
        let users = json!([[ADA.user_id, ADA.name], [GRACE.user_id, GRACE.name]]);
        let mut process = Command::new(python)
            .args(["-I".as_ref(), source("app.py").as_os_str()])
            .env("SECRET_KEY", SECRET)
            .env("DATABASE", folder.join("users.sqlite"))
            .env("USERS", users.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the installed Python starts");
        let stdout = process.stdout.take().expect("a pipe");
        let mut flask = Self {
            process,
            port: 0,
            folder,
        };
        flask.port = port_in(stdout).unwrap_or_else(|| panic!("flask fails: {}", flask.log()));
        Some(flask)
    }

    fn login(&self, body: Value) -> String {
        self.token("/api/v1/login", &[], Some(body))
    }

    fn exchange(&self, request: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(request.as_bytes())?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        Ok(response)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Side for Flask {
    fn send(&self, method: &str, path: &str, authorization: &[&str], body: Option<Value>) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: flask\r\nConnection: close\r\n");
        for value in authorization {
            request += &format!("Authorization: {value}\r\n");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        request += "Content-Type: application/json\r\n";
        request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let response = self.exchange(&request).expect("flask answers");
        let (head, body) = response.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer {
            status: status.expect("a status"),
            body: body.to_owned(),
        }
    }
}

impl Drop for Flask {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: the process ends with our end of its input.
        self.process.kill().ok();
        self.process.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// The Python of the virtual environment, which is made unless it is there.
fn installed_python() -> Option<PathBuf> {
    let install = Command::new("python3")
        .arg("-I")
        .arg(source("install.py"))
        .arg(target_folder().join("interop-venv"))
        .arg(source("requirements.txt"))
        .output();
    let reason = match install {
        Ok(output) if output.status.success() => {
            let path = String::from_utf8(output.stdout).expect("a path in UTF-8");
            return Some(path.trim_end().into());
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => format!("python3 does not start: {error}"),
    };
    skip(&reason);
    None
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests is to know")]
fn skip(reason: &str) {
    let required = env::var("JWT_ROUTER_TESTS_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|what| what == "python"),
        "flask-jwt-router cannot be installed: {reason}"
    );
    eprintln!("skipped: flask-jwt-router cannot be installed: {reason}");
}

/// The port that the process prints, if it does so in a minute and does not end before.
fn port_in(stdout: impl Read + Send + 'static) -> Option<u16> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        sender.send(read.map(|_| line)).ok();
    });
    let line = receiver.recv_timeout(Duration::from_secs(60)).ok()?.ok()?;
    line.trim_end().parse().ok()
}

fn new_folder() -> io::Result<PathBuf> {
    static FOLDERS: AtomicUsize = AtomicUsize::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = target_folder().join(format!("interop-{}-{number}", process::id()));
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn target_folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn source(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "interop", name].iter().collect()
}

fn builder(secret: &str) -> Builder {
    JwtRoutes::builder().secret(secret)
}

fn after_days(days: u64) -> i64 {
    let lifetime = Duration::from_secs(days * 24 * 60 * 60);
    let now = NumericDate::from(SystemClock.now());
    now.saturating_add(lifetime).as_unix()
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().expect("three parts")
}

/// A part of the token, decoded.
fn text_of(token: &str, part: usize) -> String {
    let bytes = URL_SAFE_NO_PAD.decode(parts(token)[part]);
    String::from_utf8(bytes.expect("base64url")).expect("text")
}

/// The token with another letter at this place, whose lowest bit is flipped.
fn altered(token: &str, place: usize) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = LETTERS.find(&token[place..=place]).expect("a letter");
    let other = letter ^ 1;
    let (before, after) = (&token[..place], &token[place + 1..]);
    format!("{before}{}{after}", &LETTERS[other..=other])
}
