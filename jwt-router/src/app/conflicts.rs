//! What would make axum panic, found before it is asked.

use std::collections::HashMap;

use crate::{
    location::SourceLocation,
    policy::shape,
    problem::{BuildProblem, PublicPathProblem},
};

/// A path that is to be mounted.
pub(super) struct Claim {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) location: SourceLocation,
}

/// Two routes of one method and path, and paths that cannot stand side by side.
pub(super) fn find(claims: &[Claim]) -> Vec<BuildProblem> {
    let mut problems = duplicates(claims);
    let mut conflicts = conflicting_paths(claims);
    // Of two routes of one method and path, one goes, and the names of its captures with it.
    conflicts.retain(|conflict| {
        !problems
            .iter()
            .any(|duplicate| is_of_same_pair(duplicate, conflict))
    });
    problems.append(&mut conflicts);
    problems
}

/// Whether a conflict of two paths is between two routes that are duplicates.
fn is_of_same_pair(duplicate: &BuildProblem, conflict: &BuildProblem) -> bool {
    match (duplicate, conflict) {
        (
            BuildProblem::DuplicateRoute { first, second, .. },
            BuildProblem::ConflictingPath { route, other, .. },
        ) => (first, second) == (other, route),
        _ => false,
    }
}

/// Returns whether a guarded route and the public one above it are reported to conflict anyway.
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
        _ => false,
    })
}

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

/// A dry run of the very router that axum uses.
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
