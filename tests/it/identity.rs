//! Many callers at once: each is always itself.

use std::thread;

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
};
use jwt_router::{App, JwtRoutes, MemorySessions, MemoryStore, SignError, Ticket, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, OTHER_SECRET, RequestExt as _, SECRET, Teacher, User, ada, block_on,
    claims_of, get, jwt, users_only, who,
};
use tower::Service as _;

/// So many users, and as many teachers with the same ids.
const PEOPLE: i64 = 16;
const THREADS: usize = 8;
const REQUESTS: usize = 100_000;

#[protected(GET, "/any", register = false)]
async fn anybody(g: G) -> String {
    who(Some(&g))
}

#[whitelist(GET, "/optional", register = false)]
async fn optional(g: Option<G>) -> String {
    who(g.as_ref())
}

#[protected(GET, "/user", register = false)]
async fn user(g: G<User>) -> String {
    format!("users {}", g.name)
}

#[protected(GET, "/mint", register = false)]
async fn mint(g: G, jwt: JwtRoutes) -> Result<String, String> {
    let minted = jwt.update_token(&g).map_err(|error| error.to_string())?;
    Ok(minted.into_string())
}

/// Users are at hand; teachers come later, so that requests overtake each other.
fn app() -> App {
    let row = |user_id| User {
        user_id,
        name: format!("user-{user_id}"),
    };
    users_only_of(MemoryStore::new((0..PEOPLE).map(row)))
        .app_with((), routes![anybody, optional, user, mint])
        .build()
        .unwrap()
}

fn users_only_of(users: MemoryStore<User>) -> JwtRoutes {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<User>(users)
        .entity::<Teacher>(|id: i64| async move {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(Some(Teacher {
                id,
                name: format!("teacher-{id}"),
            }))
        })
        .build()
        .unwrap()
}

/// A caller: a token, and what every route has to say of it.
struct Somebody {
    authorization: HeaderValue,
    name: String,
    table: &'static str,
    id: i64,
}

fn everybody() -> Vec<Somebody> {
    let jwt = jwt();
    (0..PEOPLE)
        .flat_map(|id| {
            let user = bearer(&jwt.create_token_for::<User>(&id).unwrap());
            let teacher = bearer(&jwt.create_token_for::<Teacher>(&id).unwrap());
            [
                Somebody {
                    authorization: user,
                    name: format!("users user-{id}"),
                    table: "users",
                    id,
                },
                Somebody {
                    authorization: teacher,
                    name: format!("teachers teacher-{id}"),
                    table: "teachers",
                    id,
                },
            ]
        })
        .collect()
}

fn bearer(token: &Token) -> HeaderValue {
    let value = format!("Bearer {}", token.as_str());
    HeaderValue::try_from(value).unwrap()
}

/// Sends a request that is made with little work, and gives the status and the body.
async fn send(app: &App, path: &'static str, caller: Option<&Somebody>) -> (StatusCode, Bytes) {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static(path);
    if let Some(caller) = caller {
        let value = caller.authorization.clone();
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    let response = app.clone().call(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 4096).await.unwrap();
    (head.status, body)
}

/// One request, by whoever's turn it is.
async fn ask(app: &App, everybody: &[Somebody], turn: usize) {
    let caller = &everybody[turn % everybody.len()];
    let path = match turn % 97 {
        0 => {
            let (_, minted) = send(app, "/mint", Some(caller)).await;
            let claims = claims_of(str::from_utf8(&minted).unwrap());
            assert_eq!(claims["table_name"], caller.table);
            let key = if caller.table == "users" {
                "user_id"
            } else {
                "id"
            };
            assert_eq!(claims[key], caller.id);
            return;
        }
        1..=30 => {
            let (status, body) = send(app, "/optional", None).await;
            assert_eq!((status, &*body), (StatusCode::OK, &b"nobody"[..]));
            return;
        }
        31..=40 => "/optional",
        41..=50 if caller.table == "users" => "/user",
        41..=50 => {
            assert_eq!(
                send(app, "/user", Some(caller)).await.0,
                StatusCode::FORBIDDEN
            );
            return;
        }
        _ => "/any",
    };
    let (status, body) = send(app, path, Some(caller)).await;
    assert_eq!((status, &*body), (StatusCode::OK, caller.name.as_bytes()));
}

// SECURITY.md, rule 8: no caller is ever taken for another.
#[test]
fn a_hundred_thousand_requests_on_eight_threads_are_each_their_own() {
    let app = app();
    let everybody = everybody();
    let answered: usize = thread::scope(|scope| {
        let work = |thread: usize| {
            let (app, everybody) = (app.clone(), &everybody);
            scope.spawn(move || {
                block_on(async {
                    let turns = REQUESTS / THREADS / 4;
                    for turn in 0..turns {
                        // Neighbors have different callers; threads are out of step.
                        let turn = (turn * 4 + thread * 7919) * 13;
                        tokio::join!(
                            ask(&app, everybody, turn),
                            ask(&app, everybody, turn + 13),
                            ask(&app, everybody, turn + 26),
                            ask(&app, everybody, turn + 39),
                        );
                    }
                    turns * 4
                })
            })
        };
        let threads: Vec<_> = (0..THREADS).map(work).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    assert_eq!(answered, REQUESTS);
}

// SECURITY.md, rule 8: two `JwtRoutes` in one process know nothing of each other.
#[test]
fn two_applications_know_nothing_of_each_other() {
    #[whitelist(GET, "/me", register = false)]
    async fn open_me() -> &'static str {
        "open"
    }
    #[protected(GET, "/me", register = false)]
    async fn my_name(g: G<User>) -> String {
        g.name.clone()
    }

    let only = |name: &str| {
        MemoryStore::new([User {
            user_id: 1,
            name: name.to_owned(),
        }])
    };
    let here = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<User>(only("here"));
    let there = JwtRoutes::builder()
        .secret(OTHER_SECRET)
        .api_name("/there")
        .on_reject(|_| "refused there")
        .entity::<User>(only("there"));
    let (here, there) = (here.build().unwrap(), there.build().unwrap());
    let open = here.app_with((), routes![open_me]).build().unwrap();
    let here_app = here.app_with((), routes![my_name]).build().unwrap();
    let there_app = there.app_with((), routes![my_name]).build().unwrap();
    let [token_here, other_token] =
        [&here, &there].map(|jwt| jwt.create_token_for::<User>(&1).unwrap().into_string());

    get("/me").to(&open).is(200, "open");
    assert_eq!(get("/me").to(&here_app).status, 401);
    get("/me").bearer(&token_here).to(&here_app).is(200, "here");
    get("/there/me")
        .bearer(&other_token)
        .to(&there_app)
        .is(200, "there");
    assert_eq!(get("/me").bearer(&other_token).to(&here_app).status, 401);
    get("/there/me")
        .bearer(&token_here)
        .to(&there_app)
        .is(401, "refused there");
    assert_eq!(get("/me").bearer(&other_token).to(&there_app).status, 404);
    // A token of a table that is known elsewhere in the process only.
    let teacher = jwt().create_token_for::<Teacher>(&1).unwrap();
    let users = users_only()
        .build()
        .unwrap()
        .app_with((), routes![my_name])
        .build()
        .unwrap();
    assert_eq!(get("/me").bearer(teacher.as_str()).to(&users).status, 401);
}

// SECURITY.md, rule 8.
#[test]
fn an_application_mints_nothing_from_the_token_of_another_one() {
    /// The other application, which a handler has as its state.
    #[derive(Clone)]
    struct There(JwtRoutes);

    #[protected(GET, "/minted", register = false)]
    async fn minted(g: G<User>, State(There(there)): State<There>, here: JwtRoutes) -> String {
        [&there, &here]
            .map(|jwt| match (jwt.update_token(&g), jwt.ticket(&g)) {
                (Ok(_), Ok(_)) => "both",
                (Err(SignError::OtherIssuer), Err(SignError::OtherIssuer)) => "none",
                _ => "one",
            })
            .join(" ")
    }

    #[protected(GET, "/events", ticket, register = false)]
    async fn events(_ticket: Ticket<User>) {}

    let builder = |secret: &str| {
        let builder = JwtRoutes::builder().secret(secret);
        let builder = builder.sessions(MemorySessions::new());
        builder.entity::<User>(MemoryStore::new([ada()]))
    };
    let there = builder(OTHER_SECRET).build().unwrap();
    drop(there.app_with((), routes![events]).build().unwrap());
    let here = builder(SECRET).build().unwrap();
    let routes = routes![minted].and(routes![events]);
    let app = here.app_with(There(there), routes).build().unwrap();
    let token = here.create_token(&ada()).unwrap();
    get("/minted")
        .bearer(token.as_str())
        .to(&app)
        .is(200, "none both");
}
