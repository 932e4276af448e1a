//! The servers that are compared.

/// A server that is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Variant {
    /// Bare axum, whose handler returns a constant.
    Bare,
    /// The same handler on a protected route that loads no entity.
    ClaimsOnly,
    /// `G<User>` from a `MemoryStore`.
    Memory,
    /// Bare axum, whose handler queries a database.
    ByHand(Database),
    /// The same, after `jsonwebtoken::decode` on the request's token.
    ByHandVerified(Database),
    /// A protected route that loads no entity, whose handler queries a database.
    ProtectedByHand(Database),
    /// `G<User>` from a `SqlxStore`.
    Guarded(Database),
    /// `G<User>` from a cached `SqlxStore`.
    Cached(Database),
}

/// Where users are stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// The variant with which another one is compared, and the highest ratio that is good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comparison {
    pub(crate) baseline: Variant,
    pub(crate) limit: Option<f64>,
}

impl Variant {
    pub(crate) const ALL: [Self; 13] = [
        Self::Bare,
        Self::ClaimsOnly,
        Self::Memory,
        Self::Cached(Database::Sqlite),
        Self::Cached(Database::Postgres),
        Self::ByHand(Database::Sqlite),
        Self::ByHandVerified(Database::Sqlite),
        Self::ProtectedByHand(Database::Sqlite),
        Self::Guarded(Database::Sqlite),
        Self::ByHand(Database::Postgres),
        Self::ByHandVerified(Database::Postgres),
        Self::ProtectedByHand(Database::Postgres),
        Self::Guarded(Database::Postgres),
    ];

    pub(crate) const fn name(self) -> &'static str {
        use Database::{Postgres, Sqlite};
        match self {
            Self::Bare => "bare axum",
            Self::ClaimsOnly => "protected, claims only",
            Self::Memory => "`G<User>`, `MemoryStore`",
            Self::ByHand(Sqlite) => "SQLite, by hand",
            Self::ByHand(Postgres) => "PostgreSQL, by hand",
            Self::ByHandVerified(Sqlite) => "SQLite, by hand with `jsonwebtoken`",
            Self::ByHandVerified(Postgres) => "PostgreSQL, by hand with `jsonwebtoken`",
            Self::ProtectedByHand(Sqlite) => "SQLite, protected, by hand",
            Self::ProtectedByHand(Postgres) => "PostgreSQL, protected, by hand",
            Self::Guarded(Sqlite) => "SQLite, `G<User>`",
            Self::Guarded(Postgres) => "PostgreSQL, `G<User>`",
            Self::Cached(Sqlite) => "SQLite, `G<User>`, cached",
            Self::Cached(Postgres) => "PostgreSQL, `G<User>`, cached",
        }
    }

    /// What the variant is compared with, the most important first.
    pub(crate) fn comparisons(self) -> Vec<Comparison> {
        let to = |baseline, limit| Comparison { baseline, limit };
        match self {
            Self::Bare | Self::ByHand(_) => vec![],
            Self::ClaimsOnly | Self::Memory => vec![to(Self::Bare, None)],
            Self::Cached(_) => vec![to(Self::Bare, Some(1.15))],
            Self::ByHandVerified(database) | Self::ProtectedByHand(database) => {
                vec![to(Self::ByHand(database), None)]
            }
            Self::Guarded(database) => vec![
                to(Self::ProtectedByHand(database), Some(1.05)),
                to(Self::ByHand(database), None),
            ],
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|variant| variant.name() == name);
        found.unwrap_or_else(|| panic!("no variant has the name {name:?}"))
    }
}
