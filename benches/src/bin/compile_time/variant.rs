//! The ways that are compared.

/// One way to write handlers and to route them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Variant {
    /// Plain functions in one chain of `.route`, in a function that returns the router.
    Plain,
    /// The same chain in an `async fn`, as a program has it that serves what it has routed.
    PlainAsync,
    /// As `Plain`, each function under `#[axum::debug_handler]`.
    DebugHandler,
    /// As `PlainAsync`, each function under `#[axum::debug_handler]`.
    DebugHandlerAsync,
    /// Ours, every handler in the registry.
    Registered,
    /// Ours, every handler in one `routes!`.
    Listed,
}

impl Variant {
    /// Those whose `cargo build` is compared; plain axum is the first.
    pub(crate) fn built(with_ours: bool) -> Vec<Self> {
        let mut built = vec![Self::Plain];
        if with_ours {
            built.extend([Self::Registered, Self::Listed]);
        }
        built
    }

    /// Those whose `cargo check` is compared; plain axum is the first.
    pub(crate) fn checked(with_ours: bool) -> Vec<Self> {
        let mut all = vec![
            Self::Plain,
            Self::PlainAsync,
            Self::DebugHandler,
            Self::DebugHandlerAsync,
        ];
        if with_ours {
            all.extend([Self::Registered, Self::Listed]);
        }
        all
    }

    /// The variant in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain axum, one `.route` chain in a `fn`",
            Self::PlainAsync => "plain axum, the chain in an `async fn`",
            Self::DebugHandler => "`#[axum::debug_handler]`, the chain in a `fn`",
            Self::DebugHandlerAsync => "`#[axum::debug_handler]`, the chain in an `async fn`",
            Self::Registered => "ours, registered",
            Self::Listed => "ours, `routes!`",
        }
    }

    /// The package's name.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::PlainAsync => "plain_async",
            Self::DebugHandler => "debug_handler",
            Self::DebugHandlerAsync => "debug_handler_async",
            Self::Registered => "registered",
            Self::Listed => "listed",
        }
    }

    /// Whether the package needs jwt-router.
    pub(crate) fn is_ours(self) -> bool {
        match self {
            Self::Plain | Self::PlainAsync | Self::DebugHandler | Self::DebugHandlerAsync => false,
            Self::Registered | Self::Listed => true,
        }
    }
}
