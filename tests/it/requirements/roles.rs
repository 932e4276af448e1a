//! `role = ..`: said by the entity, or by a claim of the token.

use jwt_router::{App, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, builder, get};
use serde_json::{Value, json};

use super::{Member, Role, member_with, members, user_with};

#[protected(GET, "/admin", role = Role::Admin, register = false)]
async fn admin() -> &'static str {
    "in"
}

#[protected(GET, "/both", role = ["admin", Role::Editor], register = false)]
async fn both() -> &'static str {
    "in"
}

#[protected(GET, "/either", role = any(Role::Admin, "editor"), register = false)]
async fn either() -> &'static str {
    "in"
}

#[protected(GET, "/scoped", role = "admin", scope = "a", register = false)]
async fn scoped(_g: G<Member>) -> &'static str {
    "in"
}

/// Users, whose roles are in their tokens, and members, who say them themselves.
fn with_claim() -> JwtRoutesBuilder {
    builder().entity::<Member>(members()).roles_claim("roles")
}

fn app(builder: JwtRoutesBuilder) -> App {
    let jwt = builder.build().unwrap();
    jwt.app_with((), routes![admin, both, either, scoped])
        .build()
        .unwrap()
}

#[track_caller]
fn check(path: &str, token: &str, is_let_in: bool) {
    let answer = get(path).bearer(token).to(&app(with_claim()));
    if is_let_in {
        answer.is(200, "in");
    } else {
        // A role is nobody's business: no list of them.
        answer.is_refused(Refusal::Forbidden);
    }
}

#[test]
fn an_entity_says_its_roles() {
    for (id, is_admin, is_both, is_either) in [
        (1, true, false, true),
        (2, false, false, true),
        (3, true, true, true),
        (4, false, false, false),
    ] {
        let token = member_with(id, json!({}));
        check("/admin", &token, is_admin);
        check("/both", &token, is_both);
        check("/either", &token, is_either);
    }
}

#[test]
fn a_claim_says_the_roles_of_other_entities() {
    for (claim, is_admin, is_both, is_either) in [
        (json!("admin"), true, false, true),
        (json!(["admin"]), true, false, true),
        (json!(["x", "editor"]), false, false, true),
        (json!(["editor", "admin"]), true, true, true),
        (json!([]), false, false, false),
        (json!("admin editor"), false, false, false),
        (json!("administrator"), false, false, false),
        (json!(["Admin"]), false, false, false),
    ] {
        let token = user_with(json!({"roles": claim}));
        check("/admin", &token, is_admin);
        check("/both", &token, is_both);
        check("/either", &token, is_either);
    }
}

#[test]
fn the_entity_wins_over_the_claim() {
    let token = member_with(4, json!({"roles": ["admin", "editor"]}));
    for path in ["/admin", "/both", "/either"] {
        check(path, &token, false);
    }
    check("/admin", &member_with(1, json!({"roles": []})), true);
    // Not even its type matters.
    check("/admin", &member_with(1, json!({"roles": 7})), true);
}

#[test]
fn a_claim_of_the_wrong_type_has_no_roles() {
    for claim in [
        json!(null),
        json!(1),
        json!({"admin": true}),
        json!(["admin", 1]),
    ] {
        check("/admin", &user_with(json!({"roles": claim})), false);
    }
    check("/admin", &user_with(json!({})), false);
}

#[test]
fn an_entity_whose_roles_nobody_says_has_none() {
    // Teachers and users have no roles without a claim; members still do.
    let app = app(builder().entity::<Member>(members()));
    let claimed = user_with(json!({"roles": ["admin", "editor"]}));
    get("/admin")
        .bearer(&claimed)
        .to(&app)
        .is_refused(Refusal::Forbidden);
    get("/admin")
        .bearer(&member_with(1, json!({})))
        .to(&app)
        .is(200, "in");
}

#[test]
fn roles_are_as_fresh_as_the_store() {
    let store = members();
    let app = app(builder().entity::<Member>(store.clone()));
    let token = member_with(1, json!({}));
    get("/admin").bearer(&token).to(&app).is(200, "in");
    store.insert(Member {
        id: 1,
        roles: vec![],
    });
    get("/admin")
        .bearer(&token)
        .to(&app)
        .is_refused(Refusal::Forbidden);
    store.remove(&1);
    get("/admin")
        .bearer(&token)
        .to(&app)
        .is_refused(Refusal::BadToken);
}

#[test]
fn an_entity_that_is_awaited_says_its_roles_too() {
    let load = |id: i64| async move {
        let roles = if id == 1 { vec![Role::Admin] } else { vec![] };
        Ok::<_, std::io::Error>(Some(Member { id, roles }))
    };
    let app = app(builder().entity::<Member>(load));
    get("/admin")
        .bearer(&member_with(1, json!({})))
        .to(&app)
        .is(200, "in");
    get("/admin")
        .bearer(&member_with(2, json!({})))
        .to(&app)
        .is_refused(Refusal::Forbidden);
}

#[test]
fn a_missing_scope_is_told_before_a_missing_role() {
    let told = |id: i64, claims: Value| {
        let token = member_with(id, claims);
        let answer = get("/scoped").bearer(&token).to(&app(with_claim()));
        (answer.status, answer.header("www-authenticate").to_owned())
    };
    let scope = r#"Bearer error="insufficient_scope", scope="a""#;
    let role = r#"Bearer error="insufficient_scope""#;
    assert_eq!(told(4, json!({})), (403, scope.to_owned()));
    assert_eq!(told(4, json!({"scope": "a"})), (403, role.to_owned()));
    assert_eq!(told(1, json!({"scope": "a"})), (200, String::new()));
    let other_table = user_with(json!({"scope": "a", "roles": "admin"}));
    check("/scoped", &other_table, false);
}
