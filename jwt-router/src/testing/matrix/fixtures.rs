//! The order in which the test matrix tries the routes, and the applications that it sends writes to.

use std::pin::Pin;

use http::Method;

use super::{
    caller::CallerKind,
    failure::MatrixFailure,
    judge::{Findings, Judge},
    row::Row,
    send::MatrixRequest,
    token::Mint,
};
use crate::{app::App, policy::RoutePolicy};

/// Makes an application with fresh data.
pub(super) type Fixtures = Box<dyn Fn() -> Pin<Box<dyn Future<Output = App> + Send>> + Send + Sync>;

/// Returns the positions of the routes in the order in which they are tried: reads, then writes, then deletions.
///
/// No request before a deletion then misses what the deletion removes.
pub(super) fn order(routes: &[RoutePolicy]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..routes.len()).collect();
    positions.sort_by_key(|position| routes.get(*position).map(|route| rank(&route.method)));
    positions
}

fn rank(method: &str) -> u8 {
    match method.parse() {
        Ok(Method::DELETE) => 2,
        Ok(method) if is_write(&method) => 1,
        _ => 0,
    }
}

/// Returns whether a request with this method may change data ([RFC 9110, section 9.2.1]).
///
/// [RFC 9110, section 9.2.1]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
pub(super) fn is_write(method: &Method) -> bool {
    !method.is_safe()
}

impl Judge<'_> {
    /// Returns an application with fresh data if the request may write, with the same request for it.
    ///
    /// The tokens of the request are minted again, since the other application may have another key.
    pub(super) async fn fresh(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        (number, probe): (usize, &MatrixRequest),
        found: &mut Findings<'_>,
    ) -> Result<Option<(App, MatrixRequest)>, MatrixFailure> {
        let Some(fixtures) = &self.fixtures else {
            return Ok(None);
        };
        if !is_write(&probe.method) || !probe.expected.may_run_a_handler() {
            return Ok(None);
        }
        let app = fixtures().await;
        if app.policy().sha256() != self.app.policy().sha256() {
            return Err(MatrixFailure::OtherFixture);
        }
        let mint = std::mem::replace(&mut found.mint, Mint::new(&app.origin.jwt));
        let again = self.probes(row, caller, found);
        found.mint = mint;
        let again = again?.into_iter().nth(number);
        Ok(again.map(|probe| (app, probe)))
    }
}
