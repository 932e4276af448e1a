use std::time::Duration;

use crate::{config::JwtRoutesBuilder, problem::ConfigError};

const SECRET: &str = concat!("q7yR2mXw9tKc4vZp", "8bNd3sGh6jLf1aEu");
const OTHER_SECRET: &str = concat!("Zk3vQ8nT5xB1cM7w", "R9pL2dF6hJ4gS0yA");

fn read(vars: &[(&str, &str)]) -> Result<JwtRoutesBuilder, ConfigError> {
    JwtRoutesBuilder::from_vars(vars.iter().copied())
}

#[track_caller]
fn refused(vars: &[(&str, &str)], words: &str) {
    let error = read(vars).map(drop).expect_err("an error").to_string();
    assert!(error.contains(words), "{error}");
    assert!(!error.contains(SECRET), "{error}");
}

#[test]
fn every_variable_is_read() {
    let builder = read(&[
        ("JWT_ROUTER_SECRET", SECRET),
        ("JWT_ROUTER_PREVIOUS_SECRETS", OTHER_SECRET),
        ("JWT_ROUTER_API_NAME", "/api/v1"),
        ("JWT_ROUTER_EXPIRES", "15m"),
        ("JWT_ROUTER_ISSUER", "https://issuer.example"),
        ("JWT_ROUTER_AUDIENCE", "one, two"),
        ("JWT_ROUTER_LEEWAY", "5s"),
        ("JWT_ROUTER_SCHEME", "Token"),
        ("JWT_ROUTER_ROLES_CLAIM", "roles"),
    ])
    .unwrap();
    assert!(builder.has_secret());
    assert_eq!(builder.previous.len(), 1);
    assert_eq!(builder.api_name, "/api/v1");
    assert_eq!(builder.lifetime, Some(Duration::from_secs(900)));
    assert_eq!(builder.issuer.as_deref(), Some("https://issuer.example"));
    assert_eq!(builder.audience, ["one", "two"]);
    assert_eq!(builder.leeway, Duration::from_secs(5));
    assert_eq!(builder.scheme, "Token");
    let roles = builder
        .roles
        .as_ref()
        .map(crate::policy::RolesSetting::as_str);
    assert_eq!(roles, Some("roles"));
}

#[test]
fn a_lifetime_is_a_number_and_a_unit() {
    for (text, seconds) in [("90s", 90), ("15m", 900), ("12h", 43_200), ("7d", 604_800)] {
        let builder = read(&[("JWT_ROUTER_EXPIRES", text)]).unwrap();
        assert_eq!(
            builder.lifetime,
            Some(Duration::from_secs(seconds)),
            "{text}"
        );
    }
    for text in [
        "",
        "7",
        "d",
        "-7d",
        "7 d ",
        "1e3s",
        "7w",
        "99999999999999999999d",
    ] {
        refused(
            &[("JWT_ROUTER_EXPIRES", text)],
            "write `15m`, `12h` or `7d`",
        );
    }
}

#[test]
fn the_names_of_flask_jwt_router_are_read_where_ours_are_not_set() {
    let builder = read(&[("SECRET_KEY", SECRET), ("JWT_EXPIRE_DAYS", "3")]).unwrap();
    assert!(builder.has_secret());
    assert_eq!(builder.lifetime, Some(Duration::from_secs(3 * 86_400)));
    let builder = read(&[("JWT_EXPIRE_DAYS", "3"), ("JWT_ROUTER_EXPIRES", "1h")]).unwrap();
    assert_eq!(builder.lifetime, Some(Duration::from_secs(3600)));
}

#[test]
fn an_unknown_variable_of_ours_is_an_error_with_a_suggestion() {
    refused(
        &[("JWT_ROUTER_SECERT", SECRET)],
        "`JWT_ROUTER_SECERT` is unknown: did you mean `JWT_ROUTER_SECRET`?",
    );
    refused(
        &[("JWT_ROUTER_COLOUR_OF_THE_SKY", "")],
        "is unknown: unset it",
    );
}

#[test]
fn variables_of_others_are_ignored() {
    let others = [
        ("PATH", "/bin"),
        ("JWT_SECRET", "x"),
        ("SECRET_KEY_BASE", "x"),
        // `assert_policy_lock!` reads this variable in a test, whose application may read its settings from the
        // environment.
        ("JWT_ROUTER_BLESS", "1"),
    ];
    assert!(!read(&others).unwrap().has_secret());
}

#[test]
fn a_secret_and_its_file_exclude_each_other() {
    refused(
        &[
            ("JWT_ROUTER_SECRET", SECRET),
            ("JWT_ROUTER_SECRET_FILE", "/run/secret"),
        ],
        "both `JWT_ROUTER_SECRET` and `JWT_ROUTER_SECRET_FILE` are set",
    );
}

#[test]
fn a_secret_is_read_from_its_file() {
    let path = std::env::temp_dir().join(format!("jwt-router-secret-{}", std::process::id()));
    std::fs::write(&path, format!("{SECRET}\n")).unwrap();
    let builder = read(&[("JWT_ROUTER_SECRET_FILE", path.to_str().unwrap())]);
    std::fs::remove_file(&path).unwrap();
    assert!(builder.unwrap().has_secret());
    refused(
        &[("JWT_ROUTER_SECRET_FILE", "/nowhere/secret")],
        "`JWT_ROUTER_SECRET_FILE`: the secret file `/nowhere/secret` cannot be read",
    );
}

#[test]
fn every_problem_is_reported_at_once() {
    let error = read(&[
        ("JWT_ROUTER_SECRET", "short"),
        ("JWT_ROUTER_EXPIRES", "soon"),
        ("JWT_ROUTER_LEEWAY", "some"),
        ("JWT_ROUTER_ISUER", "me"),
    ]);
    assert_eq!(error.err().unwrap().problems().len(), 4);
}

#[test]
fn without_a_secret_the_builder_says_how_to_make_one() {
    let error = read(&[]).unwrap().build().unwrap_err().to_string();
    assert!(error.contains("openssl rand -base64 48"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_name_or_value_of_ours_that_is_not_unicode_is_an_error() {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt as _};
    let text = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    let good = || ("JWT_ROUTER_SECRET".into(), SECRET.into());
    for (name, value) in [
        (text(b"JWT_ROUTER_SECR\xffET"), text(b"value")),
        (text(b"JWT_ROUTER_API_NAME"), text(b"/api\xff")),
    ] {
        let error = JwtRoutesBuilder::from_vars([good(), (name, value)]).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
    }
    // Variables of other programs may have any name and value.
    let others = [good(), (text(b"OTHER\xff"), text(b"\xff"))];
    assert!(JwtRoutesBuilder::from_vars(others).is_ok());
}
