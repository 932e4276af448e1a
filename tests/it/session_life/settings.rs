//! The settings for sessions are checked.

use std::{future::IntoFuture as _, time::Duration};

use jwt_router::{Check, ConfigProblem, MemorySessions, SessionErrorKind, prelude::*};
use jwt_router_tests::{ada, block_on, builder};

#[track_caller]
fn check_problem(builder: JwtRoutesBuilder, expected: &str) {
    let error = builder.build().unwrap_err();
    let problems = error.problems();
    assert_eq!(problems.len(), 1, "{error}");
    assert_eq!(problems[0].to_string(), expected);
}

#[test]
fn times_of_sessions_are_checked() {
    let with = || builder().sessions(MemorySessions::new());
    let range = "write a time from 1s to 1d, such as `15m`";
    check_problem(
        with().access_for("2d"),
        &format!("`.access_for(..)` is `2d`: {range}"),
    );
    check_problem(
        with().access_for(String::from("soon")),
        &format!("`.access_for(..)` is `soon`: {range}"),
    );
    check_problem(
        with().access_for(Duration::ZERO),
        &format!("`.access_for(..)` is `0s`: {range}"),
    );
    check_problem(
        with().access_for(Duration::from_millis(1500)),
        &format!("`.access_for(..)` is `1.5s`: {range}"),
    );
    let range = "write a time from 0s to 5m, such as `10s`";
    check_problem(
        with().replay_window(Duration::from_millis(500)),
        &format!("`.replay_window(..)` is `500ms`: {range}"),
    );
    check_problem(
        with().replay_window("6m"),
        &format!("`.replay_window(..)` is `6m`: {range}"),
    );
    let range = "write a time from 1s to 5m, such as `30s`";
    check_problem(
        with().check_sessions(Check::cached("1h")),
        &format!("`.check_sessions(..)` is `1h`: {range}"),
    );
    check_problem(
        with().check_sessions(Check::cached("often")),
        &format!("`.check_sessions(..)` is `often`: {range}"),
    );
}

#[test]
fn a_setting_for_sessions_without_a_store_is_an_error() {
    let error = builder()
        .idle("1h")
        .replay_window("1s")
        .build()
        .unwrap_err();
    let names: Vec<&str> = error
        .problems()
        .iter()
        .map(|problem| match problem {
            ConfigProblem::NoSessionStore { name, .. } => *name,
            _ => "another problem",
        })
        .collect();
    assert_eq!(names, ["idle", "replay_window"]);
}

#[test]
fn sessions_without_a_store_are_an_error() {
    let jwt = builder().build().unwrap();
    let started = block_on(jwt.start_session(&ada()).into_future());
    let error = started.unwrap_err();
    assert!(
        matches!(error.kind(), SessionErrorKind::NoStore),
        "{error:?}"
    );
}
