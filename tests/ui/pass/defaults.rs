//! Defaults of modules, wherever they stand and whoever writes them.

use crate::requirements::Role;

// In a file module, before its handlers, and after them.
jwt_router::defaults! { prefix = "/defaults", role = any(Role::Admin, Role::Editor, "owner") }

#[jwt_router::protected(GET, "/defaults/here")]
async fn here() {}

mod below {
    #[jwt_router::protected(GET, "/defaults/below", role = super::Role::Admin)]
    async fn below() {}

    jwt_router::defaults!(scope = ["a", "b",], fresh = "1h",);
}

mod lints {
    #![deny(
        warnings,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        missing_docs,
        unused
    )]

    use jwt_router::prelude::*;

    defaults![fresh = "1d"];

    #[protected(GET, "/defaults/lints")]
    async fn lints() {}
}

macro_rules! module {
    ($name:ident, $prefix:literal, $entity:ty, $role:expr, $scope:path, $fresh:literal) => {
        mod $name {
            use super::*;

            const WRITE: &str = "write";

            jwt_router::defaults! {
                prefix = $prefix,
                entity = $entity,
                role = $role,
                scope = $scope,
                fresh = $fresh,
            }

            #[jwt_router::protected(GET, "/defaults/written/by/a/macro")]
            async fn written() {}
        }
    };
}

module!(
    written,
    "/defaults/written",
    crate::aliases::User,
    Role::Editor,
    WRITE,
    "15m"
);
