//! Routes for links that require more than a link.

use jwt_router::{App, JwtRoutes, Link, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, request};

use super::{Member, Owner, builder, member};

#[protected(POST, "/admin", purpose = "act", role = "admin", register = false)]
async fn of_admins(link: Link<Member>) -> String {
    link.id.to_string()
}

async fn is_first(link: Link<Member>) -> bool {
    link.id == 1
}

#[protected(POST, "/first", purpose = "act", guard = is_first, register = false)]
async fn of_the_first(link: Link<Member>) -> String {
    link.id.to_string()
}

#[protected(POST, "/either", purpose = "act", entity = any(Member, Owner), register = false)]
async fn of_either() -> &'static str {
    "in"
}

#[protected(POST, "/owner", purpose = "act", register = false)]
async fn of_owners(link: Link<Owner>) -> String {
    link.id.to_string()
}

fn application() -> (JwtRoutes, App) {
    let admin = Member {
        id: 2,
        is_admin: true,
        ..member(1)
    };
    let jwt = builder()
        .entity::<Member>(MemoryStore::new([member(1), admin]))
        .entity::<Owner>(MemoryStore::new([Owner { id: 1 }]))
        .build()
        .unwrap();
    let app = jwt
        .app_with((), routes![of_admins, of_the_first, of_either, of_owners])
        .build()
        .unwrap();
    (jwt, app)
}

fn link_of(jwt: &JwtRoutes, id: i64) -> String {
    let member = Member { id, ..member(1) };
    jwt.link(&member, "act").sign().unwrap().into_string()
}

#[test]
fn a_role_of_the_entity_is_required_of_a_link() {
    let (jwt, app) = application();
    let post = |id| {
        let link = link_of(&jwt, id);
        request("POST", "/admin").bearer(&link).to(&app)
    };
    post(1).is_refused(Refusal::Forbidden);
    post(2).is(200, "2");
}

#[test]
fn a_predicate_decides_about_a_link() {
    let (jwt, app) = application();
    let post = |id| {
        let link = link_of(&jwt, id);
        request("POST", "/first").bearer(&link).to(&app)
    };
    post(1).is(200, "1");
    post(2).is_refused(Refusal::Forbidden);
}

#[test]
fn links_of_several_entities_are_taken_where_the_route_says_so() {
    let (jwt, app) = application();
    let of_owner = jwt.link(&Owner { id: 1 }, "act").sign().unwrap();
    for link in [link_of(&jwt, 1), of_owner.into_string()] {
        request("POST", "/either")
            .bearer(&link)
            .to(&app)
            .is(200, "in");
    }
}

#[test]
fn a_link_of_another_entity_is_refused() {
    let (jwt, app) = application();
    let link = link_of(&jwt, 1);
    request("POST", "/owner")
        .bearer(&link)
        .to(&app)
        .is_refused(Refusal::Forbidden);
}
