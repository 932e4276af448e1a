//! Roles and scopes by text, constant, alias and type; entities that say which they have.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jwt_router::{Entity, RoleName, ScopeName, prelude::*};

/// The roles there are.
#[derive(Clone, RoleName)]
pub(crate) enum Role {
    Admin,
    Editor,
}

use self::Role as Function;

/// A scope that is a type.
struct ReadPosts;

impl ScopeName for ReadPosts {
    fn name(&self) -> &'static str {
        "posts:read"
    }
}

const WRITE: &str = "posts:write";
static AUDITOR: &str = "auditor";

/// A constant that belongs to a type.
trait Named {
    const ROLE: Role;
}

impl Named for ReadPosts {
    const ROLE: Role = Role::Editor;
}

#[protected(GET, "/requirements/text", role = "admin", scope = "posts:read")]
async fn text() {}

#[protected(GET, "/requirements/path", role = Role::Admin, scope = ReadPosts)]
async fn path() {}

#[protected(GET, "/requirements/constant", role = AUDITOR, scope = WRITE)]
async fn constant() {}

#[protected(GET, "/requirements/alias", role = any(Function::Admin, self::Role::Editor))]
async fn alias() {}

#[protected(GET, "/requirements/associated", role = <ReadPosts as Named>::ROLE)]
async fn associated() {}

#[protected(GET, "/requirements/mixed", scope = [ReadPosts, WRITE, "admin",], fresh = "15m")]
async fn mixed() {}

// Lists of one, as a macro may write them.
#[protected(GET, "/requirements/one", role = any("admin"), scope = [WRITE])]
async fn one() {}

#[protected(GET, "/requirements/raw", role = any(r"admin", r#"editor"#))]
async fn raw() {}

macro_rules! routes {
    ($name:ident, $path:literal, $one:expr, $two:path, [$($more:expr),*], $fresh:literal) => {
        #[protected(GET, $path, role = any($one, $two), scope = [$($more),*], fresh = $fresh)]
        async fn $name() {}
    };
    ($name:ident, $path:literal, $role:expr) => {
        #[protected(GET, $path, role = $role)]
        async fn $name() {}
    };
    ($name:ident, $path:literal) => {
        #[protected(GET, $path, role = $crate::requirements::Role::Admin)]
        async fn $name() {}
    };
}

routes!(
    generated,
    "/requirements/generated",
    Role::Admin,
    Role::Editor,
    ["posts:read", WRITE],
    "1h"
);
routes!(
    generated_list,
    "/requirements/generated/list",
    ["admin", Role::Editor]
);
routes!(generated_text, "/requirements/generated/text", "admin");
routes!(generated_path, "/requirements/generated/path");

fn always() -> bool {
    true
}

async fn reads(g: G, State(store): State<super::around::Store<u64>>) -> Result<(), StatusCode> {
    let is_known = store.0.len() > g.table().len();
    is_known.then_some(()).ok_or(StatusCode::NOT_FOUND)
}

fn generic<const N: u64>(Path(id): Path<u64>) -> Result<bool, StatusCode> {
    (id > 0).then_some(id == N).ok_or(StatusCode::NOT_FOUND)
}

/// Not to be called by its variables' names.
mod predicates {
    pub(super) fn guard(methods: axum::http::HeaderMap) -> impl Future<Output = bool> {
        std::future::ready(methods.is_empty())
    }
}

#[protected(GET, "/requirements/predicate", guard = always)]
async fn predicate() {}

#[protected(GET, "/requirements/predicate/of/state", guard = reads, state = super::around::Store<u64>)]
async fn predicate_of_state() {}

#[protected(GET, "/requirements/predicate/of/the/state", guard = reads)]
async fn predicate_of_the_state(State(_): State<super::around::Store<u64>>, guard: String) {
    drop(guard);
}

#[protected(GET, "/requirements/predicate/{id}", guard = generic::<7>)]
async fn generic_predicate() {}

#[protected(GET, "/requirements/predicate/by/path", guard = self::predicates::guard, role = "admin")]
async fn predicate_by_path() {}

macro_rules! guarded {
    ($name:ident, $path:literal, $guard:path) => {
        #[protected(GET, $path, guard = $guard)]
        async fn $name() {}
    };
}

guarded!(
    generated_predicate,
    "/requirements/predicate/generated",
    predicates::guard
);

macro_rules! entity {
    ($name:ident, $table:literal, $roles:ty, $($borrow:tt)*) => {
        #[entity(table = $table, accessor = false, roles = Self::listed)]
        #[derive(Clone)]
        pub(crate) struct $name {
            id: i64,
            roles: $roles,
        }

        impl $name {
            fn listed(&self) -> $($borrow)* $roles {
                entity!(@ self, $($borrow)*)
            }
        }
    };
    (@ $self:ident, &) => { &$self.roles };
    (@ $self:ident,) => { $self.roles.clone() };
}

entity!(Optional, "requirements_optional", Option<Role>,);
entity!(One, "requirements_one", [Role; 1],);
entity!(Texts, "requirements_texts", Vec<String>,);
entity!(Borrowed, "requirements_borrowed", Vec<String>, &);
entity!(BorrowedOption, "requirements_option", Option<Role>, &);

/// Roles as an iterator, or as a slice of what is not owned.
#[entity(table = "requirements_slice", accessor = false, roles = slice)]
#[derive(Clone)]
pub(crate) struct Slice {
    id: i64,
    roles: Vec<Role>,
}

fn slice(entity: &Slice) -> &[Role] {
    &entity.roles
}

#[entity(table = "requirements_words", accessor = false, roles = Words::roles)]
#[derive(Clone)]
pub(crate) struct Words {
    id: i64,
    roles: String,
}

impl Words {
    fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.split(' ')
    }
}

#[entity(table = "requirements_generic", accessor = false, roles = Self::roles)]
#[derive(Clone)]
pub(crate) struct Generic<R: RoleName + Clone + Send + Sync + 'static> {
    id: i64,
    role: R,
}

impl<R: RoleName + Clone + Send + Sync + 'static> Generic<R> {
    const fn roles(&self) -> [&R; 1] {
        [&self.role]
    }
}

#[protected(GET, "/requirements/entities", entity = any(Optional, self::One, Generic<Role>), register = false)]
async fn entities() {}

macro_rules! entities {
    ($name:ident, $one:ty, $two:path) => {
        #[protected(GET, "/requirements/entities/generated", entity = any($one, $two), register = false)]
        async fn $name() {}
    };
}

entities!(generated_entities, Optional, One);

#[test]
fn routes_name_several_entities() {
    let routes = jwt_router::routes![entities, generated_entities];
    drop::<jwt_router::Routes<()>>(routes);
}

fn has(entity: &impl Entity<Key = i64>) -> [bool; 2] {
    ["admin", "editor"].map(|role| entity.has_role(role))
}

#[test]
fn an_entity_has_the_roles_that_its_function_lists() {
    let id = 1;
    let editor = "editor".to_owned();
    let editors = [
        has(&Optional {
            id,
            roles: Some(Role::Editor),
        }),
        has(&BorrowedOption {
            id,
            roles: Some(Role::Editor),
        }),
        has(&One {
            id,
            roles: [Role::Editor],
        }),
        has(&Texts {
            id,
            roles: vec![editor.clone()],
        }),
        has(&Borrowed {
            id,
            roles: vec![editor],
        }),
        has(&Slice {
            id,
            roles: vec![Role::Editor],
        }),
        has(&Words {
            id,
            roles: "author editor".to_owned(),
        }),
        has(&Generic {
            id,
            role: Role::Editor,
        }),
    ];
    assert_eq!(editors, [[false, true]; 8]);
    assert_eq!(has(&Optional { id, roles: None }), [false, false]);
}
