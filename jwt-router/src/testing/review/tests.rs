use super::{render, unlinked_crates};
use crate::{
    jwt::token_use::TokenUse,
    policy::{
        Access, PolicyTable, Requirement, Requirements, RoutePolicy, TokenTransports,
        lock::{compare, locked, parse},
        plain::{parse_word, word},
        requirement::samples::{self, Set, all, any, entity},
    },
};

fn route(access: Access) -> RoutePolicy {
    RoutePolicy {
        path: "/pay".to_owned(),
        method: "POST".to_owned(),
        access,
        token_use: TokenUse::Access,
        requirements: if access.is_public() {
            Requirements::default()
        } else {
            Requirements::from_iter([entity(&["users"])])
        },
        claims_only: false,
        token_version: false,
        transports: TokenTransports::default(),
        handler: "shop::pay".to_owned(),
        file: "src/shop.rs".to_owned(),
        line: 1,
    }
}

fn protected() -> RoutePolicy {
    route(Access::Protected)
}

fn public() -> RoutePolicy {
    route(Access::Public)
}

fn any_entity() -> RoutePolicy {
    RoutePolicy {
        requirements: Requirements::default(),
        ..protected()
    }
}

fn claims_only() -> RoutePolicy {
    RoutePolicy {
        claims_only: true,
        token_version: false,
        ..protected()
    }
}

fn versioned() -> RoutePolicy {
    RoutePolicy {
        token_version: true,
        ..protected()
    }
}

fn in_query(parameter: &str) -> TokenTransports {
    TokenTransports {
        query: Some(parameter.to_owned()),
        ..TokenTransports::default()
    }
}

fn query(route: RoutePolicy) -> RoutePolicy {
    RoutePolicy {
        transports: in_query("auth"),
        ..route
    }
}

/// Returns a protected route that accepts tokens of the table `users` and has these requirements.
fn requiring(requirements: Vec<Requirement>) -> RoutePolicy {
    let users = [entity(&["users"])].into_iter();
    RoutePolicy {
        requirements: users.chain(requirements).collect(),
        ..protected()
    }
}

fn role(roles: Set) -> RoutePolicy {
    requiring(vec![samples::role(vec![roles])])
}

fn scope(scopes: Set) -> RoutePolicy {
    requiring(vec![samples::scope(vec![scopes])])
}

fn fresh(seconds: u64) -> RoutePolicy {
    requiring(vec![samples::fresh(seconds)])
}

fn guard(path: &str) -> RoutePolicy {
    requiring(vec![samples::guard(path)])
}

fn table(routes: &[RoutePolicy]) -> PolicyTable {
    PolicyTable::new(routes.to_vec())
}

/// Returns the differences between the routes of a lock file (`was`) and those of a program (`is`) as the failed
/// test writes them, each after the first words of its heading, such as
/// `New, and protected: GET /me is new, and protected users`.
fn differences(was: &[RoutePolicy], is: &[RoutePolicy]) -> Vec<String> {
    let file = parse(&render(&table(was))).unwrap();
    let differences = compare(file, locked(&table(is)));
    let text = differences.iter().map(|difference| {
        let heading = difference.heading().split(':').next().unwrap();
        format!("{heading}: {difference}")
    });
    text.collect()
}

#[track_caller]
fn check(was: &[RoutePolicy], is: &[RoutePolicy], expected: &[&str]) {
    assert_eq!(differences(was, is), expected);
}

#[track_caller]
fn check_line(route: &RoutePolicy, line: &str) {
    let text = render(&table(std::slice::from_ref(route)));
    assert_eq!(text.lines().last(), Some(line));
    assert_eq!(
        parse(&text).unwrap(),
        locked(&table(std::slice::from_ref(route)))
    );
}

#[test]
fn a_route_is_a_line() {
    check_line(&public(), "POST  /pay  PUBLIC  shop::pay");
    check_line(&protected(), "POST  /pay  protected users  shop::pay");
    check_line(&any_entity(), "POST  /pay  protected any entity  shop::pay");
    check_line(&query(public()), "POST  /pay  PUBLIC ?auth=  shop::pay");
    check_line(
        &query(claims_only()),
        "POST  /pay  protected users, claims only, ?auth=  shop::pay",
    );
}

#[test]
fn a_name_cannot_look_like_another_column_or_line() {
    let odd = RoutePolicy {
        path: "/a  PUBLIC\n".to_owned(),
        requirements: Requirements::from_iter([entity(&["any entity"])]),
        transports: in_query("a, b=\u{202e}"),
        handler: "ignored(GET, \"/a  \\b\")".to_owned(),
        ..protected()
    };
    check_line(
        &odd,
        r#"POST  /a\u{20}\u{20}PUBLIC\u{a}  protected any\u{20}entity, ?a\u{2c}\u{20}b\u{3d}\u{202e}=  ignored(GET, "/a  \u{5c}b")"#,
    );
}

#[test]
fn requirements_are_words_of_the_line() {
    let everything = RoutePolicy {
        claims_only: true,
        token_version: false,
        ..query(requiring(vec![
            samples::role(vec![all(&["admin"])]),
            samples::scope(vec![all(&["posts:write", "posts:read", "posts:read"])]),
            samples::fresh(900),
            samples::guard("crate::owns_post"),
        ]))
    };
    check_line(
        &everything,
        "POST  /pay  protected users, scope posts:read posts:write, role admin, fresh 15m, guard crate::owns_post, claims only, ?auth=  shop::pay",
    );
    check_line(
        &scope(any(&["b", "a"])),
        "POST  /pay  protected users, any scope a b  shop::pay",
    );
    check_line(
        &role(any(&["a", "b"])),
        "POST  /pay  protected users, any role a b  shop::pay",
    );
    // A list of one name means the same with `any` as with `all`.
    check_line(
        &role(any(&["a"])),
        "POST  /pay  protected users, role a  shop::pay",
    );
    for (seconds, text) in [
        (0, "0s"),
        (61, "61s"),
        (3600, "1h"),
        (5400, "90m"),
        (172_800, "2d"),
    ] {
        check_line(
            &fresh(seconds),
            &format!("POST  /pay  protected users, fresh {text}  shop::pay"),
        );
    }
}

#[test]
fn needs_that_have_to_hold_together_are_words_of_their_own() {
    let together = requiring(vec![
        samples::role(vec![all(&["staff"]), any(&["admin", "owner"])]),
        samples::scope(vec![any(&["a", "b"]), any(&["c", "d"])]),
    ]);
    check_line(
        &together,
        "POST  /pay  protected users, any scope a b, any scope c d, role staff, any role admin owner  shop::pay",
    );
}

#[test]
fn one_of_several_needs_that_is_removed_is_loosened() {
    let both = requiring(vec![samples::role(vec![
        all(&["staff"]),
        any(&["admin", "owner"]),
    ])]);
    check_looser(&role(all(&["staff"])), &both);
    check_looser(&role(any(&["admin", "owner"])), &both);
    // A caller who is staff and admin has one of the two roles; the reverse need not hold.
    check_looser(&both, &role(all(&["admin", "staff"])));
}

#[test]
fn several_entities_are_sorted_words_after_any() {
    let several = |tables: &[&str]| RoutePolicy {
        requirements: Requirements::from_iter([entity(tables)]),
        ..protected()
    };
    check_line(
        &several(&["users", "api_keys"]),
        "POST  /pay  protected any api_keys users  shop::pay",
    );
    check_looser(&several(&["users", "api_keys"]), &protected());
    check_looser(&any_entity(), &several(&["users", "api_keys"]));
    check_loosened(&several(&["users", "a"]), &several(&["users", "b"]));
}

#[test]
fn a_required_name_cannot_look_like_another_requirement() {
    check_line(
        &role(all(&["a, claims only", "fresh 1d", "\\"])),
        r"POST  /pay  protected users, role \u{5c} a\u{2c}\u{20}claims\u{20}only fresh\u{20}1d  shop::pay",
    );
    check_line(
        &guard("a, ?auth="),
        r"POST  /pay  protected users, guard a\u{2c}\u{20}\u{3f}auth\u{3d}  shop::pay",
    );
}

/// The parser of lock files must not ignore any part of a line, because it would then miss a change of the policy
/// in that part.
#[test]
fn a_line_with_one_letter_changed_is_malformed_or_another_policy() {
    let route = query(requiring(vec![
        samples::scope(vec![all(&["read", "write"])]),
        samples::role(vec![any(&["a", "b"]), all(&["staff"])]),
        samples::fresh(900),
        samples::guard("shop::owns"),
    ]));
    let text = render(&table(&[route]));
    let line = text.lines().last().unwrap();
    let known = parse(line).unwrap();
    for at in 0..line.len() {
        for inserted in ["", " ", ",", ", ", "=", "?", "a", "any ", "\\u{61}"] {
            for removed in [0, 1] {
                let changed = format!("{}{inserted}{}", &line[..at], &line[at + removed..]);
                let is_unnoticed = parse(&changed).is_ok_and(|read| read == known);
                // Spaces around the handler are not part of it.
                let is_spaced = changed.split_whitespace().eq(line.split_whitespace());
                assert!(!is_unnoticed || is_spaced, "{changed}");
            }
        }
    }
    for odd in [
        "protected users, any role staff",
        "protected users, role staff admin",
        "protected users, role staff staff",
        "protected users, role staff, role admin",
        "protected users, fresh 60m",
        "protected users, role staff, scope read",
        "protected users,, role staff",
        "protected users, ",
    ] {
        let line = format!("POST  /pay  {odd}  shop::pay\n");
        assert!(parse(&line).is_err(), "{odd}");
    }
}

#[test]
fn a_file_from_before_there_were_requirements_is_read() {
    let old = "POST  /pay  protected users, claims only, ?auth=  shop::pay\n";
    assert_eq!(parse(old).unwrap(), locked(&table(&[query(claims_only())])));
}

#[track_caller]
fn check_loosened(was: &RoutePolicy, is: &RoutePolicy) {
    let text = differences(std::slice::from_ref(was), std::slice::from_ref(is));
    assert!(text[0].starts_with("!! Loosened: "), "{text:?}");
}

#[track_caller]
fn check_tightened(was: &RoutePolicy, is: &RoutePolicy) {
    let text = differences(std::slice::from_ref(was), std::slice::from_ref(is));
    assert!(text[0].starts_with("Tightened: "), "{text:?}");
}

/// Asserts that a change from `tighter` to `looser` is reported as loosened, and a change back as tightened.
#[track_caller]
fn check_looser(looser: &RoutePolicy, tighter: &RoutePolicy) {
    check_loosened(tighter, looser);
    check_tightened(looser, tighter);
}

#[test]
fn a_requirement_that_is_removed_is_loosened() {
    for tighter in [
        role(all(&["a"])),
        role(any(&["a", "b"])),
        scope(all(&["a"])),
        scope(any(&["a", "b"])),
        fresh(60),
        guard("owns"),
    ] {
        check_looser(&protected(), &tighter);
    }
}

#[test]
fn a_shorter_list_of_all_is_loosened() {
    check_looser(&role(all(&["a"])), &role(all(&["a", "b"])));
    check_looser(&scope(all(&["a"])), &scope(all(&["a", "b"])));
}

#[test]
fn a_longer_list_of_any_is_loosened() {
    check_looser(&role(any(&["a", "b", "c"])), &role(any(&["a", "b"])));
    check_looser(&scope(any(&["a", "b", "c"])), &scope(any(&["a", "b"])));
    check_looser(&scope(any(&["a", "b"])), &scope(all(&["a"])));
}

#[test]
fn any_instead_of_all_is_loosened() {
    check_looser(&role(any(&["a", "b"])), &role(all(&["a", "b"])));
    check_looser(&scope(any(&["a", "b"])), &scope(all(&["a", "b"])));
    // A caller with `a` and `c` has one of `a` and `b`; the reverse need not hold.
    check_looser(&scope(any(&["a", "b"])), &scope(all(&["a", "c"])));
}

#[test]
fn other_names_are_loosened_in_either_direction() {
    for (one, other) in [
        (all(&["a"]), all(&["b"])),
        (all(&["a", "b"]), all(&["a", "c"])),
        (any(&["a", "b"]), any(&["a", "c"])),
        (any(&["a", "b"]), all(&["c"])),
    ] {
        check_loosened(&role(one.clone()), &role(other.clone()));
        check_loosened(&scope(other), &scope(one));
    }
}

#[test]
fn a_longer_time_since_the_login_is_loosened() {
    check_looser(&fresh(901), &fresh(900));
}

#[test]
fn another_predicate_is_loosened_in_either_direction() {
    check_loosened(&guard("one"), &guard("other"));
    check_loosened(&guard("other"), &guard("one"));
}

fn of_use(token_use: TokenUse, route: RoutePolicy) -> RoutePolicy {
    RoutePolicy { token_use, ..route }
}

fn link(purpose: &str) -> RoutePolicy {
    of_use(TokenUse::Purpose(purpose.to_owned()), protected())
}

#[test]
fn the_use_of_tokens_comes_before_the_entities() {
    let purpose = TokenUse::Purpose("reset-password".to_owned());
    check_line(
        &of_use(purpose, protected()),
        "POST  /pay  protected purpose reset-password users  shop::pay",
    );
    check_line(
        &of_use(TokenUse::Refresh, protected()),
        "POST  /pay  protected refresh users  shop::pay",
    );
    check_line(
        &of_use(TokenUse::Refresh, any_entity()),
        "POST  /pay  protected refresh any entity  shop::pay",
    );
}

#[test]
fn a_table_with_the_name_of_a_use_is_a_table() {
    for table in ["refresh", "purpose", "access"] {
        let route = RoutePolicy {
            requirements: Requirements::from_iter([entity(&[table])]),
            ..protected()
        };
        check_line(&route, &format!("POST  /pay  protected {table}  shop::pay"));
    }
}

#[test]
fn another_use_of_tokens_is_loosened_in_either_direction() {
    for (one, other) in [
        (protected(), link("a")),
        (link("a"), link("b")),
        (link("a"), of_use(TokenUse::Refresh, protected())),
    ] {
        check_loosened(&one, &other);
        check_loosened(&other, &one);
    }
}

#[test]
fn what_is_tighter_in_one_requirement_and_looser_in_another_is_loosened() {
    check_loosened(&role(all(&["a"])), &scope(all(&["a"])));
    check_loosened(&fresh(60), &role(all(&["a"])));
}

#[test]
fn the_sentence_names_the_requirements() {
    check(
        &[role(all(&["admin"]))],
        &[role(any(&["admin", "editor"]))],
        &[
            "!! Loosened: POST /pay was protected users, role admin, is now protected users, any role admin editor",
        ],
    );
}

#[test]
fn what_is_escaped_can_be_read_back() {
    for name in ["admin", "a b", "a, b=\u{202e}?", "\\u{20}", "ä"] {
        assert_eq!(parse_word(&word(name)).as_deref(), Some(name));
    }
}

#[test]
fn the_same_policy_differs_in_nothing() {
    let router = RoutePolicy {
        path: "*".to_owned(),
        method: "*".to_owned(),
        ..any_entity()
    };
    let routers = [router.clone(), router, public()];
    check(&routers, &routers, &[]);
    let moved = RoutePolicy {
        file: "src/other.rs".to_owned(),
        line: 99,
        ..protected()
    };
    check(&[protected()], &[moved], &[]);
}

#[test]
fn what_needs_no_token_any_more_lost_its_protection() {
    for is in [public(), query(public())] {
        let [difference] = &differences(&[protected()], &[is])[..] else {
            panic!("there is one difference");
        };
        let expected = "!!! LOST PROTECTION: POST /pay was protected users, is now PUBLIC";
        assert!(difference.starts_with(expected), "{difference}");
    }
}

#[test]
fn what_lets_in_more_is_loosened() {
    let teachers = RoutePolicy {
        requirements: Requirements::from_iter([entity(&["teachers"])]),
        ..protected()
    };
    for (was, is, words) in [
        (protected(), any_entity(), "protected any entity"),
        (protected(), teachers, "protected teachers"),
        (protected(), claims_only(), "protected users, claims only"),
        (versioned(), protected(), "protected users"),
        (protected(), query(protected()), "protected users, ?auth="),
        // Stricter in one respect and looser in another.
        (
            query(protected()),
            claims_only(),
            "protected users, claims only",
        ),
    ] {
        let loosened = differences(&[was], &[is]);
        assert!(loosened[0].starts_with("!! Loosened: "), "{loosened:?}");
        assert!(
            loosened[0].ends_with(&format!(", is now {words}")),
            "{loosened:?}"
        );
    }
}

#[test]
fn a_stricter_policy_is_tightened() {
    for (was, is) in [
        (public(), protected()),
        (public(), query(claims_only())),
        (any_entity(), protected()),
        (claims_only(), protected()),
        (protected(), versioned()),
        (query(protected()), protected()),
    ] {
        let tightened = differences(&[was], &[is]);
        assert!(tightened[0].starts_with("Tightened: "), "{tightened:?}");
    }
}

#[test]
fn the_worst_comes_first() {
    let at = |path: &str, route: RoutePolicy| RoutePolicy {
        path: path.to_owned(),
        ..route
    };
    let was = [
        at("/a", public()),
        at("/b", protected()),
        at("/d", protected()),
        at("/e", protected()),
        at("/g", protected()),
    ];
    let moved = RoutePolicy {
        handler: "shop::other".to_owned(),
        ..at("/g", protected())
    };
    let is = [
        at("/a", protected()),
        at("/c", protected()),
        at("/d", any_entity()),
        at("/e", public()),
        at("/f", public()),
        moved,
    ];
    check(
        &was,
        &is,
        &[
            "!!! LOST PROTECTION: POST /e was protected users, is now PUBLIC",
            "!! Loosened: POST /d was protected users, is now protected any entity",
            "! New and PUBLIC: POST /f is new, and PUBLIC",
            "Missing: POST /b was protected users, is missing",
            "New, and protected: POST /c is new, and protected users",
            "Tightened: POST /a was PUBLIC, is now protected users",
            "The same policy, with another handler or other names of captures: POST /g was shop::pay, is now shop::other",
        ],
    );
}

#[test]
fn other_names_of_captures_are_no_other_route() {
    let at = |path: &str, route: RoutePolicy| RoutePolicy {
        path: path.to_owned(),
        ..route
    };
    let was = [at("/{id}/{*rest}", protected())];
    let is = |route: RoutePolicy| [at("/{user}/{*path}", route)];
    check(
        &was,
        &is(public()),
        &[
            "!!! LOST PROTECTION: POST /{id}/{*rest} was protected users, is now /{user}/{*path} and PUBLIC",
        ],
    );
    check(
        &was,
        &is(any_entity()),
        &[
            "!! Loosened: POST /{id}/{*rest} was protected users, is now /{user}/{*path} and protected any entity",
        ],
    );
    check(
        &was,
        &is(protected()),
        &[
            "The same policy, with another handler or other names of captures: POST /{id}/{*rest} was shop::pay, is now /{user}/{*path} and shop::pay",
        ],
    );
    // A route with the same path is matched before one with the same shape.
    check(
        &[at("/{a}", protected()), at("/{b}", public())],
        &[at("/{b}", public())],
        &["Missing: POST /{a} was protected users, is missing"],
    );
    // A wildcard over several segments matches more than a capture of one.
    check(
        &[at("/{a}", protected())],
        &[at("/{*a}", protected())],
        &[
            "Missing: POST /{a} was protected users, is missing",
            "New, and protected: POST /{*a} is new, and protected users",
        ],
    );
}

#[test]
fn a_crate_without_any_route_is_not_linked() {
    let other = RoutePolicy {
        handler: "admin::users::delete".to_owned(),
        path: "/admin".to_owned(),
        ..protected()
    };
    let by_call = RoutePolicy {
        handler: "ignored(GET, \"a::b\")".to_owned(),
        path: "/open".to_owned(),
        ..public()
    };
    let file = locked(&table(&[protected(), other.clone(), by_call]));
    let unlinked = |current: &[RoutePolicy]| {
        let current = locked(&table(current));
        let differences = compare(file.clone(), current.clone());
        unlinked_crates(&differences, &current).join(" ")
    };
    assert_eq!(unlinked(&[protected()]), "admin");
    assert_eq!(unlinked(&[other]), "shop");
    assert_eq!(unlinked(&[]), "admin shop");
}

#[test]
fn a_malformed_line_is_named_by_its_number() {
    for line in [
        "<<<<<<< HEAD",
        "POST /pay PUBLIC shop::pay",
        "POST  /pay  PUBLIC",
        "POST  /pay  public  shop::pay",
        "POST  /pay  protected  shop::pay",
        "POST  /pay  protected users, admins  shop::pay",
        "POST  /pay  PUBLIC users  shop::pay",
        "POST  /pay  PUBLIC role a  shop::pay",
        "POST  /pay  protected any users  shop::pay",
        "POST  /pay  protected any users teachers admins  shop::pay",
        r"POST  /pay  protected us\u{65}rs  shop::pay",
        r"POST  /pay  protected users, role a\u{zz}  shop::pay",
        "POST  /pay  protected users, role  shop::pay",
        "POST  /pay  protected users, role   a  shop::pay",
        "POST  /pay  protected users, any fresh 1s  shop::pay",
        "POST  /pay  protected users, fresh +1s  shop::pay",
        "POST  /pay  protected users, fresh 1w  shop::pay",
        "POST  /pay  protected users, fresh 1m, role a  shop::pay",
        "POST  /pay  protected users, role a, role b  shop::pay",
        "POST  /pay  PUBLIC ?auth  shop::pay",
        "post  /pay  PUBLIC  shop::pay",
        "POST  pay  PUBLIC  shop::pay",
    ] {
        let text = format!("# head\n\nGET  /  PUBLIC  home\n{line}\n");
        let error = parse(&text).unwrap_err().to_string();
        let expected = format!("line 4 is not a route: `{line}`\n");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[test]
fn two_lines_of_one_route_are_no_file() {
    for (one, other) in [
        ("PUBLIC", "protected users"),
        ("protected users", "PUBLIC"),
        ("protected users", "protected any entity"),
        ("PUBLIC", "PUBLIC"),
    ] {
        let text = format!(
            "# head\nPOST  /pay  {one}  shop::pay\nGET  /  PUBLIC  home\nPOST  /pay  {other}  shop::pay\n"
        );
        assert_eq!(
            parse(&text).unwrap_err().to_string(),
            "line 4 has `POST /pay` again, after line 2: keep the one that is meant"
        );
    }
    let text = "*  *  protected any entity  merge(..)\n*  *  protected any entity  merge(..)\n";
    assert_eq!(parse(text).unwrap().len(), 2);
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let text = render(&table(&[protected()])).replace('\n', "\r\n");
    assert_eq!(parse(&text).unwrap(), locked(&table(&[protected()])));
}

#[test]
fn the_hash_depends_on_the_policy_and_not_on_files_and_lines() {
    let hash = |route: RoutePolicy| table(&[route]).sha256();
    let moved = RoutePolicy {
        file: "src/other.rs".to_owned(),
        line: 99,
        ..protected()
    };
    assert_eq!(hash(protected()), hash(moved));
    let all = [
        protected(),
        public(),
        any_entity(),
        claims_only(),
        query(protected()),
        role(all(&["admin"])),
        role(all(&["admin", "editor"])),
        role(any(&["admin", "editor"])),
        scope(all(&["admin"])),
        fresh(900),
        guard("owns"),
    ];
    let mut hashes: Vec<String> = all.iter().cloned().map(hash).collect();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), all.len());
}
