use std::sync::{Arc, OnceLock};

use http::Extensions;

use crate::rejection::RejectionKind;

/// A shared cell in which a guard records that it refused a request, and with which kind.
///
/// Code that sends a request within the program, such as the matrix test, inserts an observer into the
/// request's extensions, which no client can write. A status or a body is no evidence of a refusal, because a
/// handler may respond with 401 too. If a layer drops the extensions, the request counts as admitted.
#[derive(Clone)]
pub(crate) struct RefusalObserver(pub(crate) Arc<OnceLock<RejectionKind>>);

impl RefusalObserver {
    /// Returns the observer among a request's extensions, if it has one.
    pub(crate) fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }

    /// Records the kind of a refusal, unless an earlier refusal is recorded.
    pub(crate) fn notify(&self, kind: RejectionKind) {
        self.0.get_or_init(|| kind);
    }
}
