//! Callers with and without the roles, scopes and logins that a route demands.

use jwt_router::entity;

use super::*;

#[protected(GET, "/edit", role = ["admin", "editor"], register = false)]
async fn edit(_g: G<User>) {}

#[protected(GET, "/look", role = any("admin", "reader"), scope = "a:read", register = false)]
async fn look(_g: G<User>) {}

#[protected(GET, "/post", scope = ["a:read", "a:write"], register = false)]
async fn post(_g: G<User>) {}

#[protected(GET, "/pay", fresh = "15m", register = false)]
async fn pay(_g: G<User>) {}

#[protected(GET, "/open", register = false)]
async fn open(_g: G<User>) {}

fn app(routes: Routes<()>) -> App {
    let jwt = builder().roles_claim("roles").build().unwrap();
    jwt.app_with((), routes).build().unwrap()
}

/// The lock file of these routes, with another path and handler.
fn lock_of(routes: Routes<()>, path: &str) -> PathBuf {
    let file = scratch(&format!("requires{}.lock", path.replace('/', "-")));
    let policy = app(routes).policy().clone();
    let demands = policy.to_string();
    let needs = demands.lines().nth(1).unwrap().split("  ");
    let needs: Vec<&str> = needs.filter(|word| !word.trim().is_empty()).collect();
    let line = format!("GET  {path}  protected {}  {}\n", needs[3], needs[4]);
    fs::write(&file, line).unwrap();
    file
}

#[test]
fn roles_scopes_and_logins_are_left_out_in_turn() {
    let grid = run(everybody(authz_matrix!(app(routes![
        edit, look, post, pay, open
    ]))));
    let grid = grid.to_string();
    assert_eq!(
        grid.lines().take(6).collect::<Vec<_>>().join("\n"),
        "\
METHOD  PATH   no token  malformed  expired  wrong key  alg none  refresh  nobody  users  teachers  in URL  two tokens  no scope  no role  stale  other methods
GET     /edit  401       401        401      401        401       401      401     200    403       401     400         -         403      -      405
GET     /look  401       401        401      401        401       401      401     200    403       401     400         403       403      -      405
GET     /open  401       401        401      401        401       401      401     200    403       401     400         -         -        -      405
GET     /pay   401       401        401      401        401       401      401     200    403       401     400         -         -        401    405
GET     /post  401       401        401      401        401       401      401     200    403       401     400         403       -        -      405"
    );
}

#[test]
fn roles_inside_of_a_claim_are_left_out_too() {
    let flat = run(everybody(authz_matrix!(app(routes![edit, look])))).to_string();
    for builder in [
        builder().roles_at("/realm_access/roles"),
        builder().role_members_at("/grants/a~1b"),
    ] {
        let jwt = builder.build().unwrap();
        let app = jwt.app_with((), routes![edit, look]).build().unwrap();
        assert_eq!(run(everybody(authz_matrix!(app))).to_string(), flat);
    }
}

#[test]
fn a_requirement_that_is_gone_fails_the_matrix() {
    for (routes, sentence) in [
        (
            routes![edit],
            "GET /open without the role `editor`: expected 403, got 200: this role is not needed here",
        ),
        (
            routes![look],
            "GET /open without any of the roles `admin`, `reader`: expected 403, got 200: this role is not needed here",
        ),
        (
            routes![look],
            "GET /open without the scope `a:read`: expected 403, got 200: this scope is not needed here",
        ),
        (
            routes![post],
            "GET /open without the scope `a:write`: expected 403, got 200: this scope is not needed here",
        ),
        (
            routes![pay],
            "GET /open with a login that is too old: expected 401, got 200: a recent login is not needed here",
        ),
        (
            routes![pay],
            "GET /open with a token that tells no login: expected 401, got 200: a recent login is not needed here",
        ),
    ] {
        let file = lock_of(routes, "/open");
        check(everybody(authz_matrix!(app(routes![open]), file)), sentence);
    }
}

#[test]
fn a_requirement_that_is_new_fails_the_matrix() {
    let file = lock_of(routes![open], "/edit");
    check(
        everybody(authz_matrix!(app(routes![edit]), file)),
        "GET /edit as `users`: expected to be let in, got 403: the guard refuses a caller whom the policy lets in",
    );
}

/// It says itself which roles it has.
#[entity(table = "members", roles = Self::roles, accessor = false)]
#[derive(Clone)]
struct Member {
    id: u8,
    is_admin: bool,
}

impl Member {
    fn roles(&self) -> Option<&'static str> {
        self.is_admin.then_some("admin")
    }
}

#[protected(role = "admin", register = false)]
async fn members(_g: G<Member>) {}

const ADMIN: Member = Member {
    id: 1,
    is_admin: true,
};
const MEMBER: Member = Member {
    id: 2,
    is_admin: false,
};

fn members_app() -> App {
    JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .entity::<Member>(MemoryStore::new([ADMIN, MEMBER]))
        .build()
        .unwrap()
        .app_with((), routes![members])
        .build()
        .unwrap()
}

#[test]
fn whose_entity_has_the_role_is_let_in() {
    let app = members_app();
    let grid = run(authz_matrix!(app).entity(&MEMBER).entity(&ADMIN)).to_string();
    let rows = "  nobody  members  members #2  in URL";
    let row = "  401     403      200         401   ";
    assert!(grid.contains(rows) && grid.contains(row), "{grid}");
}

#[test]
fn a_route_that_nobody_may_enter_is_told() {
    let grid = run(authz_matrix!(members_app()).entity(&MEMBER)).to_string();
    let note = "\nGET /members: it lets in none of the entities given by `.entity(&..)`, so no accepted caller was tried";
    assert!(grid.ends_with(note), "{grid}");
}

#[test]
fn a_store_that_has_everybody_is_told() {
    let app = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .entity::<Member>(|id: u8| async move {
            Ok::<_, std::convert::Infallible>(Some(Member { id, ..ADMIN }))
        })
        .build()
        .unwrap()
        .app_with((), routes![members])
        .build()
        .unwrap();
    let grid = run(authz_matrix!(app).entity(&ADMIN)).to_string();
    let note = "\n`members`: its store has an entity for every key that was tried, so no deleted entity was tried";
    assert!(grid.contains(note), "{grid}");
}

#[test]
fn a_store_that_has_everybody_is_told_once() {
    let any_user = |id: i64| async move {
        let user = User {
            user_id: id,
            ..ada()
        };
        Ok::<_, std::convert::Infallible>(Some(user))
    };
    let any_member = |id: u8| async move {
        let member = Member { id, ..ADMIN };
        Ok::<_, std::convert::Infallible>(Some(member))
    };
    let jwt = JwtRoutes::builder().secret(jwt_router_tests::SECRET);
    let jwt = jwt.entity::<User>(any_user).entity::<Member>(any_member);
    let jwt = jwt.build().unwrap();
    let app = jwt.app_with((), routes![open, members]).build().unwrap();
    let matrix = authz_matrix!(app).entity(&ADMIN).entity(&ada());
    let grid = run(matrix.entity(&MEMBER)).to_string();
    for note in ["\n`members`: its store has", "\n`users`: its store has"] {
        assert_eq!(grid.matches(note).count(), 1, "{grid}");
    }
}

#[test]
fn a_role_that_everybody_has_is_told() {
    let note = "\nGET /members: every entity given by `.entity(&..)` has the roles that it requires, so no caller without them was tried";
    let app = members_app();
    let grid = run(authz_matrix!(app).entity(&ADMIN)).to_string();
    assert!(grid.ends_with(note), "{grid}");
    let grid = run(authz_matrix!(app).entity(&ADMIN).entity(&MEMBER)).to_string();
    assert!(!grid.contains(note), "{grid}");
}

// What a predicate says of a caller cannot be foretold; whom the guard refuses, it is not asked about.
#[test]
fn a_predicate_may_refuse_whoever_is_let_in() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);

    fn never() -> bool {
        ASKED.fetch_add(1, Ordering::SeqCst);
        false
    }

    fn elsewhere() -> Result<(), StatusCode> {
        Err(StatusCode::GONE)
    }

    #[protected(GET, "/never", guard = never, register = false)]
    async fn guarded(_g: G<User>) {}

    #[protected(GET, "/gone", guard = elsewhere, register = false)]
    async fn gone(_g: G<User>) {}

    let grid = run(everybody(authz_matrix!(app(routes![guarded, gone])))).to_string();
    for row in [
        "GET     /gone   401       401        401      401        401       401      401     (410)  403 ",
        "GET     /never  401       401        401      401        401       401      401     403    403 ",
    ] {
        assert!(grid.contains(row), "{grid}");
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 1);
}

// What the predicate would have refused, no answer shows.
#[test]
fn a_predicate_that_is_gone_fails_the_matrix() {
    let file = lock(
        "predicate.lock",
        "GET  /open  protected users, guard owns  it::matrix::requirements::open\n",
    );
    let complaint = complaint(everybody(authz_matrix!(app(routes![open]), file)));
    for expected in [
        "\nGET /open lets in more than it may, and no response shows it\n  `it::matrix::requirements::open` (",
        " says `protected users`, `predicate.lock` says `protected users, guard owns`: change it back; ",
        "JWT_ROUTER_BLESS=1 cargo test\n\nMETHOD  PATH",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

// A layer answers preflight requests outside of the guards; a handler may look like one.
#[test]
fn a_handler_that_becomes_public_is_told_behind_a_cors_layer_too() {
    #[whitelist(OPTIONS, "/options", register = false)]
    async fn options() {}

    async fn allow(mut response: axum::response::Response) -> axum::response::Response {
        let any = axum::http::HeaderValue::from_static("*");
        response
            .headers_mut()
            .insert("access-control-allow-origin", any);
        response
    }

    let file = lock(
        "options.lock",
        "OPTIONS  /options  protected any entity  a::b\n",
    );
    let app = app(routes![options]).layer(axum::middleware::map_response(allow));
    check(
        everybody(authz_matrix!(app, file)),
        "OPTIONS /options lets in more than it may, and no response shows it",
    );
}
