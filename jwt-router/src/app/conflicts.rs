//! Finds conflicts between routes before they are added to axum's router, which panics on a conflict.

use std::collections::HashMap;

use crate::{
    location::SourceLocation,
    policy::shape,
    problem::{BuildProblem, PublicPathProblem},
};

/// A method and a path for which the application will have a route. The method `*` means every method.
pub(super) struct Claim {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) location: SourceLocation,
}

/// Returns a problem for each pair of routes with the same method and path, and for each pair whose paths
/// conflict.
pub(super) fn find(claims: &[Claim]) -> Vec<BuildProblem> {
    let mut problems = duplicates(claims);
    let mut conflicts = conflicting_paths(claims);
    // Two routes with the same method and path may also differ in the names of their captures. Only the
    // duplicate is reported, because both problems are solved when one of the routes is removed.
    conflicts.retain(|conflict| {
        !problems
            .iter()
            .any(|duplicate| is_of_same_pair(duplicate, conflict))
    });
    problems.append(&mut conflicts);
    problems
}

/// Returns whether both problems are about the same two routes, so that only one has to be reported.
fn is_of_same_pair(duplicate: &BuildProblem, conflict: &BuildProblem) -> bool {
    match (duplicate, conflict) {
        (
            BuildProblem::DuplicateRoute { first, second, .. },
            BuildProblem::ConflictingPath { route, other, .. },
        ) => (first, second) == (other, route),
        _ => false,
    }
}

/// Returns whether `problems` has a problem that is reported instead of `below`, which is about a guarded route
/// and the public route above it: that these two routes conflict, or that the public route does not exist.
pub(super) fn is_reported(below: &PublicPathProblem, problems: &[BuildProblem]) -> bool {
    let PublicPathProblem::GuardedBelow {
        guarded, public, ..
    } = below
    else {
        return false;
    };
    problems.iter().any(|problem| match problem {
        BuildProblem::ConflictingPath {
            route: one, other, ..
        }
        | BuildProblem::DuplicateRoute {
            first: one,
            second: other,
            ..
        } => [(one, other), (other, one)].contains(&(guarded, public)),
        BuildProblem::DeadException { exception, .. } => exception == public,
        _ => false,
    })
}

/// Returns a problem for each pair of routes with the same method and path. Names of captures are ignored.
fn duplicates(claims: &[Claim]) -> Vec<BuildProblem> {
    let mut seen: HashMap<String, Vec<&Claim>> = HashMap::new();
    let mut problems = Vec::new();
    for claim in claims {
        let known = seen.entry(shape(&claim.path)).or_default();
        // A service takes every method.
        let is_taken = |first: &&&Claim| {
            first.method == claim.method || [first.method, claim.method].contains(&"*")
        };
        match known.iter().find(is_taken) {
            Some(first) => problems.push(BuildProblem::DuplicateRoute {
                method: [claim.method, first.method]
                    .into_iter()
                    .find(|method| *method != "*")
                    .unwrap_or("*"),
                path: first.path.clone(),
                first: first.location.clone(),
                second: claim.location.clone(),
            }),
            None => known.push(claim),
        }
    }
    problems
}

/// Returns a problem for each path that conflicts with an earlier path. The paths are inserted into a `matchit`
/// router, as axum does.
fn conflicting_paths(claims: &[Claim]) -> Vec<BuildProblem> {
    let mut router = matchit::Router::new();
    let mut mounted: HashMap<&str, &Claim> = HashMap::new();
    let mut problems = Vec::new();
    for claim in claims {
        if mounted.contains_key(claim.path.as_str()) {
            continue;
        }
        mounted.insert(&claim.path, claim);
        let Err(error) = router.insert(claim.path.as_str(), ()) else {
            continue;
        };
        let reason = error.to_string();
        let matchit::InsertError::Conflict { with } = error else {
            problems.push(BuildProblem::InvalidPath {
                call: claim.location.clone(),
                reason: format!("`{}` is not a path: {reason}", claim.path),
            });
            continue;
        };
        if let Some(other) = mounted.get(with.as_str()) {
            problems.push(BuildProblem::ConflictingPath {
                path: claim.path.clone(),
                route: claim.location.clone(),
                other_path: with,
                other: other.location.clone(),
            });
        }
    }
    problems
}
