//! Finds guarded routes at or below a public folder, or a public route with `{*rest}`.
//!
//! The router compares the bytes of a path, but a folder decodes the path. A request for `/files/%72eport.txt`
//! does not reach the guarded route `/files/report.txt`, but the public folder, which serves that file. Such a
//! guarded route is a problem, because no comparison can know every spelling that a folder accepts.

use crate::{
    app::{
        AppBuilder, exceptions, listing,
        merge::{Guarded, Merged},
        pattern::Pattern,
        probe::{Probe, Reached},
    },
    location::SourceLocation,
    policy::{self, Attribute},
    problem::PublicPathProblem,
};

/// A public folder, or a public route with `{*rest}`, which serves its path and all paths below it.
struct Tree {
    path: String,
    pattern: Pattern,
    attribute: Attribute,
    /// The methods that the folder or route serves; empty for a folder, which receives requests of every
    /// method.
    methods: Vec<String>,
    location: SourceLocation,
}

/// Returns a problem for each guarded route at or below a public folder or a public route with `{*rest}`.
pub(super) fn problems(
    app: &AppBuilder,
    paths: &[String],
    merged: &[Guarded],
) -> Vec<PublicPathProblem> {
    let mut problems = Vec::new();
    for tree in trees(app, paths) {
        let annotated = app.handlers.iter().zip(paths);
        for (handler, path) in annotated {
            let meta = &handler.meta;
            let mut methods = meta.methods.iter().map(|method| method.as_str());
            if !meta.access().is_public()
                && methods.any(|method| tree.answers(method))
                && tree.covers(path, app)
            {
                problems.push(tree.problem(path, meta.into()));
            }
        }
        for (guarded, merged) in merged.iter().zip(&app.merged) {
            problems.extend(tree.merged_problems(app, guarded, merged));
        }
    }
    problems
}

/// Returns the public folders of an application and its public routes with `{*rest}`.
fn trees(app: &AppBuilder, paths: &[String]) -> Vec<Tree> {
    let tree = |path: String, attribute, methods, location: &SourceLocation| Tree {
        pattern: Pattern::new(&path),
        path,
        attribute,
        methods,
        location: location.clone(),
    };
    let handlers = app.handlers.iter().zip(paths);
    let handlers = handlers.filter(|(handler, _)| handler.meta.access().is_public());
    let handlers = handlers.map(|(handler, path)| {
        let meta = &handler.meta;
        let methods = meta.methods.iter().map(ToString::to_string).collect();
        tree(path.clone(), meta.attribute, methods, &meta.into())
    });
    let exceptions = app.exceptions.iter().map(|exception| {
        let methods = vec![exception.method.to_string()];
        let path = exception.path.clone();
        tree(path, exception.attribute, methods, &exception.location)
    });
    let services = app.services.iter().map(|service| {
        let path = format!("{}/{{*rest}}", service.path.trim_end_matches('/'));
        tree(path, Attribute::Ignored, Vec::new(), &service.location)
    });
    let trees = handlers.chain(exceptions).chain(services);
    trees.filter(|tree| tree.pattern.is_tree()).collect()
}

impl Tree {
    /// Returns whether requests with this method reach the folder or route. `HEAD` counts as `GET`.
    fn answers(&self, method: &str) -> bool {
        let follows = |method: &str| if method == "HEAD" { "GET" } else { method }.to_owned();
        let mut methods = self.methods.iter();
        self.methods.is_empty() || methods.any(|known| follows(known) == follows(method))
    }

    /// Returns whether requests for this path may reach the folder or route.
    ///
    /// A folder or route that is outside the API prefix does not serve paths under the prefix.
    fn covers(&self, path: &str, app: &AppBuilder) -> bool {
        let prefix = &*app.jwt.config().api_name;
        let is_apart = self.attribute == Attribute::Ignored
            && !prefix.is_empty()
            && exceptions::is_under(path, prefix);
        !is_apart && self.pattern.covers(&Pattern::new(path))
    }

    /// Returns a problem for each guarded route of a merged router at or below this folder or route.
    fn merged_problems(
        &self,
        app: &AppBuilder,
        guarded: &Guarded,
        merged: &Merged,
    ) -> Vec<PublicPathProblem> {
        let probe = Probe::new(&guarded.router);
        let listed = listing::paths(&merged.router);
        let is_listed = !listed.is_empty();
        let covered = listed.into_iter().filter(|path| self.covers(path, app));
        let mut paths: Vec<String> = covered
            .filter(|path| self.is_guarded(path, &probe, app))
            .collect();
        paths.extend(self.overlapping(&probe, app));
        if paths.is_empty() && !is_listed && self.serves_all(app) && merged.router.has_routes() {
            paths.push("*".to_owned());
        }
        paths.sort_unstable();
        // For a nested service, axum has a second route, with a slash at the end of the path.
        paths.dedup_by(|path, before| path.trim_end_matches('/') == before.trim_end_matches('/'));
        let problems = paths.iter();
        let problems = problems.map(|path| self.problem(path, merged.location.clone()));
        problems.collect()
    }

    /// Returns whether a merged router guards this path for a method that the folder or route serves.
    fn is_guarded(&self, path: &str, probe: &Probe, app: &AppBuilder) -> bool {
        let every = policy::Method::ALL.map(|method| method.to_string());
        let methods = match self.methods.as_slice() {
            [] => every.as_slice(),
            methods => methods,
        };
        let mut methods = methods.iter().filter_map(|method| method.parse().ok());
        methods.any(|method| {
            let mut exceptions = app.exceptions.iter();
            matches!(probe.reach(&method, path), Reached::Route(_))
                && !exceptions.any(|public| public.opens(&method, path))
        })
    }

    /// Returns the path of a guarded route in a merged router, if any, that serves the same paths as this
    /// folder or route but names its captures differently.
    fn overlapping(&self, probe: &Probe, app: &AppBuilder) -> Option<String> {
        let method = self.methods.first().map_or("GET", String::as_str);
        let Reached::OtherPath(path) = probe.reach(&method.parse().ok()?, &self.path) else {
            return None;
        };
        let mut exceptions = app.exceptions.iter();
        let is_public = exceptions.any(|public| public.path == path);
        (!is_public && self.covers(&path, app)).then_some(path)
    }

    fn serves_all(&self, app: &AppBuilder) -> bool {
        app.jwt.config().api_name.is_empty() && self.pattern.is_root_tree()
    }

    fn problem(&self, path: &str, guarded: SourceLocation) -> PublicPathProblem {
        PublicPathProblem::GuardedBelow {
            guarded,
            path: path.to_owned(),
            public: self.location.clone(),
            public_path: self.path.clone(),
        }
    }
}
