//! Tokens go both ways between this crate and flask-jwt-router 0.2.1, the published package.
//!
//! The first test installs it into `interop-venv` of the target folder, where it stays until
//! `interop/requirements.txt` changes. Where it cannot be installed, because there is no Python
//! or no network, the tests say so and are skipped, unless `TESTS_REQUIRE` has `python`.

mod other_uses;

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, SystemTime},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jwt_router::{App, Clock, SystemClock, prelude::*};
use jwt_router_tests::{
    FixedClock, OTHER_SECRET, RequestExt as _, SECRET, User, ada, grace, header_of, parts_of,
    request, skip,
};
use serde_json::{Value, json};

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.users().name.clone()
}

#[protected(POST, "/renew", register = false)]
async fn renew(jwt: JwtRoutes, g: G<User>) -> Token {
    jwt.update_token(&g).unwrap()
}

#[test]
fn a_token_of_flask_is_accepted_here_and_loads_the_same_user() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    for user in [ada(), grace()] {
        let token = flask.login(json!({ "id": user.user_id }));
        check(&here, &flask, &token, "of flask", &user.name, &user.name);
        check_renewed(&here, &flask, &here.renew(&token), &user.name);
    }
}

#[test]
fn a_token_of_flask_has_the_claims_that_the_guide_lists_and_no_others() {
    let Some(flask) = Flask::start() else { return };
    let earliest = after_days(30);
    let token = flask.login(json!({ "id": 1 }));
    let latest = after_days(30);

    assert_eq!(parts_of(&token)[0], URL_SAFE_NO_PAD.encode(HEADER));
    let payload = URL_SAFE_NO_PAD.decode(parts_of(&token)[1]).unwrap();
    let payload = String::from_utf8(payload).unwrap();
    let claims: Value = serde_json::from_str(&payload).unwrap();
    let expires = claims["exp"].as_i64().unwrap();
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
    for user in [ada(), grace()] {
        let token = here.mint(&user);
        assert_eq!(parts_of(&token)[0], URL_SAFE_NO_PAD.encode(HEADER));
        check(&here, &flask, &token, "of ours", &user.name, &user.name);
        check_renewed(&here, &flask, &here.renew(&token), &user.name);
        check_renewed(&here, &flask, &flask.renew(&token), &user.name);
    }
    let extra = json!({ "device": "phone", "roles": ["admin"], "nested": { "a": null } });
    let token = here.jwt.token::<User>(&1).claims(&extra).sign();
    let token = token.unwrap().into_string();
    check(&here, &flask, &token, "with extra claims", "Ada", "Ada");
    check_renewed(&here, &flask, &here.renew(&token), "Ada");
}

#[test]
fn an_issuer_is_no_obstacle_to_flask_and_an_audience_is() {
    let Some(flask) = Flask::start() else { return };
    let issuer = Here::with(builder(SECRET).issuer("https://example.org"));
    let token = issuer.mint(&ada());
    check(&issuer, &flask, &token, "with an issuer", "Ada", "Ada");
    let audience = Here::with(builder(SECRET).audience("api"));
    let token = audience.mint(&ada());
    check(&audience, &flask, &token, "with an audience", "Ada", "401");

    let token = flask.login(json!({ "id": 1 }));
    check(&issuer, &flask, &token, "without an issuer", "401", "Ada");
    check(&audience, &flask, &token, "for nobody", "401", "Ada");
}

/// A user whose tokens have a version.
#[entity(table = "users", key = "user_id", token_version = Self::version)]
#[derive(Clone)]
struct Account {
    user_id: i64,
    version: i64,
}

impl Account {
    fn version(&self) -> i64 {
        self.version
    }
}

#[protected(GET, "/account", register = false)]
async fn account(g: G<Account>) -> String {
    g.user_id.to_string()
}

#[test]
fn flask_accepts_a_token_with_a_version_and_its_own_tokens_have_version_zero() {
    let Some(flask) = Flask::start() else { return };
    let accounts = MemoryStore::new([Account {
        user_id: 1,
        version: 0,
    }]);
    let jwt = builder(SECRET).entity::<Account>(accounts.clone());
    let jwt = jwt.build().unwrap();
    let app = jwt.app_with((), routes![account]).build().unwrap();
    let here = |token: &str| request("GET", "/account").bearer(token).to(&app);
    let of_flask = flask.login(json!({ "id": 1 }));
    here(&of_flask).is(200, "1");

    let changed = Account {
        user_id: 1,
        version: 1,
    };
    accounts.insert(changed.clone());
    assert_eq!(here(&of_flask).status, 401);
    let of_ours = jwt.create_token(&changed).unwrap().into_string();
    here(&of_ours).is(200, "1");
    assert_eq!(flask.get("/api/v1/me", &[&bearer(&of_ours)]), "Ada");
}

#[test]
fn a_key_ring_reads_flask_under_the_previous_secret_and_flask_reads_it_under_the_signing_one() {
    let Some(flask) = Flask::start() else { return };
    let theirs = flask.login(json!({ "id": 1 }));

    let before = Here::with(builder(SECRET).previous_secret(OTHER_SECRET));
    let ours = before.mint(&ada());
    assert!(header_of(&ours)["kid"].is_string());
    check(&before, &flask, &ours, "that names its key", "Ada", "Ada");
    check(&before, &flask, &theirs, "of flask", "Ada", "Ada");

    let after = Here::with(builder(OTHER_SECRET).previous_secret(SECRET));
    check(&after, &flask, &theirs, "of the old secret", "Ada", "Ada");
    let ours = after.mint(&ada());
    check(&after, &flask, &ours, "of the new secret", "Ada", "401");
}

#[test]
fn an_expired_token_is_refused_by_both() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let past = Here::with(builder(SECRET).clock(FixedClock::at_unix(1_700_000_000)));
    let ours = past.mint(&ada());
    check(&past, &flask, &ours, "of ours, in its time", "Ada", "401");
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
        &stranger.mint(&ada()),
        "of another secret",
        "401",
        "401",
    );
    for (token, of_grace) in [
        (here.mint(&ada()), here.mint(&grace())),
        (
            flask.login(json!({ "id": 1 })),
            flask.login(json!({ "id": 2 })),
        ),
    ] {
        let [header, payload, signature] = parts_of(&token);
        let [_, other_payload, _] = parts_of(&of_grace);
        let cut = &signature[..signature.len() - 1];
        for (tampered, what) in [
            (format!("{header}.{other_payload}.{signature}"), "payload"),
            (altered(&token, header.len() + 9), "payload byte"),
            (
                altered(&token, header.len() + payload.len() + 2),
                "first byte of signature",
            ),
            (altered(&token, token.len() - 1), "last letter of signature"),
            (format!("{header}.{payload}.{cut}"), "cut signature"),
            (format!("{header}.{payload}."), "empty signature"),
            (format!("{header}.{payload}"), "no signature"),
            (header.to_owned(), "header alone"),
        ] {
            check(&here, &flask, &tampered, what, "401", "401");
        }
        check(&here, &flask, &token, "untouched", "Ada", "Ada");
    }
}

/// flask-jwt-router finds a user with `.one()`, and lets its exception through.
#[test]
fn a_token_of_a_deleted_user_is_refused_here_and_breaks_flask() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let tokens = [
        (here.mint(&ada()), "of ours"),
        (flask.login(json!({ "id": 1 })), "of flask"),
    ];
    let authorization = bearer(&tokens[0].0);
    let (status, _) = flask.send("DELETE", "/api/v1/me", &[&authorization], "");
    assert_eq!(status, 200);
    here.users.remove(&1);
    for (token, what) in &tokens {
        check(&here, &flask, token, what, "401", "500");
    }
    check(
        &here,
        &flask,
        &here.mint(&grace()),
        "of who stays",
        "Grace",
        "Grace",
    );
}

#[test]
fn headers_that_flask_never_writes_are_refused_by_both_or_at_least_here() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let check = |changes: Value, here_says: &str, flask_says: &str| {
        let mut request = changes.clone();
        request["claims"] = claims_with("user_id", json!(1));
        let (token, what) = (flask.sign(request), changes.to_string());
        check(&here, &flask, &token, &what, here_says, flask_says);
    };
    check(json!({}), "Ada", "Ada");
    check(json!({ "algorithm": "none" }), "401", "401");
    check(json!({ "algorithm": "HS512" }), "401", "401");
    check(json!({ "header": { "crit": ["b64"] } }), "401", "401");
    check(json!({ "header": { "kid": "unknown" } }), "401", "Ada");
    check(json!({ "header": { "typ": "at+jwt" } }), "401", "Ada");
}

#[test]
fn claims_that_flask_never_writes_are_refused_here_whatever_flask_does() {
    let Some(flask) = Flask::start() else { return };
    let here = Here::new();
    let check = |claims: Value, flask_says: &str| {
        let (what, request) = (claims.to_string(), json!({ "claims": claims }));
        check(
            &here,
            &flask,
            &flask.sign(request),
            &what,
            "401",
            flask_says,
        );
    };
    let soon = after_days(1);
    check(json!({ "table_name": "users", "user_id": 1 }), "Ada");
    check(claims_with("exp", json!(soon.to_string())), "Ada");
    check(claims_with("user_id", json!("1")), "Ada");
    check(claims_with("user_id", json!(1.0)), "Ada");
    check(claims_with("user_id", json!(true)), "Ada");

    check(claims_with("nbf", json!(soon)), "401");
    check(claims_with("iat", json!(soon)), "401");
    check(claims_with("aud", json!("api")), "401");

    check(claims_with("user_id", json!(null)), "500");
    check(claims_with("user_id", json!([1])), "500");
    check(claims_with("user_id", json!(99)), "500");
    check(claims_with("table_name", json!("teachers")), "500");
    check(json!({ "user_id": 1, "exp": soon }), "500");
    // Here the handler was called: without a key, `g.users` is `None`.
    check(json!({ "table_name": "users", "exp": soon }), "500");
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
        assert_eq!(here.get(path, authorization), here_says, "{what}, here");
        assert_eq!(
            flask.get(path, authorization),
            flask_says,
            "{what}, in flask"
        );
    };
    check("usual", &[&usual], "Ada", "Ada");
    check("none", &[], "401", "401");
    check(
        "of a React client that is logged out",
        &["Bearer null"],
        "401",
        "401",
    );
    check("no token", &["Bearer "], "400", "401");
    check("lower case", &[&format!("bearer {token}")], "Ada", "500");
    check("two spaces", &[&format!("Bearer  {token}")], "Ada", "401");
    check("Basic", &[&format!("Basic {token}")], "401", "Ada");
    check("another scheme", &["Digest x"], "401", "500");
    check("no scheme", &[&token], "401", "500");
    check("more words", &[&format!("{usual} x")], "400", "401");
    check("padding", &[&format!("{usual}=")], "401", "Ada");
    check("twice", &[&usual, &usual], "400", "401");

    let in_query = format!("/api/v1/me?auth={token}");
    assert_eq!(flask.get(&in_query, &[]), "Ada");
    assert_eq!(here.get(&in_query, &[]), "401");
    assert_eq!(stepping_back.get(&in_query, &[]), "Ada");
}

/// The only header that flask-jwt-router writes, and ours unless there are several keys.
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// What each side answers to the token: the user's name, or the status of its refusal.
#[track_caller]
fn check(here: &Here, flask: &Flask, token: &str, what: &str, here_says: &str, flask_says: &str) {
    let authorization = bearer(token);
    let answer = here.get("/api/v1/me", &[&authorization]);
    assert_eq!(answer, here_says, "token {what}, here");
    let answer = flask.get("/api/v1/me", &[&authorization]);
    assert_eq!(
        answer,
        flask_says,
        "token {what}, in flask: {}",
        flask.log()
    );
}

#[track_caller]
fn check_renewed(here: &Here, flask: &Flask, token: &str, name: &str) {
    check(here, flask, token, "renewed", name, name);
}

/// One of the two services, which have the same users and routes.
trait Side {
    /// The status and the body of the answer.
    fn send(&self, method: &str, target: &str, authorization: &[&str], json: &str)
    -> (u16, String);

    /// The body of the answer, or the status when it is not 200.
    fn get(&self, target: &str, authorization: &[&str]) -> String {
        match self.send("GET", target, authorization, "") {
            (200, body) => body,
            (status, _) => status.to_string(),
        }
    }

    /// The token that the route answers with.
    #[track_caller]
    fn token(&self, target: &str, authorization: &[&str], json: &str) -> String {
        let (status, body) = self.send("POST", target, authorization, json);
        assert_eq!(status, 200, "{body}");
        let answer: Value = serde_json::from_str(&body).unwrap();
        answer["token"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn renew(&self, token: &str) -> String {
        self.token("/api/v1/renew", &[&bearer(token)], "")
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

    fn with(builder: JwtRoutesBuilder) -> Self {
        let users = MemoryStore::new([ada(), grace()]);
        let builder = builder.api_name("/api/v1").entity::<User>(users.clone());
        let jwt = builder.build().unwrap();
        let app = jwt.app_with((), routes![me, renew]).build().unwrap();
        Self { jwt, users, app }
    }

    fn mint(&self, user: &User) -> String {
        self.jwt.create_token(user).unwrap().into_string()
    }
}

impl Side for Here {
    fn send(
        &self,
        method: &str,
        target: &str,
        authorization: &[&str],
        json: &str,
    ) -> (u16, String) {
        let mut request = request(method, target).json(json);
        for value in authorization {
            request = request.with("authorization", value.as_bytes());
        }
        let answer = request.to(&self.app);
        (answer.status, answer.body)
    }
}

/// A process of `interop/app.py` with a database of its own; it ends with this value.
struct Flask {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl Flask {
    /// Starts the service; `None` when flask-jwt-router cannot be installed.
    fn start() -> Option<Self> {
        let python = installed_python()?;
        let folder = new_folder().unwrap();
        let users = [ada(), grace()].map(|user| json!([user.user_id, user.name]));
        let mut process = Command::new(python)
            .arg("-I")
            .arg(source("app.py"))
            .env("SECRET_KEY", SECRET)
            .env("DATABASE", folder.join("users.sqlite"))
            .env("USERS", json!(users).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        let stdout = process.stdout.take().unwrap();
        let mut flask = Self {
            process,
            port: 0,
            folder,
        };
        flask.port =
            port_in(stdout).unwrap_or_else(|| panic!("flask does not start: {}", flask.log()));
        Some(flask)
    }

    #[track_caller]
    fn login(&self, body: Value) -> String {
        self.token("/api/v1/login", &[], &body.to_string())
    }

    /// Has `PyJWT` sign what flask-jwt-router does not.
    #[track_caller]
    fn sign(&self, body: Value) -> String {
        self.token("/api/v1/sign", &[], &body.to_string())
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
    fn send(
        &self,
        method: &str,
        target: &str,
        authorization: &[&str],
        json: &str,
    ) -> (u16, String) {
        let authorization: String = authorization
            .iter()
            .flat_map(|value| ["Authorization: ", value, "\r\n"])
            .collect();
        let response = self.exchange(&format!(
            "{method} {target} HTTP/1.1\r\nHost: flask\r\nConnection: close\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
            json.len()
        ));
        let response = response.unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap();
        (status.parse().unwrap(), body.to_owned())
    }
}

impl Drop for Flask {
    fn drop(&mut self) {
        // Nothing is lost when one of them fails: the process ends with its standard input.
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
            let path = String::from_utf8(output.stdout).unwrap();
            return Some(path.trim_end().into());
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => format!("python3 does not start: {error}"),
    };
    skip(
        "python",
        &format!("flask-jwt-router cannot be installed: {reason}"),
    );
    None
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
    [env!("CARGO_MANIFEST_DIR"), "interop", name]
        .iter()
        .collect()
}

fn builder(secret: &str) -> JwtRoutesBuilder {
    JwtRoutes::builder().secret(secret)
}

/// Good claims, but for this one.
fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = json!({ "table_name": "users", "user_id": 1, "exp": after_days(1) });
    claims[name] = value;
    claims
}

fn after_days(days: u64) -> i64 {
    let lifetime = Duration::from_secs(days * 24 * 60 * 60);
    let expires = SystemClock::default().now() + lifetime;
    let since_1970 = expires.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since_1970.as_secs()).unwrap()
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// The token with another letter at this place, whose lowest bit is flipped.
fn altered(token: &str, place: usize) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = LETTERS.find(&token[place..=place]).unwrap();
    let other = letter ^ 1;
    let (before, after) = (&token[..place], &token[place + 1..]);
    format!("{before}{}{after}", &LETTERS[other..=other])
}
