//! Tests of JSON Pointers to roles, and of the values to which they lead.

use serde_json::json;

use super::*;

#[track_caller]
fn check_pointer(pointer: &str, expected: Result<(&str, &[&str]), &str>) {
    let parsed = RolesClaim::at(pointer, RolesForm::Names);
    match (parsed, expected) {
        (Ok(parsed), Ok((claim, path))) => {
            let found: Vec<&str> = parsed.path.iter().map(|name| &**name).collect();
            assert_eq!((parsed.claim(), &*found), (claim, path), "{pointer}");
        }
        (Err(fault), Err(words)) => assert!(fault.contains(words), "{pointer}: {fault}"),
        (parsed, _) => panic!("{pointer}: {parsed:?}"),
    }
}

// RFC 6901, sections 3 to 5.
#[test]
fn a_pointer_is_a_list_of_names() {
    check_pointer("/roles", Ok(("roles", &[])));
    check_pointer("/realm_access/roles", Ok(("realm_access", &["roles"])));
    check_pointer("/a~1b/c~0d", Ok(("a/b", &["c~d"])));
    check_pointer("/~01", Ok(("~1", &[])));
    check_pointer("/~10", Ok(("/0", &[])));
    check_pointer("/a//b", Ok(("a", &["", "b"])));
    check_pointer("/a/", Ok(("a", &[""])));
    check_pointer("/c%d/e^f/g|h/ /\"", Ok(("c%d", &["e^f", "g|h", " ", "\""])));
    check_pointer(
        "/https:~1~1app.example.com~1roles",
        Ok(("https://app.example.com/roles", &[])),
    );
}

#[test]
fn what_is_no_pointer_to_a_claim_is_refused() {
    for pointer in [
        "",
        "roles",
        "realm_access/roles",
        "#/roles",
        " /roles",
        "$.roles",
    ] {
        check_pointer(pointer, Err("begins with `/`"));
    }
    for pointer in ["/a~", "/a~2", "/~", "/a/~/b", "/~~0"] {
        check_pointer(pointer, Err("`~0`"));
    }
    for pointer in ["/", "//roles"] {
        check_pointer(pointer, Err("empty"));
    }
}

/// Returns whether a claim with the value `json` has the role `admin` at `pointer`. Returns the fault of the claim
/// if the value at `pointer` is missing, or has another form than `form`.
fn judged(pointer: &str, form: RolesForm, json: &str) -> Result<bool, ClaimFault> {
    let claim = RolesClaim::at(pointer, form).unwrap();
    let value = claim.find(json)?;
    if claim.has(value, "admin") {
        Ok(true)
    } else if claim.is_typed(value) {
        Ok(false)
    } else {
        Err(ClaimFault::OtherType)
    }
}

#[track_caller]
fn check(pointer: &str, json: &str, expected: Result<bool, ClaimFault>) {
    assert_eq!(
        judged(pointer, RolesForm::Names, json),
        expected,
        "{pointer} {json}"
    );
}

#[test]
fn names_are_found_at_the_end_of_the_path() {
    for json in [
        r#"{"roles":["admin"]}"#,
        r#"{"x":{"roles":[]},"roles":["user","admin"]}"#,
        r#"{ "r\u006fles" : "admin" }"#,
        r#"{"roles":["adm\u0069n"]}"#,
    ] {
        check("/a/roles", json, Ok(true));
    }
    for json in [
        r#"{"roles":[]}"#,
        r#"{"roles":["Admin","admin "]}"#,
        r#"{"roles":"administrator"}"#,
    ] {
        check("/a/roles", json, Ok(false));
    }
    check("/a/b/c~1d/~0", r#"{"b":{"c/d":{"~":"admin"}}}"#, Ok(true));
    check(
        "/a/0/roles",
        r#"[{"roles":"admin"},{"roles":"user"}]"#,
        Ok(true),
    );
    check(
        "/a/1/roles",
        r#"[{"roles":"admin"},{"roles":"user"}]"#,
        Ok(false),
    );
}

#[test]
fn a_missing_member_and_another_type_are_told_apart() {
    use ClaimFault::{Absent, OtherType};

    for json in [
        "{}",
        r#"{"Roles":["admin"]}"#,
        r#"{"x":{"roles":["admin"]}}"#,
        "[]",
    ] {
        check("/a/roles", json, Err(Absent));
    }
    for json in ["null", "1", r#""admin""#, "true"] {
        check("/a/roles", json, Err(OtherType));
    }
    for value in [
        "null",
        "1",
        "true",
        r#"{"admin":true}"#,
        r#"["admin",1]"#,
        r#"[["admin"]]"#,
    ] {
        check(
            "/a/roles",
            &format!(r#"{{"roles":{value}}}"#),
            Err(OtherType),
        );
    }
    for index in ["00", "01", "-", "2", "1e0", "+1"] {
        check(&format!("/a/{index}"), r#"["admin","admin"]"#, Err(Absent));
    }
}

// Two readers of one token could choose different members.
#[test]
fn a_repeated_member_on_the_path_has_no_roles() {
    for json in [
        r#"{"roles":["admin"],"roles":["admin"]}"#,
        r#"{"roles":[],"roles":["admin"]}"#,
        r#"{"roles":["admin"],"roles":null}"#,
        r#"{"r\u006fles":["user"],"roles":["admin"]}"#,
        r#"{"roles":["admin"],"x":1,"\u0072oles":[]}"#,
    ] {
        check("/a/roles", json, Err(ClaimFault::OtherType));
    }
    check(
        "/a/b/roles",
        r#"{"b":{"roles":[]},"b":{"roles":["admin"]}}"#,
        Err(ClaimFault::OtherType),
    );
    // Another member does not lead to the roles.
    check("/a/roles", r#"{"x":1,"x":2,"roles":["admin"]}"#, Ok(true));
}

#[test]
fn the_members_of_an_object_are_roles_where_that_is_configured() {
    let check = |json: &str, expected| {
        assert_eq!(judged("/a", RolesForm::Members, json), expected, "{json}");
    };
    for json in [
        r#"{"admin":{"1":"x"}}"#,
        r#"{"user":{},"admin":{}}"#,
        r#"{"admin":true}"#,
        r#"{"\u0061dmin":[]}"#,
        r#"{"user":1,"user":2,"admin":0}"#,
    ] {
        check(json, Ok(true));
    }
    for json in [
        "{}",
        r#"{"user":{"admin":"x"}}"#,
        r#"{"admin":false}"#,
        r#"{"admin":null}"#,
        r#"{"Admin":{}}"#,
        r#"{"admin":{},"admin":{}}"#,
        r#"{"admin":false,"\u0061dmin":true}"#,
    ] {
        check(json, Ok(false));
    }
    for json in [r#"["admin"]"#, r#""admin""#, "null", "1", "[{\"admin\":1}]"] {
        check(json, Err(ClaimFault::OtherType));
    }
}

#[test]
fn the_matrix_writes_what_is_read() {
    for (pointer, form) in [
        ("/a", RolesForm::Names),
        ("/a/b/c", RolesForm::Names),
        ("/a", RolesForm::Members),
        ("/a/b~1c/0", RolesForm::Members),
    ] {
        let claim = RolesClaim::at(pointer, form).unwrap();
        let json = claim
            .value(&["admin".to_owned(), "user".to_owned()])
            .to_string();
        assert_eq!(judged(pointer, form, &json), Ok(true), "{json}");
        let json = claim.value(&["user".to_owned()]).to_string();
        assert_eq!(judged(pointer, form, &json), Ok(false), "{json}");
    }
    assert_eq!(RolesClaim::named("a/b").value(&[]), json!([]));
}
