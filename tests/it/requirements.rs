//! Roles, scopes, a recent login and predicates: who is let in, and what the others are told.

mod acr;
mod any_entity;
mod every_kind;
mod factor;
mod fresh;
mod loaded;
mod predicate_arguments;
mod predicate_extractors;
mod predicates;
mod problems;
mod role_places;
mod roles;
mod scopes;

use jwt_router::{RoleName, ScopeName, entity, prelude::*};
use jwt_router_tests::{NOW, forge};
use serde_json::{Value, json};

#[derive(Clone, Copy, RoleName)]
enum Role {
    Admin,
    Editor,
}

#[derive(ScopeName)]
enum Scope {
    #[name = "posts:read"]
    Read,
    #[name = "posts:write"]
    Write,
}

/// An entity that says its roles itself.
#[entity(table = "members", roles = Self::roles)]
#[derive(Clone)]
struct Member {
    id: i64,
    roles: Vec<Role>,
}

impl Member {
    fn roles(&self) -> impl IntoIterator<Item = Role> {
        self.roles.clone()
    }
}

/// Member 1 is an administrator, member 2 an editor, member 3 both, and member 4 nothing.
fn members() -> MemoryStore<Member> {
    let roles = [
        vec![Role::Admin],
        vec![Role::Editor],
        vec![Role::Admin, Role::Editor],
        vec![],
    ];
    let members = (1..).zip(roles);
    MemoryStore::new(members.map(|(id, roles)| Member { id, roles }))
}

/// A token of the user 1 with these claims too.
fn user_with(claims: Value) -> String {
    with(
        json!({"table_name": "users", "user_id": 1, "exp": NOW + 3600}),
        claims,
    )
}

/// A token of a member with these claims too.
fn member_with(id: i64, claims: Value) -> String {
    with(
        json!({"table_name": "members", "id": id, "exp": NOW + 3600}),
        claims,
    )
}

fn with(mut base: Value, claims: Value) -> String {
    for (name, value) in claims.as_object().unwrap() {
        base[name] = value.clone();
    }
    forge(&base)
}
