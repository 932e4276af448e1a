//! Where in a token its roles are: a claim, a value inside of one, or the names of an object's members.

use jwt_router::{App, prelude::*};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, SECRET, builder, forge_raw, get, users_only,
};
use serde_json::{Value, json};

use super::user_with;
use crate::log::logged;

#[protected(GET, "/admin", role = "admin", register = false)]
async fn admin() -> &'static str {
    "in"
}

#[protected(GET, "/both", role = ["admin", "editor"], register = false)]
async fn both() -> &'static str {
    "in"
}

#[protected(GET, "/any", register = false)]
async fn any() -> &'static str {
    "in"
}

fn app(builder: JwtRoutesBuilder) -> App {
    let jwt = builder.build().unwrap();
    jwt.app_with((), routes![admin, both, any]).build().unwrap()
}

/// Checks the response to a token on the route of administrators: `None` is let in, a code is a refusal.
#[track_caller]
fn check(builder: JwtRoutesBuilder, token: &str, code: Option<&str>) {
    let app = app(builder);
    let log = logged(|| {
        let answer = get("/admin").bearer(token).to(&app);
        match code {
            None => answer.is(200, "in"),
            Some(_) => answer.is_refused(Refusal::Forbidden),
        }
    });
    let guards = log
        .iter()
        .filter(|event| event["target"] == "jwt_router::guard");
    let codes: Vec<&Value> = guards.map(|event| &event["fields"]["code"]).collect();
    assert_eq!(codes, Vec::from_iter(code), "{log:?}");
}

fn claims(text: &str) -> String {
    let payload = format!(
        r#"{{"table_name":"users","user_id":1,"exp":{},{text}}}"#,
        NOW + 60
    );
    forge_raw(r#"{"alg":"HS256","typ":"JWT"}"#, &payload, SECRET)
}

// Keycloak.
#[test]
fn roles_are_found_inside_of_a_claim() {
    let nested = || builder().roles_at("/realm_access/roles");
    for (realm_access, code) in [
        (json!({"roles": ["admin"]}), None),
        (json!({"roles": ["user", "admin"], "x": {"y": [1]}}), None),
        (json!({"roles": "admin"}), None),
        (json!({"roles": []}), Some("missing_role")),
        (json!({"roles": ["user"]}), Some("missing_role")),
        (json!({"roles": "admin user"}), Some("missing_role")),
        (json!({}), Some("no_roles")),
        (json!({"Roles": ["admin"]}), Some("no_roles")),
        (json!({"account": {"roles": ["admin"]}}), Some("no_roles")),
        (json!({"roles": {"admin": true}}), Some("wrong_roles_type")),
        (json!({"roles": ["admin", 1]}), Some("wrong_roles_type")),
        (json!({"roles": null}), Some("wrong_roles_type")),
        (json!(["admin"]), Some("no_roles")),
        (json!("admin"), Some("wrong_roles_type")),
        (json!(null), Some("wrong_roles_type")),
    ] {
        let token = user_with(json!({"realm_access": realm_access}));
        check(nested(), &token, code);
    }
    check(nested(), &user_with(json!({})), Some("no_roles"));
    // The same name elsewhere is another claim.
    let roles = json!({"roles": ["admin"], "/realm_access/roles": ["admin"]});
    check(nested(), &user_with(roles), Some("no_roles"));
}

#[test]
fn all_roles_of_a_list_are_found_inside_of_a_claim() {
    let app = app(builder().roles_at("/realm_access/roles"));
    for (roles, status) in [
        (json!(["editor", "admin"]), 200),
        (json!(["editor"]), 403),
        (json!(["admin"]), 403),
    ] {
        let token = user_with(json!({"realm_access": {"roles": roles}}));
        assert_eq!(get("/both").bearer(&token).to(&app).status, status);
    }
}

// RFC 6901, section 3.
#[test]
fn a_pointer_has_its_escapes() {
    let token = user_with(json!({"a/b": {"c~d": {"": ["admin"]}}}));
    check(builder().roles_at("/a~1b/c~0d/"), &token, None);
    check(
        builder().roles_at("/a~1b/c~0d"),
        &token,
        Some("wrong_roles_type"),
    );
    let token = user_with(json!({"resource_access": {"my-api": {"roles": ["admin"]}}}));
    check(
        builder().roles_at("/resource_access/my-api/roles"),
        &token,
        None,
    );
    let token = user_with(json!({"grants": [{"roles": ["user"]}, {"roles": ["admin"]}]}));
    check(builder().roles_at("/grants/1/roles"), &token, None);
    check(
        builder().roles_at("/grants/0/roles"),
        &token,
        Some("missing_role"),
    );
}

// Auth0.
#[test]
fn a_flat_name_is_flat_whatever_characters_it_has() {
    for name in [
        "https://app.example.com/roles",
        "cognito:groups",
        "realm_access.roles",
        "/realm_access/roles",
        "a~1b",
    ] {
        let flat = || builder().roles_claim(name);
        check(flat(), &user_with(json!({name: ["admin"]})), None);
        check(
            flat(),
            &user_with(json!({name: ["user"]})),
            Some("missing_role"),
        );
        let nested = json!({"realm_access": {"roles": ["admin"]}, "a/b": ["admin"]});
        check(flat(), &user_with(nested), Some("no_roles"));
    }
}

#[test]
fn a_claim_that_is_absent_or_of_another_type_has_a_code_of_its_own() {
    let flat = || builder().roles_claim("roles");
    check(flat(), &user_with(json!({})), Some("no_roles"));
    for roles in [
        json!(1),
        json!(null),
        json!({"admin": true}),
        json!([["admin"]]),
    ] {
        let token = user_with(json!({"roles": roles}));
        check(flat(), &token, Some("wrong_roles_type"));
    }
}

// Zitadel.
#[test]
fn the_names_of_members_are_roles_where_that_is_configured() {
    const CLAIM: &str = "urn:zitadel:iam:org:project:roles";
    let members = || builder().role_members_at(format!("/{CLAIM}"));
    for (roles, code) in [
        (json!({"admin": {"1": "x"}}), None),
        (json!({"user": {}, "admin": {}}), None),
        (json!({"admin": true}), None),
        (json!({"admin": false}), Some("missing_role")),
        (json!({"admin": null}), Some("missing_role")),
        (json!({"user": {"admin": "x"}}), Some("missing_role")),
        (json!({}), Some("missing_role")),
        (json!(["admin"]), Some("wrong_roles_type")),
        (json!("admin"), Some("wrong_roles_type")),
    ] {
        check(members(), &user_with(json!({CLAIM: roles})), code);
    }
    check(members(), &user_with(json!({})), Some("no_roles"));
    // Without the setting, an object has no roles.
    let token = user_with(json!({CLAIM: {"admin": {"1": "x"}}}));
    check(
        builder().roles_claim(CLAIM),
        &token,
        Some("wrong_roles_type"),
    );
    let nested = user_with(json!({"a": {"b": {"admin": {}}}}));
    check(builder().role_members_at("/a/b"), &nested, None);
}

// Two readers of one token could choose different members.
#[test]
fn a_repeated_member_gives_no_role() {
    let nested = || builder().roles_at("/realm_access/roles");
    for object in [
        r#"{"roles":["admin"],"roles":["admin"]}"#,
        r#"{"roles":["user"],"roles":["admin"]}"#,
        r#"{"roles":["admin"],"r\u006fles":[]}"#,
    ] {
        let token = claims(&format!(r#""realm_access":{object}"#));
        check(nested(), &token, Some("wrong_roles_type"));
    }
    let members = || builder().role_members_at("/grants");
    let twice = claims(r#""grants":{"admin":false,"admin":{}}"#);
    check(members(), &twice, Some("missing_role"));
    // A repeated claim makes the token invalid.
    let token = claims(r#""realm_access":{"roles":[]},"realm_access":{"roles":["admin"]}"#);
    let answer = get("/admin").bearer(&token).to(&app(nested()));
    answer.is_refused(Refusal::BadToken);
}

#[test]
fn an_object_is_read_only_where_a_role_is_required() {
    let app = app(builder().roles_at("/realm_access/roles"));
    for object in [r#"{"roles":["user"],"roles":["admin"]}"#, "1", "null"] {
        let token = claims(&format!(r#""realm_access":{object}"#));
        get("/any").bearer(&token).to(&app).is(200, "in");
    }
    // Its JSON is valid in any case.
    for object in [
        r#"{"roles":["\ud800"]}"#,
        r#"{"roles":[1e999]}"#,
        r#"{"roles":["#,
    ] {
        let token = claims(&format!(r#""realm_access":{object}"#));
        for path in ["/any", "/admin"] {
            let answer = get(path).bearer(&token).to(&app);
            answer.is_refused(Refusal::BadToken);
        }
    }
}

#[test]
fn the_last_setting_of_the_place_counts() {
    let token = user_with(json!({"roles": ["admin"], "a": {"roles": []}}));
    check(
        builder().roles_at("/a/roles").roles_claim("roles"),
        &token,
        None,
    );
    check(
        builder().roles_claim("roles").roles_at("/a/roles"),
        &token,
        Some("missing_role"),
    );
}

#[test]
fn a_pointer_is_checked_when_the_application_is_configured() {
    for (pointer, words) in [
        ("", "`` leads to no roles: a JSON Pointer begins with `/`"),
        ("realm_access/roles", "call `.roles_claim(..)`"),
        ("$.realm_access.roles", "a JSON Pointer begins with `/`"),
        ("#/realm_access/roles", "a JSON Pointer begins with `/`"),
        ("/a~2b", "a `~` is written as `~0`"),
        ("/a~", "a `~` is written as `~0`"),
        ("/", "its first name"),
        ("//roles", "its first name"),
        ("/sub", "the claim `sub` cannot hold the roles"),
        ("/exp/roles", "the claim `exp` cannot hold the roles"),
        ("/amr/0", "the claim `amr` cannot hold the roles"),
        ("/scope/roles", "cannot hold both scopes and roles"),
    ] {
        for builder in [
            users_only().roles_at(pointer),
            users_only().role_members_at(pointer),
        ] {
            let error = builder.build().unwrap_err().to_string();
            assert!(error.contains(words), "{pointer}: {error}");
        }
    }
}
