//! What a matrix needs before it can be sent, and how it says so.

use super::*;

const HEAD: &str = "the matrix cannot be sent:\n  - ";

#[track_caller]
fn check_whole(matrix: Matrix, expected: &str) {
    assert_eq!(complaint(matrix), format!("{HEAD}{expected}"));
}

#[test]
fn every_entity_has_somebody_to_call_as() {
    check_whole(
        authz_matrix!(app(routes![me])),
        "the matrix has no `jwt_router_tests::User` to call as: pass one that is in its store to `.entity(&..)`
  - the matrix has no `jwt_router_tests::Teacher` to call as: pass one that is in its store to `.entity(&..)`",
    );
}

#[test]
fn whoever_calls_is_in_the_store() {
    let stranger = User {
        user_id: 99,
        ..ada()
    };
    check_whole(
        authz_matrix!(app(routes![me]))
            .entity(&stranger)
            .entity(&emmy()),
        "the `jwt_router_tests::User` given to `.entity(&..)` is not in its store: insert it before the matrix runs",
    );
}

#[test]
fn whoever_calls_is_of_an_entity_of_the_application() {
    let app = app_of_users();
    check_whole(
        everybody(authz_matrix!(app)),
        "`jwt_router_tests::Teacher` is not an entity of this application: remove its `.entity(&..)`",
    );
}

#[test]
fn a_store_that_does_not_answer_is_told_before_anything_is_sent() {
    let app = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .entity::<User>(|_: i64| async { Err::<Option<User>, _>("disk on fire") })
        .build()
        .unwrap()
        .app_with((), routes![me])
        .build()
        .unwrap();
    check_whole(
        authz_matrix!(app).entity(&ada()),
        "the store of `jwt_router_tests::User` cannot load the value given to `.entity(&..)`: the store did not answer: disk on fire",
    );
}

#[test]
fn a_filled_path_is_answered_by_its_own_route() {
    #[protected(GET, "/marks/1", entity = Teacher, register = false)]
    async fn first_marks() {}

    let app = || app(routes![marks, first_marks]);
    check_whole(
        everybody(authz_matrix!(app())),
        "`/marks/{id}` filled as `/marks/1` is served by the route `/marks/1`: fill its captures by `.capture(|name, path| ..)`",
    );
    check_whole(
        everybody(authz_matrix!(app())).capture(|_, _| String::new()),
        "`/marks/{id}` filled as `/marks/` is served by no route: fill its captures by `.capture(|name, path| ..)`",
    );
    run(everybody(authz_matrix!(app())).capture(|_, _| "2".to_owned()));
}

#[test]
fn a_request_that_cannot_be_sent_is_told() {
    let jwt = builder().query_token("the token").build().unwrap();
    let app = jwt.app_with((), routes![me]).build().unwrap();
    let grid = run(everybody(authz_matrix!(app))).to_string();
    let note = "\nGET /me with a token in the URL: it was not sent, because its path or query parameter has a character that no URL has";
    assert!(grid.contains(note), "{grid}");
}

#[test]
fn a_lock_file_that_is_not_there_is_told() {
    let complaint = complaint(everybody(authz_matrix!(app(routes![me]), "no/routes.lock")));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("no/routes.lock");
    assert_eq!(
        complaint,
        format!(
            "there is no lock file `{}`\n\nmake it, read it and commit it: JWT_ROUTER_BLESS=1 cargo test",
            path.display()
        )
    );
}

#[cfg(feature = "jwks")]
#[test]
fn an_application_that_signs_nothing_is_told_what_the_matrix_needs() {
    let issuer = jwt_router::OidcIssuer::discover("https://login.example.com");
    let issuer = issuer.audience("my-api").entity::<User>("n");
    let app = |builder: JwtRoutesBuilder| {
        let users = MemoryStore::new([ada()]);
        let jwt = builder.entity::<User>(users).trusted_issuer(issuer.clone());
        jwt.build()
            .unwrap()
            .app_with((), routes![me])
            .build()
            .unwrap()
    };
    let foreign = app(JwtRoutes::builder());
    assert_eq!(
        complaint(authz_matrix!(foreign).entity(&ada())),
        "the matrix signs its own tokens, and this application has no key to sign with, since it accepts only tokens of other issuers: build the test's application with `.secret(Secret::random()?)` too, which changes no route"
    );
    let both = app(JwtRoutes::builder().secret(jwt_router_tests::SECRET));
    run(authz_matrix!(both).entity(&ada()));
}

#[test]
fn a_matrix_fails_at_the_line_that_makes_it() {
    use std::{panic, sync::mpsc};

    let (place, places) = mpsc::channel();
    let here = std::thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == here {
            let at = panic.location().unwrap();
            place.send((at.file().to_owned(), at.line())).unwrap();
        } else {
            usual(panic);
        }
    }));
    let line = line!() + 1;
    let by_policy = authz_matrix!(app(routes![me]));
    complaint(by_policy);
    complaint(authz_matrix!(app(routes![me]), "no/routes.lock"));
    drop(panic::take_hook());
    let file = file!().to_owned();
    let expected = [(file.clone(), line), (file, line + 2)];
    assert_eq!(places.iter().collect::<Vec<_>>(), expected);
}

/// Keys of other types have somebody who does not exist too.
mod keys {
    use jwt_router::entity;

    use super::*;

    #[entity(table = "small")]
    #[derive(Clone)]
    struct Small {
        id: u8,
    }

    #[entity(table = "named")]
    #[derive(Clone)]
    struct Named {
        id: String,
    }

    /// Its key is not any text.
    #[entity(table = "coded")]
    #[derive(Clone)]
    struct Coded {
        id: Code,
    }

    #[derive(Clone, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(try_from = "String", into = "String")]
    struct Code(String);

    impl TryFrom<String> for Code {
        type Error = &'static str;

        fn try_from(text: String) -> Result<Self, Self::Error> {
            let is_code = text.len() == 4 && text.starts_with("C-");
            is_code.then_some(Self(text)).ok_or("a code is `C-00`")
        }
    }

    impl From<Code> for String {
        fn from(code: Code) -> Self {
            code.0
        }
    }

    #[protected(register = false)]
    async fn anybody() {}

    #[test]
    fn nobody_has_a_key_of_the_same_type() {
        let (small, named) = (
            Small { id: 255 },
            Named {
                id: "ann".to_owned(),
            },
        );
        let coded = Coded {
            id: Code("C-99".to_owned()),
        };
        check_nobody(&small);
        check_nobody(&named);
        check_nobody(&coded);
    }

    #[track_caller]
    fn check_nobody<E: Entity>(sample: &E)
    where
        E::Key: Eq + std::hash::Hash,
    {
        let app = JwtRoutes::builder()
            .secret(jwt_router_tests::SECRET)
            .entity::<E>(MemoryStore::new([sample.clone()]))
            .build()
            .unwrap()
            .app_with((), routes![anybody])
            .build()
            .unwrap();
        let grid = run(authz_matrix!(app).entity(sample)).to_string();
        let row = "GET     /anybody  401       401        401      401        401       401      401     200";
        assert!(grid.contains(row), "{grid}");
    }
}
