//! Every kind of requirement, alone on a route: no kind is forgotten where requirements are checked.

use std::collections::BTreeMap;

use jwt_router::{App, Requirement, Routes, prelude::*};
use jwt_router_tests::{RequestExt as _, Teacher, builder, get};
use serde_json::json;

use super::user_with;

#[protected(GET, "/entity", entity = Teacher, register = false)]
async fn entity() {}

#[protected(GET, "/scope", scope = "a", register = false)]
async fn scope() {}

#[protected(GET, "/role", role = "a", register = false)]
async fn role() {}

#[protected(GET, "/acr", acr = "a", register = false)]
async fn acr() {}

#[protected(GET, "/factor", factor = "a", register = false)]
async fn factor() {}

#[protected(GET, "/fresh", fresh = "1m", register = false)]
async fn fresh() {}

#[protected(GET, "/guard", guard = never, register = false)]
async fn guard() {}

fn never() -> bool {
    false
}

mod without {
    use jwt_router::protected;

    macro_rules! without {
        ($($name:ident $path:literal)*) => {
            $(#[protected(GET, $path, register = false)]
            pub(super) async fn $name() {})*
        };
    }

    without! {
        entity "/entity"
        scope "/scope"
        role "/role"
        acr "/acr"
        factor "/factor"
        fresh "/fresh"
        guard "/guard"
    }
}

fn app_of(routes: Routes<()>) -> App {
    let jwt = builder().roles_claim("roles").build().unwrap();
    jwt.app_with((), routes).build().unwrap()
}

/// The application with each requirement, by its argument, and the same without it.
fn kinds() -> BTreeMap<&'static str, (App, App)> {
    let pairs = [
        ("entity", routes![entity], routes![without::entity]),
        ("scope", routes![scope], routes![without::scope]),
        ("role", routes![role], routes![without::role]),
        ("acr", routes![acr], routes![without::acr]),
        ("factor", routes![factor], routes![without::factor]),
        ("fresh", routes![fresh], routes![without::fresh]),
        ("guard", routes![guard], routes![without::guard]),
    ];
    pairs
        .into_iter()
        .map(|(argument, with, without)| (argument, (app_of(with), app_of(without))))
        .collect()
}

#[test]
fn the_tests_have_every_kind() {
    let kinds: Vec<&str> = kinds().into_keys().collect();
    let mut arguments = Requirement::arguments().to_vec();
    arguments.sort_unstable();
    assert_eq!(kinds, arguments);
}

#[test]
fn a_caller_who_lacks_a_requirement_is_refused() {
    let token = user_with(json!({}));
    for (argument, (with, without)) in kinds() {
        let path = format!("/{argument}");
        let status = get(&path).bearer(&token).to(&with).status;
        assert!(status == 401 || status == 403, "{argument}: {status}");
        let status = get(&path).bearer(&token).to(&without).status;
        assert_eq!(status, 200, "{argument}");
    }
}

#[cfg(feature = "testing")]
#[test]
fn a_requirement_that_is_dropped_is_a_loosened_policy() {
    for (argument, (with, without)) in kinds() {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("every-kind-{argument}.lock"));
        let lines = with.policy().routes().iter().map(|route| {
            let entity = route.requirements.get("entity");
            let any = if entity.is_none() { "any entity, " } else { "" };
            let requirements = &route.requirements;
            format!("GET  {}  protected {any}{requirements}  x\n", route.path)
        });
        std::fs::write(&path, lines.collect::<String>()).unwrap();
        let policy = without.policy().clone();
        let checked = std::panic::catch_unwind(|| {
            jwt_router::testing::assert_policy_lock!(&policy, path.to_str().unwrap());
        });
        let message = checked.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("!! Loosened"), "{argument}: {message}");
    }
}
