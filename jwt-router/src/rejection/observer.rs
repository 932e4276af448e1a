use std::sync::{Arc, OnceLock};

use http::Extensions;

use crate::rejection::RejectionKind;

/// Where a guard writes that it refused a request, and why.
///
/// Who sends a request within the program puts one among its extensions, where no client can write.
/// A status or a body cannot say the same: a handler may answer 401 too. A request that loses its
/// extensions on the way counts as let in.
#[derive(Clone)]
pub(crate) struct RefusalObserver(pub(crate) Arc<OnceLock<RejectionKind>>);

impl RefusalObserver {
    /// The observer of a request, if it has one.
    pub(crate) fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Writes why the guard refused; the first reason stays.
    pub(crate) fn notify(&self, kind: RejectionKind) {
        self.0.get_or_init(|| kind);
    }
}
