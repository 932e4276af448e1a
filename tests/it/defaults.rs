//! `defaults!`: what a module demands of its handlers, and of those of the modules inside it.

use jwt_router::{App, AppBuilder, Routes, routes};
use jwt_router_tests::{NOW, Refusal, RequestExt as _, User, builder, forge, get, jwt};
use serde_json::{Value, json};

use crate::log::logged;

mod shop {
    pub(super) mod admin {
        use jwt_router::{prelude::*, protected as only};

        use crate::defaults::User;

        jwt_router::defaults! {
            prefix = "/admin",
            entity = User,
            role = any("admin", "owner"),
            scope = "a",
            fresh = "15m",
        }

        #[protected(GET, "/admin", register = false)]
        pub(crate) async fn plain() -> &'static str {
            "in"
        }

        #[protected(GET, "/admin/narrow", role = "staff", scope = ["b", "a"], fresh = "1m", register = false)]
        pub(crate) async fn narrow() -> &'static str {
            "in"
        }

        #[protected(GET, "/admin/wide", role = any("admin", "staff"), fresh = "1d", register = false)]
        pub(crate) async fn wide() -> &'static str {
            "in"
        }

        #[only(GET, "/admin/renamed", register = false)]
        pub(crate) async fn renamed() -> &'static str {
            "in"
        }

        super::generate!(generated, "/admin/generated");

        /// Handlers inside of a function, of a closure and of a module inside of a function.
        pub(crate) fn hidden() -> jwt_router::Routes<()> {
            mod r#in {
                use jwt_router::prelude::*;

                #[protected(GET, "/admin/in-a-module", register = false)]
                pub(super) async fn module() -> &'static str {
                    "in"
                }
            }

            #[protected(GET, "/admin/in-a-function", register = false)]
            async fn function() -> &'static str {
                "in"
            }
            let inside = || {
                #[protected(GET, "/admin/in-a-closure", register = false)]
                async fn closure() -> &'static str {
                    "in"
                }
                routes![closure]
            };
            routes![function, r#in::module].and(inside())
        }

        pub(crate) mod inner {
            use jwt_router::prelude::*;

            jwt_router::defaults! { role = "auditor", prefix = "/admin/audit" }

            #[protected(GET, "/admin/audit/log", register = false)]
            pub(crate) async fn log() -> &'static str {
                "in"
            }
        }
    }

    pub(super) mod administration {
        use jwt_router::prelude::*;

        #[protected(GET, "/administration", register = false)]
        pub(crate) async fn hello() -> &'static str {
            "in"
        }
    }

    macro_rules! generate {
        ($name:ident, $path:literal) => {
            #[protected(GET, $path, register = false)]
            pub(crate) async fn $name() -> &'static str {
                "in"
            }
        };
    }
    use generate;
}

use shop::{
    admin::{self, inner},
    administration,
};

fn app() -> App {
    let jwt = builder().roles_claim("roles").build().unwrap();
    let routes = routes![
        admin::plain,
        admin::narrow,
        admin::wide,
        admin::renamed,
        admin::generated,
        inner::log,
        administration::hello,
    ];
    let routes = routes.and(admin::hidden());
    jwt.app_with((), routes).build().unwrap()
}

/// A token of the user 1 who has all that the module demands, and these claims.
fn token(claims: &Value) -> String {
    let mut all = json!({
        "table_name": "users", "user_id": 1, "exp": NOW + 3600,
        "roles": ["admin"], "scope": "a", "auth_time": NOW,
    });
    for (name, value) in claims.as_object().unwrap() {
        all[name] = value.clone();
    }
    forge(&all)
}

#[track_caller]
fn check(path: &str, claims: Value, refusal: Option<Refusal>) {
    let answer = get(path).bearer(&token(&claims)).to(&app());
    match refusal {
        None => answer.is(200, "in"),
        Some(Refusal::StaleLogin) => assert_eq!(answer.status, 401),
        Some(_) => assert_eq!(answer.status, 403, "{answer:?}"),
    }
}

#[test]
fn a_handler_demands_what_its_module_does() {
    for path in [
        "/admin",
        "/admin/renamed",
        "/admin/generated",
        "/admin/in-a-module",
        "/admin/in-a-function",
        "/admin/in-a-closure",
    ] {
        check(path, json!({}), None);
        check(path, json!({"roles": ["owner"]}), None);
        check(path, json!({"roles": ["staff"]}), Some(Refusal::Forbidden));
        check(path, json!({"scope": "b"}), Some(Refusal::Forbidden));
        let stale = json!({"auth_time": NOW - 901});
        check(path, stale, Some(Refusal::StaleLogin));
    }
}

#[test]
fn a_handler_takes_the_entity_of_its_module_only() {
    let teacher = json!({"table_name": "teachers", "id": 1});
    check("/admin", teacher.clone(), Some(Refusal::Forbidden));
    check("/administration", teacher, None);
}

#[test]
fn what_a_handler_demands_is_added() {
    let all = json!({"roles": ["admin", "staff"], "scope": "a b"});
    check("/admin/narrow", all, None);
    for less in [
        json!({"roles": ["admin"], "scope": "a b"}),
        json!({"roles": ["staff"], "scope": "a b"}),
        json!({"roles": ["admin", "staff"], "scope": "b"}),
        json!({"roles": ["admin", "staff"], "scope": "a"}),
    ] {
        check("/admin/narrow", less, Some(Refusal::Forbidden));
    }
}

#[test]
fn a_handler_cannot_let_in_more_than_its_module() {
    check("/admin/wide", json!({}), None);
    let staff = json!({"roles": ["staff"]});
    check("/admin/wide", staff, Some(Refusal::Forbidden));
    let both = json!({"roles": ["staff", "owner"]});
    check("/admin/wide", both, None);
}

#[test]
fn the_shorter_time_since_the_login_counts() {
    let minutes_ago = json!({"auth_time": NOW - 61, "roles": ["admin", "staff"], "scope": "a b"});
    check("/admin/narrow", minutes_ago, Some(Refusal::StaleLogin));
    let hours_ago = json!({"auth_time": NOW - 3600});
    check("/admin/wide", hours_ago, Some(Refusal::StaleLogin));
}

#[test]
fn an_inner_module_demands_what_the_outer_one_does() {
    let log = "/admin/audit/log";
    check(log, json!({"roles": ["admin", "auditor"]}), None);
    for less in [json!({"roles": ["auditor"]}), json!({"roles": ["admin"]})] {
        check(log, less, Some(Refusal::Forbidden));
    }
}

#[test]
fn a_module_with_a_longer_name_is_another() {
    let nobody = json!({"roles": [], "scope": "", "auth_time": 0});
    check("/administration", nobody, None);
}

#[test]
fn the_policy_table_has_what_the_modules_demand() {
    let app = app();
    let needs = |path: &str| {
        let text = app.policy().to_string();
        let line = text.lines().find(|line| line.contains(path)).unwrap();
        let [_, _, _, needs, ..] = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()[..]
        else {
            panic!("{line}");
        };
        needs.to_owned()
    };
    assert_eq!(
        needs("/admin/narrow"),
        "users, scope a b, role staff, any role admin owner, fresh 1m"
    );
    assert_eq!(
        needs("/admin/audit/log"),
        "users, scope a, role auditor, any role admin owner, fresh 15m"
    );
    assert_eq!(needs("/administration"), "any entity");
}

#[test]
fn defaults_that_hold_for_no_route_are_warned_of() {
    let said = |log: Vec<Value>| {
        log.iter()
            .filter(|event| event["level"] == "WARN")
            .map(|event| event["fields"]["message"].as_str().unwrap().to_owned())
            .filter(|message| message.contains("holds for no route"))
            .collect::<Vec<String>>()
    };
    // Nothing that is registered stands in a module of this file.
    let warned = said(logged(|| drop(crate::registry::built())));
    let defaults = at(
        "defaults! of it::defaults::wrong::public",
        wrong::public::DEFAULTS,
    );
    let expected = format!(
        "{defaults} holds for no route of this application: write it in the module that has the handlers, or in one around it"
    );
    assert!(warned.contains(&expected), "{warned:?}");
    // A list of routes leaves out what it likes.
    assert_eq!(said(logged(|| drop(app()))), [""; 0]);
}

/// Modules that cannot be built.
mod wrong {
    pub(super) mod public {
        use jwt_router::prelude::*;

        pub(crate) const DEFAULTS: u32 = line!() + 1;
        jwt_router::defaults! { scope = "a" }

        pub(crate) const LOGIN: u32 = line!() + 2;
        #[whitelist(POST, "/login", register = false)]
        pub(crate) async fn login() {}
    }

    pub(super) mod prefix {
        use jwt_router::prelude::*;

        pub(crate) const DEFAULTS: u32 = line!() + 1;
        jwt_router::defaults! { prefix = "/admin" }

        pub(crate) const SHOW: u32 = line!() + 2;
        #[protected(GET, "/administration/{id}", register = false)]
        pub(crate) async fn show() {}
    }

    pub(super) mod entity {
        use jwt_router::prelude::*;
        use jwt_router_tests::{Teacher, User};

        pub(crate) const DEFAULTS: u32 = line!() + 1;
        jwt_router::defaults! { entity = User }

        pub(crate) const MARKS: u32 = line!() + 2;
        #[protected(GET, "/marks", register = false)]
        pub(crate) async fn marks(_g: G<Teacher>) {}

        pub(crate) mod inner {
            use jwt_router::prelude::*;
            use jwt_router_tests::Teacher;

            pub(crate) const DEFAULTS: u32 = line!() + 1;
            jwt_router::defaults! { entity = Teacher }

            #[protected(GET, "/one", register = false)]
            pub(crate) async fn one() {}

            #[protected(GET, "/two", register = false)]
            pub(crate) async fn two() {}
        }
    }
}

/// A handler, or defaults, as an error names them.
fn at(what: &str, line: u32) -> String {
    format!("`{what}` (tests/it/defaults.rs:{line})")
}

#[track_caller]
fn check_problem(routes: Routes<()>, expected: &str) {
    let app: AppBuilder = jwt().app_with((), routes);
    let error = app.build().unwrap_err().to_string();
    let expected = format!("the routes cannot be mounted:\n  - {expected}");
    assert_eq!(error, expected);
}

#[test]
fn a_module_with_defaults_has_no_public_handler() {
    use wrong::public;

    let login = at("it::defaults::wrong::public::login", public::LOGIN);
    let defaults = at("defaults! of it::defaults::wrong::public", public::DEFAULTS);
    check_problem(
        routes![public::login],
        &format!(
            "{login} is public, and {defaults} applies to protected handlers only: move the handler out of the module, or remove the defaults"
        ),
    );
}

#[test]
fn a_path_starts_as_its_module_says() {
    use wrong::prefix;

    let show = at("it::defaults::wrong::prefix::show", prefix::SHOW);
    let defaults = at("defaults! of it::defaults::wrong::prefix", prefix::DEFAULTS);
    check_problem(
        routes![prefix::show],
        &format!(
            "the path `/administration/{{id}}` of {show} is not under `/admin`, as {defaults} requires: write `\"/admin/administration/{{id}}\"`"
        ),
    );
}

#[test]
fn a_handler_has_no_other_entity_than_its_module() {
    use wrong::entity;

    let marks = at("it::defaults::wrong::entity::marks", entity::MARKS);
    let defaults = at("defaults! of it::defaults::wrong::entity", entity::DEFAULTS);
    check_problem(
        routes![entity::marks],
        &format!(
            "{marks} takes tokens of `jwt_router_tests::Teacher` only, and {defaults} those of `jwt_router_tests::User` only, and a token has one entity: move the handler out of the module, or remove one `entity`"
        ),
    );
}

#[test]
fn modules_of_two_entities_are_one_problem() {
    use wrong::entity::{self, inner};

    let outer = at("defaults! of it::defaults::wrong::entity", entity::DEFAULTS);
    let defaults = at(
        "defaults! of it::defaults::wrong::entity::inner",
        inner::DEFAULTS,
    );
    check_problem(
        routes![inner::one, inner::two],
        &format!(
            "{outer} takes tokens of `jwt_router_tests::User` only, and {defaults} those of `jwt_router_tests::Teacher` only, and a token has one entity: move the handler out of the module, or remove one `entity`"
        ),
    );
}
