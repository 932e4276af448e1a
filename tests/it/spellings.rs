//! Public patterns beside guarded routes: no spelling of a guarded path comes to the public one.

use std::{env, fs, path::PathBuf, process};

use axum::{
    Router,
    extract::Path,
    http::Method,
    routing::{any, get as by_get},
};
use jwt_router::{App, AppBuilder, BuildProblem, PublicPathProblem, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, ada, builder, get, jwt, request, token};
use tower_http::services::{ServeDir, ServeFile};

/// A folder with `report.txt`, `sub/index.html` and `index.html`; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("jwt-router-{}-spelling-{name}", process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::create_dir_all(folder.join("api/v1")).unwrap();
        fs::write(folder.join("api/v1/typo"), "file under the prefix").unwrap();
        fs::write(folder.join("report.txt"), "file").unwrap();
        fs::write(folder.join("index.html"), "page").unwrap();
        fs::write(folder.join("sub/index.html"), "sub page").unwrap();
        Self(folder)
    }

    fn service(&self) -> ServeDir {
        ServeDir::new(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Spellings of `/files/report.txt` that a file server, or a handler that decodes, reads alike.
const SPELLINGS: [&str; 19] = [
    "/files/%72eport.txt",
    "/files/%2572eport.txt",
    "/files/report%2Etxt",
    "/files//report.txt",
    "/files/./report.txt",
    "/files/%2e/report.txt",
    "/files/report.txt/",
    "/files/report.txt//",
    "/files/report.txt/.",
    "/files/sub/../report.txt",
    "/files/sub/%2e%2e/report.txt",
    "/files/sub/..%2freport.txt",
    "/files/%2freport.txt",
    "/files/%5creport.txt",
    "/files/report.txt;v=1",
    "/files/report.txt%3bv=1",
    "/files/;/report.txt",
    "/files/report.txt%00.png",
    "/files/../files/report.txt",
];

#[protected(GET, "/files/report.txt", register = false)]
async fn report() -> &'static str {
    "guarded"
}

#[protected(DELETE, "/files/report.txt", register = false)]
async fn delete_report() -> &'static str {
    "guarded"
}

#[protected(HEAD, "/files/report.txt", register = false)]
async fn head_report() {}

#[protected(GET, "/files", register = false)]
async fn listing() -> &'static str {
    "guarded"
}

#[whitelist(GET, "/files/{*rest}", register = false)]
async fn files(Path(rest): Path<String>) -> String {
    format!("public {rest}")
}

#[whitelist(GET, "/files/{name}", register = false)]
async fn file(Path(name): Path<String>) -> String {
    format!("public {name}")
}

#[ignored(GET, "/{*rest}", register = false)]
async fn everything(Path(rest): Path<String>) -> String {
    format!("public {rest}")
}

#[ignored(GET, "/", register = false)]
async fn home() -> &'static str {
    "home"
}

/// Checks that an application is not built, for this guarded path below this public one.
#[track_caller]
fn check_below(app: AppBuilder, guarded: &str, public: &str) {
    let error = app.build().unwrap_err();
    let [
        BuildProblem::PublicPath(PublicPathProblem::GuardedBelow {
            path, public_path, ..
        }),
    ] = error.problems()
    else {
        panic!("{error}");
    };
    assert_eq!((path.as_str(), public_path.as_str()), (guarded, public));
}

#[test]
fn a_guarded_route_at_or_below_a_public_folder_is_an_error() {
    let folder = Folder::new("below");
    let line = line!() + 3;
    let app = jwt()
        .app_with((), routes![report])
        .ignored_service("/files", folder.service());
    let error = app.build().unwrap_err().to_string();
    for words in [
        "`it::spellings::report` (tests/it/spellings.rs:",
        "is guarded at `/files/report.txt`",
        &format!("`ignored_service(\"/files\", ..)` (tests/it/spellings.rs:{line})"),
        "move the guarded route to a path of its own",
    ] {
        assert!(error.contains(words), "{words}: {error}");
    }
    // A service answers every method, for all that is known of it.
    let app = jwt().app_with((), routes![delete_report]);
    let app = app.ignored_service("/files", folder.service());
    check_below(app, "/files/report.txt", "/files/{*rest}");
}

#[test]
fn a_guarded_route_at_or_below_a_public_catch_all_is_an_error() {
    let app = || jwt().app_with((), routes![files].and(routes![report]));
    check_below(app(), "/files/report.txt", "/files/{*rest}");
    check_below(
        jwt().app_with((), routes![files, listing]),
        "/files",
        "/files/{*rest}",
    );
    check_below(
        jwt().app_with((), routes![files, head_report]),
        "/files/report.txt",
        "/files/{*rest}",
    );
    check_below(
        jwt().app_with((), routes![everything, report]),
        "/files/report.txt",
        "/{*rest}",
    );
}

#[test]
fn every_guarded_route_below_a_public_path_is_told_at_once() {
    let app = jwt().app_with((), routes![files, report, listing]);
    let error = app.build().unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
}

#[test]
fn a_guarded_route_below_a_public_exception_is_an_error() {
    let by_hand = Router::new().route("/files/{*rest}", any(|| async { "public" }));
    let app = jwt().app_with((), routes![report]).merge(by_hand);
    let app = app.ignored(Method::GET, "/files/{*rest}");
    check_below(app, "/files/report.txt", "/files/{*rest}");
}

#[test]
fn captures_before_a_public_rest_match_any_text() {
    #[whitelist(GET, "/{lang}/docs/{*rest}", register = false)]
    async fn docs() {}
    #[protected(GET, "/en/docs/private", register = false)]
    async fn private() {}
    let app = jwt().app_with((), routes![docs, private]);
    check_below(app, "/en/docs/private", "/{lang}/docs/{*rest}");
}

#[test]
fn a_catch_all_may_be_public_for_one_method_and_guarded_for_another() {
    let app = jwt()
        .app_with((), routes![files, delete_report])
        .build()
        .unwrap();
    get("/files/x").to(&app).is(200, "public x");
    request("DELETE", "/files/report.txt")
        .to(&app)
        .is_refused(Refusal::NoToken);
    for target in SPELLINGS {
        let answer = request("DELETE", target).to(&app);
        assert!(
            matches!(answer.status, 404 | 405),
            "{target}: {}",
            answer.status
        );
        assert_ne!(answer.body, "guarded");
    }
}

#[test]
fn a_guarded_route_of_a_merged_router_below_a_public_path_is_an_error() {
    let guarded = || by_get(|| async { "guarded" });
    let inner = Router::new().route("/report.txt", guarded());
    let by_hand = [
        Router::new().route("/files/report.txt", guarded()),
        Router::new().nest("/files", inner.clone()),
        Router::new().nest_service("/files/report.txt", any(|| async { "guarded" })),
        Router::new().merge(Router::new().nest("/files", inner)),
        // Another spelling of the path is the same one.
        Router::new().route("/files//report.txt", guarded()),
    ];
    let listed = by_hand.len() - 1;
    for (at, by_hand) in by_hand.into_iter().enumerate() {
        let path = ["/files/report.txt", "/files//report.txt"][usize::from(at == listed)];
        let app = || jwt().app_with((), routes![]).merge(by_hand.clone());
        let service = any(|| async { "public" });
        check_below(
            app().ignored_service("/files", service),
            path,
            "/files/{*rest}",
        );
        let app = jwt().app_with((), routes![files]).merge(by_hand);
        check_below(app, path, "/files/{*rest}");
    }
    let by_hand = Router::new()
        .route("/files/report.txt", guarded())
        .route("/files/{*rest}", by_get(|| async { "file" }));
    let app = jwt().app_with((), routes![]).merge(by_hand);
    let app = app.ignored(Method::GET, "/files/{*rest}");
    check_below(app, "/files/report.txt", "/files/{*rest}");
}

#[test]
fn every_guarded_route_of_merged_routers_below_a_public_path_is_told() {
    let guarded = || any(|| async { "guarded" });
    let by_hand = Router::new()
        .route("/files/b", guarded())
        .route("/files/a/{id}", guarded())
        .route("/files", guarded())
        .route("/elsewhere", guarded());
    let other = Router::new().route("/files/c", guarded());
    let app = jwt().app_with((), routes![files]).merge(by_hand);
    let error = app.merge(other).build().unwrap_err();
    let path = |problem: &BuildProblem| match problem {
        BuildProblem::PublicPath(PublicPathProblem::GuardedBelow { path, .. }) => path.clone(),
        other => panic!("{other}"),
    };
    let paths: Vec<String> = error.problems().iter().map(path).collect();
    assert_eq!(paths, ["/files", "/files/a/{id}", "/files/b", "/files/c"]);
}

#[test]
fn public_routes_of_merged_routers_and_other_methods_may_be_below_a_public_path() {
    let by_hand = Router::new()
        .route("/files/open", by_get(|| async { "open" }))
        .route("/files/sent", axum::routing::post(|| async { "guarded" }));
    let app = jwt().app_with((), routes![files]).merge(by_hand);
    let app = app.whitelist(Method::GET, "/files/open").build().unwrap();
    get("/files/open").to(&app).is(200, "open");
    get("/files/x").to(&app).is(200, "public x");
    request("POST", "/files/sent")
        .to(&app)
        .is_refused(Refusal::NoToken);
}

#[test]
fn a_guarded_capture_of_a_merged_router_below_a_public_path_is_an_error() {
    let by_hand = || Router::new().route("/files/{a}/{b}", any(|| async { "guarded" }));
    let app = jwt().app_with((), routes![]).merge(by_hand());
    let error = app.ignored_service("/files", any(|| async {})).build();
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("`merge(..)` (tests/it/spellings.rs:"),
        "{error}"
    );
}

#[test]
fn a_public_root_needs_a_prefix_beside_a_merged_router() {
    let by_hand = || Router::new().route("/metrics", any(|| async { "guarded" }));
    let app = jwt().app_with((), routes![everything]).merge(by_hand());
    check_below(app, "/metrics", "/{*rest}");
    let jwt = || builder().api_name("/api").build().unwrap();
    let app = jwt().app_with((), routes![everything]).merge(by_hand());
    check_below(app, "/metrics", "/{*rest}");
    let by_hand = Router::new().nest("/api", by_hand());
    let app = jwt().app_with((), routes![everything]).merge(by_hand);
    let app = app.build().unwrap();
    get("/x").to(&app).is(200, "public x");
    get("/api/metrics").to(&app).is_refused(Refusal::NoToken);
    assert_eq!(get("/api/%6detrics").to(&app).status, 404);
}

/// Checks that the guarded path is refused, and that no other spelling is answered.
#[track_caller]
fn check_spellings(app: &App, refused: &[u16]) {
    get("/files/report.txt")
        .to(app)
        .is_refused(Refusal::NoToken);
    for target in SPELLINGS {
        for method in ["GET", "HEAD"] {
            let answer = request(method, target).to(app);
            assert!(
                refused.contains(&answer.status),
                "{method} {target}: {}",
                answer.status
            );
            assert!(
                !answer.body.contains("file"),
                "{method} {target}: {}",
                answer.body
            );
        }
    }
}

#[test]
fn no_spelling_of_a_guarded_path_of_a_merged_router_comes_to_a_public_capture() {
    let by_hand = Router::new().route("/files/report.txt", by_get(|| async { "guarded" }));
    let app = jwt().app_with((), routes![file]).merge(by_hand);
    check_spellings(&app.build().unwrap(), &[404]);
}

#[test]
fn no_spelling_of_a_guarded_path_comes_to_a_public_exception() {
    let by_hand = Router::new()
        .route("/files/report.txt", by_get(|| async { "guarded" }))
        .route("/files/{name}", by_get(|| async { "file" }));
    let app = jwt().app_with((), routes![]).merge(by_hand);
    let app = app.ignored(Method::GET, "/files/{name}").build().unwrap();
    // The capture is one segment, so other spellings come to no route.
    check_spellings(&app, &[401, 404]);
    get("/files/other").to(&app).is(200, "file");
    // With a token, the guard of the router lets the caller in.
    let answer = get("/files/%72eport.txt").bearer(&token(&ada())).to(&app);
    answer.is(200, "file");
}

#[test]
fn no_spelling_of_a_guarded_path_comes_to_a_public_capture() {
    let app = jwt().app_with((), routes![file, report]).build().unwrap();
    check_spellings(&app, &[404]);
    get("/files/other").to(&app).is(200, "public other");
    get("/files/%6fther").to(&app).is(200, "public other");
    // Another case is another value, and a handler does not take it for the guarded one.
    get("/files/REPORT.txt")
        .to(&app)
        .is(200, "public REPORT.txt");
}

#[test]
fn no_spelling_of_a_guarded_path_comes_to_a_public_capture_of_an_inner_application() {
    let app = jwt().app_with((), routes![file, report]).build().unwrap();
    let outer = Router::new().nest("/outer", app.into_router());
    get("/outer/files/report.txt")
        .to(&outer)
        .is_refused(Refusal::NoToken);
    assert_eq!(get("/outer/files/%72eport.txt").to(&outer).status, 404);
    get("/outer/files/x").to(&outer).is(200, "public x");
}

#[test]
fn no_spelling_of_a_guarded_path_comes_to_a_public_capture_below_a_capture() {
    #[whitelist(GET, "/people/{name}", register = false)]
    async fn person() -> &'static str {
        "public"
    }
    #[protected(GET, "/people/me", register = false)]
    async fn guarded() -> &'static str {
        "guarded"
    }
    let app = jwt().app_with((), routes![person, guarded]);
    let outer = Router::new().nest("/{tenant}", app.build().unwrap().into_router());
    for tenant in ["acme", "%2e%2e", "a%2fb"] {
        get(&format!("/{tenant}/people/me"))
            .to(&outer)
            .is_refused(Refusal::NoToken);
        for spelling in ["m%65", "..", "%2e%2e%2fpeople%2fme"] {
            let target = format!("/{tenant}/people/{spelling}");
            get(&target).to(&outer).is(404, "");
        }
        let other = format!("/{tenant}/people/other");
        get(&other).to(&outer).is(200, "public");
    }
}

#[test]
fn an_exact_exception_is_public_beside_the_same_path_with_a_slash() {
    let by_hand = Router::new()
        .route("/x", by_get(|| async { "guarded" }))
        .route("/x/", by_get(|| async { "public" }));
    let app = jwt().app_with((), routes![]).merge(by_hand);
    let app = app.ignored(Method::GET, "/x/").build().unwrap();
    get("/x/").to(&app).is(200, "public");
    get("/x").to(&app).is_refused(Refusal::NoToken);
}

#[protected(GET, "/me", register = false)]
async fn me() -> &'static str {
    "guarded"
}

/// Targets under the prefix `/api/v1` of which no route is.
const UNDER_PREFIX: [&str; 9] = [
    "/api/v1/typo",
    "/api/v1/typo/",
    "/api/v1",
    "/api/v1/",
    "/api//v1/typo",
    "/%61pi/v1/typo",
    "/api/v1/%6de",
    "/API/v1/typo",
    "/x/../api/v1/typo",
];

#[test]
fn a_public_root_does_not_answer_under_the_prefix() {
    let folder = Folder::new("root");
    let app = || builder().api_name("/api/v1").build().unwrap();
    let files = folder
        .service()
        .fallback(ServeFile::new(folder.0.join("index.html")));
    let apps = [
        app()
            .app_with((), routes![home, everything, me])
            .build()
            .unwrap(),
        app()
            .app_with((), routes![me])
            .ignored_service("/", files)
            .build()
            .unwrap(),
    ];
    for app in &apps {
        for target in UNDER_PREFIX {
            for method in ["GET", "HEAD", "POST"] {
                let answer = request(method, target).to(app);
                assert_eq!(answer.status, 404, "{method} {target}");
                assert_eq!(answer.body, "", "{method} {target}");
            }
        }
        get("/api/v1/me").to(app).is_refused(Refusal::NoToken);
        get("/api/v1/me")
            .bearer(&token(&ada()))
            .to(app)
            .is(200, "guarded");
        assert_eq!(request("POST", "/api/v1/me").to(app).status, 405);
    }
    let [by_handler, by_service] = apps;
    get("/").to(&by_handler).is(200, "home");
    get("/about/us").to(&by_handler).is(200, "public about/us");
    get("/api/v10").to(&by_handler).is(200, "public api/v10");
    get("/").to(&by_service).is(200, "page");
    get("/report.txt").to(&by_service).is(200, "file");
    get("/about/us/").to(&by_service).is(200, "page");
}

#[test]
fn a_public_path_above_the_prefix_does_not_answer_under_it() {
    #[ignored(GET, "/api/{*rest}", register = false)]
    async fn handler() -> &'static str {
        "public"
    }
    #[ignored(GET, "/{a}/{b}/{c}", register = false)]
    async fn captures() -> &'static str {
        "public"
    }
    let app = || builder().api_name("/api/v1").build().unwrap();
    let apps = [
        app().app_with((), routes![handler, me]).build().unwrap(),
        app().app_with((), routes![captures, me]).build().unwrap(),
        app()
            .app_with((), routes![me])
            .ignored_service("/api", any(|| async { "public" }))
            .build()
            .unwrap(),
    ];
    for app in &apps {
        for target in ["/api/v1/typo", "/api/v1/%6de"] {
            assert_eq!(get(target).to(app).status, 404, "{target}");
        }
        get("/api/v1/me").to(app).is_refused(Refusal::NoToken);
        get("/api/v2/me").to(app).is(200, "public");
    }
}

#[test]
fn a_public_exception_outside_the_prefix_does_not_answer_under_it() {
    let by_hand = Router::new().route("/{*rest}", by_get(|| async { "public" }));
    let jwt = builder().api_name("/api/v1").build().unwrap();
    let app = jwt.app_with((), routes![me]).merge(by_hand);
    let app = app.ignored(Method::GET, "/{*rest}").build().unwrap();
    get("/about").to(&app).is(200, "public");
    for target in UNDER_PREFIX {
        assert_eq!(get(target).to(&app).status, 401, "{target}");
    }
}

#[test]
fn a_service_and_a_handler_at_one_path_are_an_error() {
    let app = jwt().app_with((), routes![listing]);
    let error = app.ignored_service("/files", any(|| async {})).build();
    let error = error.unwrap_err().to_string();
    assert!(error.contains("`GET /files` is routed twice"), "{error}");
    let app = jwt()
        .app_with((), routes![home])
        .ignored_service("/", any(|| async {}));
    let error = app.build().unwrap_err();
    assert!(
        matches!(error.problems(), [BuildProblem::DuplicateRoute { .. }]),
        "{error}"
    );
}

#[whitelist(GET, "/pages/{name}", register = false)]
async fn page(Path(name): Path<String>) -> String {
    format!("public {name}")
}

#[ignored(GET, "/site/{*rest}", register = false)]
async fn site(Path(rest): Path<String>) -> String {
    format!("public {rest}")
}

// SECURITY.md, Paths.
#[test]
fn no_path_that_climbs_comes_to_a_public_pattern_beside_guarded_routes_elsewhere() {
    let app = jwt().app_with((), routes![page, site, report]);
    let app = app.build().unwrap();
    for target in [
        "/pages/..",
        "/pages/%2e%2E",
        "/pages/..%2ffiles%2freport.txt",
        "/pages/..%5cfiles%5creport.txt",
        "/site/../files/report.txt",
        "/site/%2e%2e/files/report.txt",
        "/site/a/..%2f../files/report.txt",
        "/site/..;/files/report.txt",
    ] {
        get(target).to(&app).is(404, "");
    }
    get("/pages/a..b").to(&app).is(200, "public a..b");
    get("/pages/a%2Fb").to(&app).is(200, "public a/b");
    get("/site/a/b%20c").to(&app).is(200, "public a/b c");
}

#[test]
fn no_path_climbs_from_a_public_pattern_to_the_prefix() {
    let jwt = builder().api_name("/api/v1").build().unwrap();
    let app = jwt.app_with((), routes![site]).build().unwrap();
    for target in ["/site/../api/v1/typo", "/site/..%2fapi%2fv1%2ftypo"] {
        get(target).to(&app).is(404, "");
    }
    get("/site/about").to(&app).is(200, "public about");
}

#[whitelist(GET, PUT, "/{name}", register = false)]
async fn named(Path(name): Path<String>) -> String {
    format!("public {name}")
}

#[test]
fn no_encoding_of_a_guarded_path_of_a_merged_router_comes_to_a_public_capture() {
    for (guarded, others) in [
        ("/caf%c3%a9", ["/caf%C3%A9", "/caf%c3%A9", "/%63af%c3%a9"]),
        ("/café", ["/caf%C3%A9", "/caf%c3%a9", "/c%61fé"]),
        ("/a|b", ["/a%7Cb", "/a%7cb", "/%61|b"]),
        ("/[x]", ["/%5Bx%5D", "/%5bx]", "/[x%5D"]),
        ("/%6de", ["/m%65", "/%6D%65", "/%256de"]),
    ] {
        let by_hand = Router::new().route(guarded, by_get(|| async { "guarded" }));
        let app = jwt().app_with((), routes![named]).merge(by_hand);
        let app = app.build().unwrap();
        get(guarded).to(&app).is_refused(Refusal::NoToken);
        for other in others {
            get(other).to(&app).is(404, "");
        }
        get("/%62").to(&app).is(200, "public b");
    }
}

#[test]
fn a_handler_for_wrong_methods_in_a_merged_router_is_guarded_in_every_spelling() {
    let by_hand = by_get(|| async { "guarded" }).fallback(|| async { "guarded" });
    let by_hand = Router::new()
        .route("/me", by_hand)
        .route("/plain", by_get(|| async { "guarded" }));
    let app = jwt().app_with((), routes![named]).merge(by_hand);
    let app = app.build().unwrap();
    request("PUT", "/me").to(&app).is_refused(Refusal::NoToken);
    request("PUT", "/%6de").to(&app).is(404, "");
    // This route has no `PUT`, and so nothing that is guarded.
    assert_eq!(request("PUT", "/plain").to(&app).status, 405);
    request("PUT", "/%70lain").to(&app).is(200, "public plain");
}
