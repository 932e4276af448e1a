//! The 500 responses of extractors that cannot take the caller of a request, because no guard has checked the
//! request, or because the route takes tokens of another use than the extractor needs.

use http::request::Parts;

use crate::rejection::{RefusalObserver, Rejection, RejectionKind};

/// Logs that the extractor `T` was called in a request that passed no guard, and returns a 500 response.
pub(crate) fn unguarded<T>(parts: &Parts) -> Rejection {
    tracing::error!(
        extractor = std::any::type_name::<T>(),
        "a handler takes the caller, but no guard runs before it: serve it through `JwtRoutes::app()`"
    );
    unguarded_response(parts)
}

/// Logs that the extractor `T` needs a token of another use than the route takes, such as an access token on a
/// route for links (tokens for one purpose), and returns a 500 response.
pub(super) fn of_another_use<T>(parts: &Parts) -> Rejection {
    tracing::error!(
        extractor = std::any::type_name::<T>(),
        "a handler takes a caller whom its route does not have: `G` needs an access token, `Link` one for a `purpose`, `Refresh` a refresh token, and `Ticket` a ticket"
    );
    unguarded_response(parts)
}

fn unguarded_response(parts: &Parts) -> Rejection {
    let kind = RejectionKind::Unguarded;
    if let Some(observer) = RefusalObserver::of(&parts.extensions) {
        observer.notify(kind);
    }
    Rejection::new(kind, None)
}
