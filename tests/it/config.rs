//! Configuration: each mistake, in words that say what to write, and all of them at once.

use std::time::Duration;

use jwt_router::{
    ConfigProblem, JwtRoutes, JwtRoutesBuilder, MemoryStore, Period, Secret, SecretError, entity,
};
use jwt_router_tests::{
    OTHER_SECRET, RequestExt as _, SECRET, User, ada, claims_of, get, token, users_only,
};

/// Checks the whole text of a configuration that has one problem.
#[track_caller]
fn check(builder: JwtRoutesBuilder, expected: &str) {
    let error = builder.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("jwt-router is not configured:\n  - {expected}")
    );
    assert_eq!(error.problems().len(), 1);
}

fn good() -> JwtRoutesBuilder {
    JwtRoutes::builder().secret(SECRET)
}

#[test]
fn a_secret_is_required() {
    let expected = "there is no secret: set `JWT_ROUTER_SECRET` to the output of `openssl rand -base64 48`, or call `.secret(..)`";
    check(JwtRoutes::builder(), expected);
    assert!(!JwtRoutes::builder().has_secret());
    assert!(good().has_secret());
    assert!(good().build().is_ok());
}

// SECURITY.md, rule 12: at least 32 bytes, and no well-known sample; Token: no PEM.
#[test]
fn a_bad_secret_is_refused() {
    let too_short = |length: usize| {
        format!(
            "the secret has {length} bytes, HS256 needs at least 32: make one with `openssl rand -base64 48`"
        )
    };
    for (secret, expected) in [
        ("", SecretError::Empty.to_string()),
        ("x", too_short(1)),
        (&SECRET[..31], too_short(31)),
        (
            "your-256-bit-secret-your-256-bit-secret",
            SecretError::Sample.to_string(),
        ),
        (
            "a-string-secret-at-least-256-bits-long",
            SecretError::Sample.to_string(),
        ),
        (&"ab".repeat(40), SecretError::Sample.to_string()),
        (
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA7NE0\n-----END PUBLIC KEY-----",
            SecretError::Key.to_string(),
        ),
        (
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA7NE0tv",
            SecretError::Key.to_string(),
        ),
    ] {
        check(
            JwtRoutes::builder().secret(secret),
            &format!("secret(..): {expected}"),
        );
        check(
            good().previous_secret(secret),
            &format!("previous_secret(..): {expected}"),
        );
        let error = Secret::try_from(secret).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let text = format!("{error} {error:?}");
        assert!(secret.len() < 3 || !text.contains(secret), "{text}");
    }
}

#[test]
fn a_secret_comes_in_many_types() {
    for builder in [
        JwtRoutes::builder().secret(SECRET),
        JwtRoutes::builder().secret(SECRET.to_owned()),
        JwtRoutes::builder().secret(SECRET.as_bytes()),
        JwtRoutes::builder().secret(SECRET.as_bytes().to_vec()),
        JwtRoutes::builder().secret(Secret::try_from(SECRET).unwrap()),
        JwtRoutes::builder()
            .secret(Secret::random().unwrap())
            .previous_secret(OTHER_SECRET),
    ] {
        assert!(builder.build().is_ok());
    }
}

#[test]
fn the_prefix_is_a_path() {
    for (name, reason) in [
        ("api", "it must start with `/`"),
        ("/api/", "it must not end with `/`"),
        ("/a//b", "it must have no empty segment"),
        ("/a/../b", "it must have no `.` and no `..`"),
        ("/{tenant}", "it must have no captures"),
        ("/:tenant", "it must have no captures"),
        (
            "/a?b",
            "it must be the path of a URL in ASCII, without query",
        ),
        (
            "/a#b",
            "it must be the path of a URL in ASCII, without query",
        ),
        (
            "/a b",
            "it must be the path of a URL in ASCII, without query",
        ),
        ("/ü", "it must be the path of a URL in ASCII, without query"),
    ] {
        let expected = format!("`{name}` cannot be the API prefix, such as `/api/v1`: {reason}");
        check(good().api_name(name), &expected);
    }
    for name in ["", "/", "/api", "/api/v1", "/API-1.0"] {
        assert!(good().api_name(name).build().is_ok(), "{name}");
    }
}

#[test]
fn lifetimes_and_leeway_are_bounded() {
    let century = 36_525 * 24 * 60 * 60;
    for seconds in [0, century + 1, u64::MAX] {
        check(
            good().expires_in(Duration::from_secs(seconds)),
            &format!(
                "a lifetime of {seconds} seconds is out of range: write at least one second and at most 100 years"
            ),
        );
    }
    check(
        good().expire_days(0),
        "a lifetime of 0 seconds is out of range: write at least one second and at most 100 years",
    );
    check(
        good().leeway(Duration::from_secs(301)),
        "a leeway of 301 seconds is too much: write at most 300, which is five minutes",
    );
    for seconds in [1, century] {
        assert!(
            good()
                .expires_in(Duration::from_secs(seconds))
                .build()
                .is_ok()
        );
    }
    assert!(good().leeway(Duration::from_secs(300)).build().is_ok());
}

#[test]
fn a_period_is_a_text_or_a_duration() {
    let half_an_hour = Duration::from_secs(30 * 60);
    for lifetime in [Period::from("30m"), "1800s".into(), half_an_hour.into()] {
        let jwt = good().expires_in(lifetime).build().unwrap();
        let claims = claims_of(jwt.create_token(&ada()).unwrap().as_str());
        let left = claims["exp"].as_i64().zip(claims["auth_time"].as_i64());
        assert_eq!(left.map(|(expires, now)| expires - now), Some(1800));
    }
    assert_eq!(Period::from("500ms"), Duration::from_millis(500).into());
    assert_eq!(Period::from(String::from("1d")), Period::from("24h"));
    let fraction = Duration::from_millis(1500);
    assert!(good().expires_in("1500ms").leeway(fraction).build().is_ok());
}

#[test]
fn a_text_that_is_not_a_duration_is_a_problem_of_each_setting() {
    let form = "write a number and a unit, such as `30s`, `15m`, `12h` or `7d`";
    for text in [
        "", "15", "15 m", "1.5h", "1h30m", "-5s", "+5ms", "ms", "5 ms", "forever",
    ] {
        check(
            good().expires_in(text),
            &format!("`.expires_in(..)` is `{text}`: {form}"),
        );
    }
    check(
        good().leeway("5\n"),
        &format!("`.leeway(..)` is `5\\n`: {form}"),
    );
    check(
        good().predicate_timeout("99999999999999999999d"),
        &format!("`.predicate_timeout(..)` is `99999999999999999999d`: {form}"),
    );
}

#[test]
fn names_are_not_empty() {
    check(
        good().issuer(""),
        "the issuer is empty: name it, or do not set it",
    );
    check(
        good().audience("a").audience(""),
        "the audience is empty: name it, or do not set it",
    );
    check(
        good().query_token(""),
        "the query parameter is empty: name it, or do not set it",
    );
}

#[entity(table = "users")]
#[derive(Clone)]
struct Impostor {
    id: i64,
}

// SECURITY.md, rule 8: a token's table is of one entity.
#[test]
fn a_table_has_one_entity() {
    check(
        users_only().entity::<Impostor>(MemoryStore::new([Impostor { id: 1 }])),
        "the table `users` has two stores, of `jwt_router_tests::User` and of `it::config::Impostor`: keep one, or give each entity a table of its own",
    );
    check(
        users_only().entity::<User>(MemoryStore::new([])),
        "the table `users` has two stores, of `jwt_router_tests::User` and of `jwt_router_tests::User`: keep one, or give each entity a table of its own",
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let error = users_only()
        .secret("short")
        .api_name("api")
        .expire_days(0)
        .leeway(Duration::from_secs(301))
        .issuer("")
        .audience("")
        .query_token("")
        .entity::<Impostor>(MemoryStore::new([]))
        .build()
        .unwrap_err();
    assert_eq!(error.problems().len(), 8, "{error}");
    assert_eq!(error.to_string().lines().count(), 9);
    let mut problems = error.problems().iter();
    assert!(problems.any(|problem| matches!(problem, ConfigProblem::ApiName { .. })));
}

#[test]
fn the_environment_configures_what_code_does() {
    let jwt = JwtRoutesBuilder::from_vars([
        ("JWT_ROUTER_SECRET", SECRET),
        ("JWT_ROUTER_API_NAME", "/api"),
        ("PATH", "/bin"),
    ])
    .unwrap()
    .clock(jwt_router_tests::FixedClock::at_unix(jwt_router_tests::NOW))
    .entity::<User>(MemoryStore::new([ada()]))
    .build()
    .unwrap();
    let app = jwt.app_with((), jwt_router::routes![me]).build().unwrap();
    get("/api/me").bearer(&token(&ada())).to(&app).is(200, "in");
}

#[jwt_router::protected(register = false)]
async fn me() -> &'static str {
    "in"
}

#[test]
fn all_bad_variables_are_told_at_once() {
    let error = JwtRoutesBuilder::from_vars([
        ("JWT_ROUTER_SECRET", "short"),
        ("JWT_ROUTER_EXPIRY", "7d"),
        ("JWT_ROUTER_LEEWAY", "soon"),
    ])
    .unwrap_err();
    let lines: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "the environment variable `JWT_ROUTER_EXPIRY` is unknown: did you mean `JWT_ROUTER_EXPIRES`?",
            "`JWT_ROUTER_SECRET`: the secret has 5 bytes, HS256 needs at least 32: make one with `openssl rand -base64 48`",
            "the environment variable `JWT_ROUTER_LEEWAY` is not a duration: write `5s` or `1m`",
        ]
    );
}

#[test]
fn a_variable_of_no_use_is_named() {
    let century = "36526d";
    for (name, value, problem) in [
        (
            "JWT_ROUTER_LEEWAY",
            "10m",
            "a leeway of 600 seconds is too much: write at most 300, which is five minutes",
        ),
        (
            "JWT_ROUTER_EXPIRES",
            century,
            "a lifetime of 3155846400 seconds is out of range: write at least one second and at most 100 years",
        ),
        (
            "JWT_EXPIRE_DAYS",
            "0",
            "a lifetime of 0 seconds is out of range: write at least one second and at most 100 years",
        ),
        (
            "JWT_ROUTER_ISSUER",
            "",
            "the issuer is empty: name it, or do not set it",
        ),
        (
            "JWT_ROUTER_AUDIENCE",
            "a,,b",
            "the audience is empty: name it, or do not set it",
        ),
        (
            "JWT_ROUTER_API_NAME",
            "api",
            "`api` cannot be the API prefix, such as `/api/v1`: it must start with `/`",
        ),
        (
            "JWT_ROUTER_ROLES_CLAIM",
            "exp",
            "the claim `exp` cannot hold the roles: it has another meaning, so write another name",
        ),
    ] {
        let error = JwtRoutesBuilder::from_vars([("JWT_ROUTER_SECRET", SECRET), (name, value)]);
        assert_eq!(
            error.unwrap_err().to_string(),
            format!(
                "jwt-router is not configured:\n  - the environment variable `{name}`: {problem}"
            )
        );
    }
}

#[test]
fn all_variables_of_no_use_are_told_at_once() {
    let error = JwtRoutesBuilder::from_vars([
        ("JWT_ROUTER_LEEWAY", "10m"),
        ("JWT_ROUTER_EXPIRES", "0s"),
        ("JWT_ROUTER_ISSUER", ""),
        ("JWT_ROUTER_AUDIENCE", ""),
        ("JWT_ROUTER_API_NAME", "/api/"),
        ("JWT_ROUTER_ROLES_CLAIM", ""),
    ]);
    assert_eq!(error.unwrap_err().problems().len(), 6);
}

#[test]
fn a_claim_that_code_gives_up_is_free_for_the_environment() {
    let vars = [
        ("JWT_ROUTER_SECRET", SECRET),
        ("JWT_ROUTER_ROLES_CLAIM", "scope"),
    ];
    let read = || JwtRoutesBuilder::from_vars(vars).unwrap();
    assert!(read().scope_claim("scp").build().is_ok());
    check(
        read(),
        "the claim `scope` cannot hold both scopes and roles: give `.roles_claim(..)` another name",
    );
}
