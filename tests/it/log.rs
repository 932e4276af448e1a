//! What is said of requests in the log, and that nothing secret is said anywhere.

use std::{
    cell::RefCell,
    io,
    sync::{Arc, Mutex, Once},
    time::Duration,
};

use axum::{Router, routing::any};
use jwt_router::{App, MemorySessions, MemoryStore, Secret, prelude::*};
use jwt_router_tests::{
    NOW, OTHER_SECRET, Refusal, RequestExt as _, SECRET, Teacher, User, ada, builder, emmy, forge,
    get, jwt, token,
};
use serde_json::{Value, json};
use tracing::subscriber::set_global_default;

const USER: u32 = line!() + 2;
#[protected(GET, "/user", query = "auth", register = false)]
async fn user(_g: G<User>) -> &'static str {
    "in"
}

const FEED: u32 = line!() + 2;
#[whitelist(GET, "/feed", register = false)]
async fn feed(_g: Option<G<User>>) -> &'static str {
    "in"
}

pub(crate) fn app(builder: JwtRoutesBuilder) -> App {
    let jwt = builder.build().unwrap();
    jwt.app_with((), routes![user, feed]).build().unwrap()
}

/// Requests that are refused in each way: target, token, refusal, code of the log.
pub(crate) fn refused() -> [(String, Option<String>, Refusal, &'static str); 8] {
    let claims = json!({"table_name": "users", "user_id": 1, "exp": NOW - 5});
    let expired = forge(&claims);
    let deleted = token(&User {
        user_id: 9,
        ..ada()
    });
    let good = token(&ada());
    let target = |target: &str| target.to_owned();
    [
        (
            target("/user?x=marker"),
            None,
            Refusal::NoToken,
            "missing_token",
        ),
        (
            target("/user"),
            Some("Bearer".into()),
            Refusal::BadRequest,
            "malformed_header",
        ),
        (
            target("/user?auth=a&auth=b"),
            None,
            Refusal::BadRequest,
            "repeated_parameter",
        ),
        (
            format!("/user?auth={good}"),
            Some(format!("Bearer {good}")),
            Refusal::BadRequest,
            "two_transports",
        ),
        (
            target("/user"),
            Some(format!("Bearer {expired}")),
            Refusal::BadToken,
            "expired",
        ),
        (
            target("/user"),
            Some(format!("Bearer {deleted}")),
            Refusal::BadToken,
            "no_such_entity",
        ),
        (
            target("/user"),
            Some(format!("Bearer {}", token(&emmy()))),
            Refusal::Forbidden,
            "other_entity",
        ),
        (
            target("/feed"),
            Some("Bearer a.b.c".into()),
            Refusal::BadToken,
            "bad_encoding",
        ),
    ]
}

#[track_caller]
pub(crate) fn send(
    app: &App,
    target: &str,
    authorization: Option<&str>,
) -> jwt_router_tests::Answer {
    let mut request = get(target);
    if let Some(authorization) = authorization {
        request = request.with("authorization", authorization.as_bytes());
    }
    request.to(app)
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

thread_local! {
    /// The log of what this thread says; `None` while no test listens to it.
    static HEARD: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Writes to the log of the thread.
struct Writer(Option<Log>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &self.0 {
            Some(log) => log.0.lock().unwrap().write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Ends the listening when it is dropped.
struct Listening {
    before: Option<Log>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        HEARD.replace(self.before.take());
    }
}

/// What is logged while this runs, as JSON lines, down to the last detail.
pub(crate) fn logged(work: impl FnOnce()) -> Vec<Value> {
    let (log, listening) = Log::listen();
    work();
    drop(listening);
    log.events()
}

/// Returns what is logged on this thread while a future runs; it needs a runtime that stays on this thread.
#[cfg(any(
    feature = "base",
    feature = "sea-orm",
    feature = "sqlx-sqlite",
    feature = "sqlx-postgres",
    feature = "sqlx-mysql"
))]
pub(crate) async fn logged_during(work: impl Future<Output = ()>) -> Vec<Value> {
    let (log, listening) = Log::listen();
    work.await;
    drop(listening);
    log.events()
}

impl Log {
    /// Starts to listen to this thread.
    ///
    /// One subscriber serves all threads. With one for each thread, a span that a driver enters on a thread of its own
    /// would be closed by the subscriber of that thread, which does not know it and panics.
    fn listen() -> (Self, Listening) {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| {
            let subscriber = tracing_subscriber::fmt()
                .json()
                .with_max_level(tracing::Level::TRACE)
                .with_writer(|| Writer(HEARD.with_borrow(Clone::clone)))
                .finish();
            set_global_default(subscriber).unwrap();
        });
        let log = Self::default();
        let before = HEARD.replace(Some(log.clone()));
        (log, Listening { before })
    }

    fn events(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Checks that no token, secret or query string is in a text.
#[track_caller]
fn check_nothing_secret(text: &str) {
    for secret in [SECRET, OTHER_SECRET, "eyJ", "marker", "auth=", "Bearer "] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn each_refusal_is_logged_with_its_route_and_reason() {
    let app = app(builder());
    for (target, authorization, refusal, code) in refused() {
        let log = logged(|| {
            send(&app, &target, authorization.as_deref()).is_refused(refusal);
        });
        let [event] = log.as_slice() else {
            panic!("{log:?}");
        };
        let (handler, line, access) = if target.starts_with("/user") {
            ("user", USER, "protected")
        } else {
            ("feed", FEED, "public")
        };
        let mut fields = json!({
            "message": "request refused",
            "handler": format!("it::log::{handler}"),
            "access": access,
            "location": format!("tests/it/log.rs:{line}"),
            "status": refusal.parts().0,
            "code": code,
        });
        let caller = match code {
            "no_such_entity" => Some(("users", "9")),
            "other_entity" => Some(("teachers", "1")),
            _ => None,
        };
        if let Some((table, key)) = caller {
            fields["table"] = table.into();
            fields["key"] = key.into();
        }
        assert_eq!(event["fields"], fields);
        let is_anonymous = code == "missing_token";
        assert_eq!(event["level"], if is_anonymous { "DEBUG" } else { "INFO" });
        // SECURITY.md, Response: logs never hold a token, a secret or a raw query string.
        check_nothing_secret(&event.to_string());
    }
}

#[test]
fn a_refused_caller_is_named_in_the_log_when_the_store_awaits() {
    let slow = JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(NOW))
        .entity::<User>(|id: i64| async move {
            tokio::task::yield_now().await;
            Ok::<_, std::convert::Infallible>((id == 1).then(ada))
        });
    let jwt = slow.build().unwrap();
    let app = jwt.app_with((), routes![scoped]).build().unwrap();
    let log = logged(|| {
        let answer = get("/scoped").bearer(&token(&ada())).to(&app);
        assert_eq!(answer.status, 403);
    });
    let fields = &log[0]["fields"];
    assert_eq!(
        (&fields["table"], &fields["key"]),
        (&json!("users"), &json!("1"))
    );
    check_nothing_secret(&log[0].to_string());
}

#[protected(GET, "/scoped", scope = "x", register = false)]
async fn scoped(_g: G<User>) {}

#[test]
fn a_store_that_returns_another_entity_is_a_warning_in_the_log() {
    let wrong = JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(NOW))
        .entity::<User>(|_: i64| async {
            let other = User {
                user_id: 2,
                ..ada()
            };
            Ok::<_, std::convert::Infallible>(Some(other))
        });
    let app = app(wrong);
    let log = logged(|| {
        let answer = get("/user").bearer(&token(&ada())).to(&app);
        answer.is_refused(Refusal::BadToken);
    });
    assert_eq!(log[0]["level"], "WARN");
    assert_eq!(log[0]["fields"]["code"], "store_mismatch");
}

#[test]
fn an_admitted_request_logs_nothing_secret() {
    let app = app(builder());
    let log = logged(|| {
        send(
            &app,
            &format!("/user?auth={}&x=marker", token(&ada())),
            None,
        )
        .is(200, "in");
    });
    check_nothing_secret(&format!("{log:?}"));
}

#[test]
fn the_words_of_a_failing_store_are_logged_and_not_answered() {
    let app = app(JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(NOW))
        .entity::<User>(|_: i64| async { Err::<Option<User>, _>("disk on fire") }));
    let log = logged(|| {
        let answer = get("/user").bearer(&token(&ada())).to(&app);
        answer.is_refused(Refusal::Unavailable);
    });
    let [event] = log.as_slice() else {
        panic!("{log:?}");
    };
    assert_eq!(event["level"], "ERROR");
    assert_eq!(event["fields"]["code"], "store_unavailable");
    assert_eq!(
        event["fields"]["error"],
        "the store did not answer: disk on fire"
    );
    check_nothing_secret(&event.to_string());
}

#[test]
fn the_start_tells_the_policy_and_what_settings_cost() {
    let mut hash = String::new();
    let log = logged(|| {
        hash = app(builder().query_token("token").expire_days(3))
            .policy()
            .sha256();
    });
    let [policy, query, lifetime] = log.as_slice() else {
        panic!("{log:?}");
    };
    assert_eq!(query["level"], "WARN");
    assert_eq!(query["fields"]["parameter"], "token");
    assert_eq!(lifetime["level"], "WARN");
    assert_eq!(policy["level"], "INFO");
    assert_eq!(
        policy["fields"],
        json!({"message": "policy in force", "routes": 2, "public": 1, "sha256": hash})
    );
}

#[test]
fn tokens_that_live_for_more_than_a_day_are_warned_of() {
    for (seconds, words) in [
        (86_401, "24 hours"),
        (2 * 86_400, "2 days"),
        (30 * 86_400, "30 days"),
    ] {
        let lifetime = Duration::from_secs(seconds);
        let log = logged(|| drop(app(builder().expires_in(lifetime))));
        assert_eq!(log[1]["level"], "WARN", "{seconds}");
        assert_eq!(
            log[1]["fields"]["message"],
            format!(
                "tokens live {words} and cannot be revoked before: write a shorter lifetime, such as `.expire_days(1)` or `JWT_ROUTER_EXPIRES=12h`"
            )
        );
    }
}

#[test]
fn the_default_lifetime_is_not_warned_of_beside_sessions() {
    let lifetimes = |builder: JwtRoutesBuilder| {
        let log = logged(|| drop(app(builder.sessions(MemorySessions::new()))));
        let texts = log
            .iter()
            .map(|event| event["fields"]["message"].to_string());
        texts.filter(|text| text.contains("tokens live")).count()
    };
    assert_eq!(lifetimes(builder()), 0);
    assert_eq!(lifetimes(builder().expire_days(30)), 1);
}

// A route that is no GET takes no token from its URL, whatever the setting: the warning says so.
#[test]
fn the_warning_of_tokens_in_urls_names_the_methods() {
    let log = logged(|| drop(app(builder().query_token("token"))));
    assert_eq!(
        log[1]["fields"]["message"],
        "every guarded route accepts tokens in its URL, for GET and HEAD (for other methods it takes none), and URLs end up in logs and histories: prefer `query = \"..\"` on the routes that need it"
    );
}

#[test]
fn a_token_of_a_day_costs_no_word() {
    let log = logged(|| drop(app(builder().expire_days(1))));
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!(log[0]["fields"]["message"], "policy in force");
}

#[whitelist(GET, "/api/v1/twice", register = false)]
async fn twice() {}

#[test]
fn a_path_that_repeats_the_prefix_is_warned_of() {
    let line = line!() - 4;
    let jwt = builder()
        .expire_days(1)
        .api_name("/api/v1")
        .build()
        .unwrap();
    let log = logged(|| drop(jwt.app_with((), routes![feed, twice]).build().unwrap()));
    let [_policy, warning] = log.as_slice() else {
        panic!("{log:?}");
    };
    assert_eq!(warning["level"], "WARN");
    assert_eq!(
        warning["fields"]["message"],
        format!(
            "it::log::twice ({}:{line}) answers at `/api/v1/api/v1/twice`, which has the API prefix `/api/v1` twice: the prefix is put before each path, so write `\"/twice\"`",
            file!()
        )
    );
}

#[test]
fn a_handler_without_a_guard_is_an_error_in_the_log() {
    let router = Router::new().route("/", any(|_: G<User>| async {}));
    let log = logged(|| get("/").to(&router).is_refused(Refusal::Unguarded));
    assert_eq!(log[0]["level"], "ERROR");
    assert_eq!(
        log[0]["fields"]["extractor"],
        "jwt_router::entity::g::G<jwt_router_tests::User>"
    );
}

// SECURITY.md, Response: `Debug` never holds a token, a key or a secret.
#[test]
fn debug_shows_nothing_secret() {
    #[protected(GET, "/debug", register = false)]
    async fn debug(g: G<User>, any: G, jwt: JwtRoutes) -> String {
        format!("{g:?} {any:?} {jwt:?} {:?}", jwt.update_token(&g))
    }

    let builder = || builder().previous_secret(OTHER_SECRET).issuer("us");
    let jwt = builder().build().unwrap();
    let minted = jwt.create_token(&ada()).unwrap();
    let app = jwt.app_with((), routes![debug]).build().unwrap();
    let inside = get("/debug").bearer(minted.as_str()).to(&app).body;
    assert!(
        inside.starts_with(r#"G { table: "users", .. }"#),
        "{inside}"
    );
    let shown = format!(
        "{inside} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        Secret::try_from(SECRET),
        builder(),
        jwt,
        minted,
        jwt.token::<User>(&1).claims(&json!({"x": "marker"})),
        jwt.app_with((), routes![debug]),
        app,
        MemoryStore::<Teacher>::new([emmy()]),
        self::jwt(),
    );
    check_nothing_secret(&shown);
}

#[cfg(feature = "testing")]
#[test]
fn debug_of_a_test_header_shows_nothing_secret() {
    let minted = jwt().create_token(&ada()).unwrap();
    let header = jwt_router::testing::bearer(&minted);
    check_nothing_secret(&format!("{header:?}"));
}
