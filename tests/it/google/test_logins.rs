//! Logins of tests, of which Google knows nothing.

use axum::{extract::Request, http::HeaderMap};
use jwt_router::{
    Google, JwtRoutes,
    testing::{GoogleTestError, GoogleTestLogin, google_test_headers, google_test_headers_of},
};
use jwt_router_tests::{Refusal, RequestExt as _, User, ada, get};

use super::{Employee, REDIRECT, app, builder, email, people, person, staff, staff_email};

/// A configuration whose provider nobody can reach.
fn jwt() -> JwtRoutes {
    let google = Google::builder("client", "secret")
        .redirect_uri(REDIRECT)
        .entity(email(), people())
        .entity(staff_email(), staff());
    builder().google(google).build().unwrap()
}

fn with(target: &str, headers: &HeaderMap) -> Request {
    let mut request = get(target);
    request.headers_mut().extend(headers.clone());
    request
}

#[test]
fn test_headers_are_those_of_the_react_client() {
    let headers = google_test_headers(&jwt(), "ada@gmail.com").unwrap();
    assert_eq!(headers.len(), 1);
    let value = headers["x-auth-token"].to_str().unwrap();
    assert!(value.starts_with("Bearer "), "{value}");
    assert!(!format!("{headers:?}").contains(value));
}

#[test]
fn test_headers_are_good_for_one_request() {
    let jwt = jwt();
    let app = app(&jwt);
    let headers = google_test_headers(&jwt, "ada@gmail.com").unwrap();
    with("/me", &headers).to(&app).is(200, "1 ada@gmail.com");
    with("/me", &headers).to(&app).is_refused(Refusal::BadToken);
}

#[test]
fn a_test_login_is_good_until_it_is_dropped() {
    let jwt = jwt();
    let app = app(&jwt);
    let login = GoogleTestLogin::new(&jwt, "ada@gmail.com").unwrap();
    let headers = login.headers();
    for _ in 0..2 {
        with("/me", &headers).to(&app).is(200, "1 ada@gmail.com");
    }
    with("/public", &headers).to(&app).is(200, "ada@gmail.com");
    drop(login);
    with("/me", &headers).to(&app).is_refused(Refusal::BadToken);
}

#[test]
fn an_entity_logs_in_without_a_store() {
    let jwt = jwt();
    let app = app(&jwt);
    let ghost = person(77, "ghost@example.com");
    let headers = google_test_headers_of(&jwt, ghost.clone()).unwrap();
    with("/me", &headers)
        .to(&app)
        .is(200, "77 ghost@example.com");
    let login = GoogleTestLogin::of(&jwt, ghost).unwrap();
    with("/claims", &login.headers())
        .to(&app)
        .is(200, "Some(77) false");
    // It is no employee, whatever the request says.
    let request = with("/staff", &login.headers()).with("x-auth-resource", b"staff");
    request.to(&app).is_refused(Refusal::BadToken);
}

#[test]
fn the_resource_names_the_table_of_a_test_login_too() {
    let jwt = jwt();
    let app = app(&jwt);
    let login = GoogleTestLogin::new(&jwt, "ada@gmail.com").unwrap();
    let staff = with("/staff", &login.headers()).with("x-auth-resource", b"staff");
    staff.to(&app).is(200, "10 ada@gmail.com");
}

#[test]
fn an_entity_logs_in_as_one_of_its_table() {
    let jwt = jwt();
    let app = app(&jwt);
    let employee = Employee {
        id: 10,
        email: "ada@gmail.com".to_owned(),
    };
    let login = GoogleTestLogin::of(&jwt, employee).unwrap();
    with("/staff", &login.headers())
        .to(&app)
        .is(200, "10 ada@gmail.com");
}

#[test]
fn an_unknown_address_logs_nobody_in() {
    let jwt = jwt();
    let app = app(&jwt);
    let login = GoogleTestLogin::new(&jwt, "nobody@gmail.com").unwrap();
    with("/me", &login.headers())
        .to(&app)
        .is_refused(Refusal::BadToken);
}

// SECURITY.md, rules 8 and 11: a login of one test is nobody's in another.
#[test]
fn test_logins_never_meet() {
    let (one, other) = (jwt(), jwt());
    let ada = GoogleTestLogin::new(&one, "ada@gmail.com").unwrap();
    let grace = GoogleTestLogin::of(&one, person(2, "grace@example.com")).unwrap();
    let app_of_one = app(&one);
    std::thread::scope(|threads| {
        for (login, expected) in [(&ada, "1 ada@gmail.com"), (&grace, "2 grace@example.com")] {
            let app = &app_of_one;
            threads.spawn(move || {
                for _ in 0..50 {
                    with("/me", &login.headers()).to(app).is(200, expected);
                }
            });
        }
    });
    let stranger = with("/me", &ada.headers()).to(&app(&other));
    stranger.is_refused(Refusal::BadToken);
}

#[test]
fn a_test_login_needs_the_provider_and_its_entity() {
    let without = builder().build().unwrap();
    let error = google_test_headers(&without, "ada@gmail.com").unwrap_err();
    assert_eq!(error, GoogleTestError::NotConfigured);
    let error = GoogleTestLogin::of::<User>(&jwt(), ada()).unwrap_err();
    assert!(matches!(
        error,
        GoogleTestError::NoSuchEntity { table: "users", .. }
    ));
}
