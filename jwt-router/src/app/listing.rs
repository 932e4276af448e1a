//! Lists the paths of a hand-written router.
//!
//! axum shows the paths only in the `Debug` output of the router, whose format it does not promise. `build` does
//! not report problems of a path that is not found there, but requests for other spellings of the path are still
//! refused (`guarded_paths.rs`). Tests in `tests/it/spellings.rs` fail with a version of axum in whose output no
//! path is found.

use axum::Router;

/// The start of a path in the output: `RouteId(1): "/files"`.
const ROUTE: &str = "RouteId(";

/// Returns the paths of a router, sorted. A nested service has its own path only, without those below it.
pub(super) fn paths(router: &Router) -> Vec<String> {
    let output = format!("{router:?}");
    // The paths of the router's fallback, which come next, are axum's own.
    let own = match output.split_once("fallback_router: ") {
        Some((own, _)) => own,
        None => &output,
    };
    let parts = own.split(ROUTE).skip(1);
    let mut paths: Vec<String> = parts.filter_map(path).collect();
    paths.sort_unstable();
    // axum adds two routes of its own to a nested service: with a slash at the end, and with a capture.
    paths.retain(|path| !path.contains("{*__private__axum"));
    paths
}

/// Returns the path in a part of the output, such as `1): "/files"`. Returns `None` for a path with an escape,
/// which no ordinary path has.
fn path(route: &str) -> Option<String> {
    let (_, quoted) = route.split_once(": \"")?;
    let (path, _) = quoted.split_once('"')?;
    (!path.contains('\\')).then(|| path.to_owned())
}
