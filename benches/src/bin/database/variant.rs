//! The servers that are compared.

/// A server that is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Variant {
    /// Bare axum, whose handler returns a constant.
    Bare,
    /// `G<User>` from a `MemoryStore`.
    Memory,
    /// Bare axum, whose handler queries a database.
    ByHand(Database),
    /// The same, after `jsonwebtoken::decode` on the request's token.
    ByHandVerified(Database),
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
    pub(crate) const ALL: [Self; 10] = [
        Self::Bare,
        Self::Memory,
        Self::Cached(Database::Sqlite),
        Self::Cached(Database::Postgres),
        Self::ByHand(Database::Sqlite),
        Self::ByHandVerified(Database::Sqlite),
        Self::Guarded(Database::Sqlite),
        Self::ByHand(Database::Postgres),
        Self::ByHandVerified(Database::Postgres),
        Self::Guarded(Database::Postgres),
    ];

    pub(crate) const fn name(self) -> &'static str {
        use Database::{Postgres, Sqlite};
        match self {
            Self::Bare => "bare axum",
            Self::Memory => "`G<User>`, `MemoryStore`",
            Self::ByHand(Sqlite) => "SQLite, by hand",
            Self::ByHand(Postgres) => "PostgreSQL, by hand",
            Self::ByHandVerified(Sqlite) => "SQLite, by hand with `jsonwebtoken`",
            Self::ByHandVerified(Postgres) => "PostgreSQL, by hand with `jsonwebtoken`",
            Self::Guarded(Sqlite) => "SQLite, `G<User>`",
            Self::Guarded(Postgres) => "PostgreSQL, `G<User>`",
            Self::Cached(Sqlite) => "SQLite, `G<User>`, cached",
            Self::Cached(Postgres) => "PostgreSQL, `G<User>`, cached",
        }
    }

    pub(crate) fn comparison(self) -> Option<Comparison> {
        let (baseline, limit) = match self {
            Self::Bare | Self::ByHand(_) => return None,
            Self::Memory => (Self::Bare, None),
            Self::Cached(_) => (Self::Bare, Some(1.15)),
            Self::ByHandVerified(database) => (Self::ByHand(database), None),
            Self::Guarded(database) => (Self::ByHand(database), Some(1.05)),
        };
        Some(Comparison { baseline, limit })
    }

    pub(crate) fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|variant| variant.name() == name);
        found.unwrap_or_else(|| panic!("no variant has the name {name:?}"))
    }
}
