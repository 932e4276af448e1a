//! The policy as an artefact: text, Markdown, JSON, its hash, and the lock file.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::Command,
};

use axum::{Router, http::Method, routing::get as by_get};
use jwt_router::{
    App, JwtRoutes, MemoryStore, PolicyTable, Routes, routes, testing::assert_policy_lock,
};
use jwt_router_tests::{SECRET, Teacher, User, jwt};
use serde_json::json;
use sha2::{Digest as _, Sha256};

mod before {
    use super::User;
    use jwt_router::prelude::*;

    #[protected(POST, "/pay", register = false)]
    pub(super) async fn pay(_g: G<User>) {}
}

/// The same handlers after somebody changed an attribute.
mod after {
    use jwt_router::prelude::*;

    pub(super) const LINE: u32 = line!() + 2;
    #[whitelist(POST, "/pay", register = false)]
    pub(super) async fn pay() {}
}

mod other {
    use super::Teacher;
    use jwt_router::prelude::*;

    pub(super) const LINE: u32 = line!() + 2;
    #[protected(GET, "/marks", query = "auth", claims_only, entity = Teacher, register = false)]
    pub(super) async fn marks() {}
}

/// Two predicates of one name, and handlers that call them by it.
mod strict {
    use jwt_router::prelude::*;

    pub(super) fn owns(_g: G<super::User>) -> bool {
        false
    }

    #[protected(POST, "/edit", guard = owns, register = false)]
    pub(super) async fn edit() {}
}

mod lenient {
    pub(super) fn owns() -> bool {
        true
    }
}

/// [`strict::edit`] with a predicate of the same name and of another module.
mod elsewhere {
    use jwt_router::prelude::*;

    #[protected(POST, "/edit", guard = super::lenient::owns, register = false)]
    pub(super) async fn edit() {}
}

fn app(routes: Routes<()>) -> App {
    jwt().app_with((), routes).build().unwrap()
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What a test says that compares this application with a lock file of this text.
#[track_caller]
fn complaint(app: &App, name: &str, text: &str) -> String {
    let path = scratch(name);
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let check = || assert_policy_lock!(app.policy(), path);
    let panic = catch_unwind(AssertUnwindSafe(check)).unwrap_err();
    let message = panic.downcast::<String>().unwrap();
    message.replace(path, "routes.lock")
}

const BEFORE: &str = "POST  /pay  protected users  it::lock::before::pay\n";

#[test]
fn a_handler_that_becomes_public_fails_the_test() {
    let path = scratch("kept.lock");
    fs::write(&path, BEFORE).unwrap();
    let app = app(routes![before::pay]);
    assert_policy_lock!(app.policy(), path.to_str().unwrap());

    let app = self::app(routes![after::pay]);
    assert_eq!(
        complaint(&app, "opened.lock", BEFORE),
        "\
the routes are not what `routes.lock` says

!!! LOST PROTECTION: these answer without a token now
  POST /pay was protected users, is now PUBLIC
    - POST  /pay  protected users  it::lock::before::pay
    + POST  /pay  PUBLIC  it::lock::after::pay

if all of this is meant, write the file anew: JWT_ROUTER_BLESS=1 cargo test"
    );
}

#[test]
fn a_predicate_is_known_by_its_path_from_the_crate_on() {
    let locked =
        "POST  /edit  protected users, guard it::lock::strict::owns  it::lock::strict::edit\n";
    let path = scratch("predicate.lock");
    fs::write(&path, locked).unwrap();
    let app = app(routes![strict::edit]);
    assert_policy_lock!(app.policy(), path.to_str().unwrap());

    let complaint = complaint(
        &self::app(routes![elsewhere::edit]),
        "predicates.lock",
        locked,
    );
    let expected = "
!! Loosened: these let in more than they did
  POST /edit was protected users, guard it::lock::strict::owns, is now protected any entity, guard it::lock::lenient::owns
";
    assert!(complaint.contains(expected), "{complaint}");
}

#[test]
fn a_predicate_that_is_a_value_is_known_by_its_path_too() {
    const ALWAYS: fn() -> bool = lenient::owns;

    #[jwt_router::protected(GET, "/value", guard = ALWAYS, register = false)]
    async fn value() {}

    let policy = app(routes![value]).policy().to_string();
    assert!(
        policy.contains("any entity, guard it::lock::ALWAYS"),
        "{policy}"
    );
}

#[test]
fn a_crate_that_is_not_linked_fails_the_test() {
    let locked = format!("{BEFORE}GET  /admin  protected any entity  admin::home\n");
    let complaint = complaint(&app(routes![before::pay]), "unlinked.lock", &locked);
    let expected = "
Missing: these are in the file and not in the program
  GET /admin was protected any entity, is missing
    - GET  /admin  protected any entity  admin::home

No route of the crate `admin` is here. A crate that nothing names is not linked: write `use admin as _;`
";
    assert!(complaint.contains(expected), "{complaint}");
}

#[test]
fn a_route_that_is_opened_or_added_by_the_builder_fails_the_test() {
    let router = Router::new().route("/open", by_get(|| async {}));
    let app = jwt()
        .app_with((), routes![before::pay, other::marks])
        .merge(router)
        .ignored(Method::GET, "/open")
        .build()
        .unwrap();
    let complaint = complaint(&app, "added.lock", BEFORE);
    for expected in [
        "\n! New and PUBLIC\n  GET /open is new, and PUBLIC\n    + GET  /open  PUBLIC  ignored(GET, \"/open\")\n",
        "\nNew, and protected\n  * * is new, and protected any entity\n",
        "  GET /marks is new, and protected teachers, claims only, ?auth=\n",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn an_application_that_is_not_what_its_lock_file_says_is_not_built() {
    let build = |routes, lock| jwt().app_with((), routes).locked(lock).build();
    let app = build(routes![before::pay], BEFORE).unwrap();
    assert_eq!(app.policy().routes().len(), 1);

    let error = build(routes![after::pay, other::marks], BEFORE).unwrap_err();
    let line = line!() - 5;
    let expected = |difference: &str| {
        format!(
            "\n  - `locked(..)` (tests/it/lock.rs:{line}): {difference}; if that is meant, and the tests have it too, write the file anew: JWT_ROUTER_BLESS=1 cargo test"
        )
    };
    assert_eq!(
        error.to_string(),
        [
            "the routes cannot be mounted:",
            &expected("POST /pay was protected users, is now PUBLIC"),
            &expected("GET /marks is new, and protected teachers, claims only, ?auth="),
        ]
        .concat()
    );

    let error = build(routes![before::pay], "<<<<<<< HEAD\n").unwrap_err();
    let expected = format!(
        "\n  - `locked(..)` (tests/it/lock.rs:{line}): line 1 is not a route: `<<<<<<< HEAD`\n"
    );
    assert!(error.to_string().contains(&expected), "{error}");
}

/// An entity without roles of its own: they are read from its tokens.
#[jwt_router::entity(table = "users", key = "user_id")]
#[derive(Clone)]
struct Unroled {
    user_id: i64,
}

#[jwt_router::entity(table = "users", key = "user_id", roles = Self::roles)]
#[derive(Clone)]
struct Roled {
    user_id: i64,
}

impl Roled {
    fn roles(&self) -> &[&'static str] {
        if self.user_id == 1 { &["admin"] } else { &[] }
    }
}

#[jwt_router::protected(GET, "/staff", role = "admin", register = false)]
async fn staff() {}

// SECURITY.md, Not defended: what the lock file does not have.
#[test]
fn an_entity_that_is_added_or_loses_its_own_roles_is_no_difference() {
    let builder = || JwtRoutes::builder().secret(SECRET).roles_claim("roles");
    let lock = "GET  /staff  protected any entity, role admin  it::lock::staff\n";
    for builder in [
        builder().entity::<Roled>(MemoryStore::new([])),
        builder().entity::<Unroled>(MemoryStore::new([])),
        builder()
            .entity::<Roled>(MemoryStore::new([]))
            .entity::<Teacher>(MemoryStore::new([])),
    ] {
        let jwt = builder.build().unwrap();
        let app = jwt.app_with((), routes![staff]).locked(lock).build();
        app.unwrap();
    }
}

/// Run by the next test, as the one below.
#[test]
#[ignore = "it is run by `a_locked_application_can_be_blessed`"]
fn blessed_by_another_process_that_is_locked() {
    let build = jwt().app_with((), routes![after::pay]).locked(BEFORE);
    let app = build.build().unwrap();
    assert_policy_lock!(app.policy(), scratch("locked.lock").to_str().unwrap());
}

#[test]
fn a_locked_application_can_be_blessed() {
    let run = |bless| passes("lock::blessed_by_another_process_that_is_locked", bless);
    assert!(!run("0"));
    assert!(run("1"));
}

#[test]
fn a_missing_file_says_how_to_make_it() {
    let app = app(routes![before::pay]);
    let check = || assert_policy_lock!(app.policy(), "no/routes.lock");
    let panic = catch_unwind(AssertUnwindSafe(check)).unwrap_err();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("no/routes.lock");
    assert_eq!(
        *panic.downcast::<String>().unwrap(),
        format!(
            "there is no lock file `{}`\n\nmake it, read it and commit it: JWT_ROUTER_BLESS=1 cargo test",
            path.display()
        )
    );
}

#[test]
fn a_malformed_file_is_told_with_its_line() {
    let text = format!("# routes\n{BEFORE}=======\n");
    let complaint = complaint(&app(routes![before::pay]), "malformed.lock", &text);
    let expected = "`routes.lock`, line 3 is not a route: `=======`\n";
    assert!(complaint.starts_with(expected), "{complaint}");
}

#[test]
fn a_line_with_a_malformed_column_is_no_route() {
    for line in [
        "POST  /pay or not  PUBLIC  it::lock::before::pay",
        "POST  pay  PUBLIC  it::lock::before::pay",
        "Post  /pay  PUBLIC  it::lock::before::pay",
        "POST  /pay  PUBLIC",
        "POST  /pay  PUBLIC, unknown 7  it::lock::before::pay",
        "POST  /pay  protected users, unknown 7  it::lock::before::pay",
        "POST /pay PUBLIC it::lock::before::pay",
    ] {
        let complaint = complaint(&app(routes![before::pay]), "columns.lock", line);
        let expected = format!("`routes.lock`, line 1 is not a route: `{line}`\n");
        assert!(complaint.starts_with(&expected), "{complaint}");
    }
}

// Two branches that are merged may leave both lines: neither is "missing" then.
#[test]
fn a_route_that_stands_twice_is_told_with_its_line() {
    let pay = "POST  /pay  protected users  it::lock::before::pay\n";
    let public = "POST  /pay  PUBLIC  it::lock::before::pay\n";
    for second in [pay, public] {
        let text = format!("# routes\n{pay}{second}");
        let complaint = complaint(&app(routes![before::pay]), "twice.lock", &text);
        let expected = "`routes.lock`, line 3 has `POST /pay` again, after line 2: keep the one that is meant\n";
        assert!(complaint.starts_with(expected), "{complaint}");
    }
}

/// Run by the next test, in a process of its own: a variable of the environment is everybody's.
#[test]
#[ignore = "it is run by `blessing_writes_the_file`"]
fn blessed_by_another_process() {
    let app = app(routes![before::pay, other::marks]);
    assert_policy_lock!(app.policy(), scratch("blessed.lock").to_str().unwrap());
}

#[test]
fn blessing_writes_the_file() {
    let path = scratch("blessed.lock");
    let run = |bless| passes("lock::blessed_by_another_process", bless);
    fs::write(&path, "whatever").unwrap();
    assert!(!run("0"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "whatever");
    assert!(run("1"));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "\
# The policy of each route of this application. `assert_policy_lock!` in a test compares this file
# with the program, and `JWT_ROUTER_BLESS=1 cargo test` writes it anew. Review a line that says PUBLIC.
GET  /marks  protected teachers, claims only, ?auth=  it::lock::other::marks
POST  /pay  protected users  it::lock::before::pay
"
    );
    assert!(run("0"));
}

/// Whether an ignored test passes in a process of its own, with this in `JWT_ROUTER_BLESS`.
pub(crate) fn passes(test: &str, bless: &str) -> bool {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", test])
        .env("JWT_ROUTER_BLESS", bless)
        .env_remove("CI")
        .output()
        .unwrap()
        .status
        .success()
}

/// Run by the next test, as the one above.
#[test]
#[ignore = "it is run by `nothing_is_blessed_where_nobody_reads_it`"]
fn blessed_by_another_process_of_a_service() {
    let app = app(routes![after::pay]);
    assert_policy_lock!(app.policy(), scratch("unread.lock").to_str().unwrap());
}

#[test]
fn nothing_is_blessed_where_nobody_reads_it() {
    let path = scratch("unread.lock");
    let run = |ci: &str| {
        fs::write(&path, BEFORE).unwrap();
        let test = "lock::blessed_by_another_process_of_a_service";
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "--ignored", test])
            .env("JWT_ROUTER_BLESS", "1")
            .env("CI", ci)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (
            output.status.success(),
            said,
            fs::read_to_string(&path).unwrap(),
        )
    };
    for ci in ["true", "1", "woodpecker"] {
        let (is_success, said, file) = run(ci);
        assert!(!is_success);
        let expected = "is not written where `CI` is set, since the change would go unread: unset `JWT_ROUTER_BLESS` there, and commit the file that you write on your machine";
        assert!(said.contains(expected), "{said}");
        assert_eq!(file, BEFORE);
    }
    for ci in ["", "0", "false"] {
        let (is_success, said, file) = run(ci);
        assert!(is_success, "{said}");
        assert!(file.contains("PUBLIC  it::lock::after::pay"), "{file}");
    }
}

#[test]
fn the_policy_is_text_markdown_and_json() {
    let app = app(routes![after::pay, other::marks]);
    let line = |text: &str| {
        text.replace("AFTER", &after::LINE.to_string())
            .replace("MARKS", &other::LINE.to_string())
    };
    assert_eq!(
        app.policy().to_string(),
        line(
            "\
METHOD  PATH    ACCESS     NEEDS                          HANDLER                 AT
GET     /marks  protected  teachers, claims only, ?auth=  it::lock::other::marks  tests/it/lock.rs:MARKS
POST    /pay    public                                    it::lock::after::pay    tests/it/lock.rs:AFTER"
        )
    );
    assert_eq!(
        app.policy().markdown(),
        line(
            "\
| method | path | access | needs | handler | at |
| --- | --- | --- | --- | --- | --- |
| GET | `/marks` | protected | teachers, claims only, ?auth= | `it::lock::other::marks` | `tests/it/lock.rs:MARKS` |
| POST | `/pay` | **public** |  | `it::lock::after::pay` | `tests/it/lock.rs:AFTER` |"
        )
    );
    assert_eq!(
        serde_json::to_value(app.policy()).unwrap()[0],
        json!({
            "method": "GET",
            "path": "/marks",
            "access": "protected",
            "token_use": "access",
            "requirements": {"entity": ["teachers"]},
            "claims_only": true,
            "token_version": false,
            "cookie": false,
            "websocket": false,
            "query": "auth",
            "handler": "it::lock::other::marks",
            "file": "tests/it/lock.rs",
            "line": other::LINE,
        })
    );
    let text = serde_json::to_string(app.policy()).unwrap();
    let read: PolicyTable = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, app.policy());
    assert_eq!(read.sha256(), app.policy().sha256());
}

#[test]
fn the_hash_is_of_one_json_array_a_route() {
    let text = r#"["GET","/marks","protected","access",{"entity":["teachers"]},true,false,{"cookie":false,"websocket":false,"query":"auth"},"it::lock::other::marks"]
["POST","/pay","public","access",{},false,false,{"cookie":false,"websocket":false,"query":null},"it::lock::after::pay"]
"#;
    let hex = Sha256::digest(text)
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    assert_eq!(
        app(routes![after::pay, other::marks]).policy().sha256(),
        hex
    );
}
