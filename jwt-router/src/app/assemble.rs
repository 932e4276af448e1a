//! From a plan without problems to an application.

use std::sync::Arc;

use axum::Router;

use crate::{
    app::{
        App, AppBuilder, Origin, defaults,
        guarded_paths::{self, GuardedPaths},
        merge, notice,
        plan::Plan,
    },
    auth::RouteGuard,
    endpoint::{OtherRoutes, PublicPatternLayer},
    policy::Attribute,
    problem::BuildError,
};

impl AppBuilder {
    /// Mounts the routes, which were checked.
    pub(super) fn assemble(self, plan: Plan) -> Result<App, BuildError> {
        let idle = if self.is_registry {
            defaults::idle(&self.handlers)
        } else {
            Vec::new()
        };
        let is_unlocked = self.is_registry && self.locks.is_empty();
        let others: Arc<dyn OtherRoutes> = Arc::new(GuardedPaths::of(&self, &plan.paths));
        let needs_layer = self.handlers.iter().zip(&plan.paths);
        let needs_layer: Vec<bool> = needs_layer
            .map(|(handler, path)| guarded_paths::is_needed(&self, handler, path, &plan.paths))
            .collect();
        let mut router = Router::new();
        let handlers = self.handlers.into_iter().zip(&plan.paths).zip(needs_layer);
        for ((handler, path), needs_layer) in handlers {
            let guard = RouteGuard::of(
                &self.jwt,
                &plan.entities,
                &handler.meta,
                &handler.requirements,
            );
            if let Some(mut route) = (handler.mount)(&self.states, Arc::new(guard)) {
                if needs_layer {
                    let attribute = handler.meta.attribute;
                    route = route.layer(PublicPatternLayer::new(Arc::clone(&others), attribute));
                }
                router = router.route(path, route);
            }
        }
        let has_merged = !self.merged.is_empty();
        let services = self.services.into_iter().map(|service| {
            let layer = PublicPatternLayer::new(Arc::clone(&others), Attribute::Ignored);
            let router = (service.mount)(&service.path).layer(layer);
            (router, service.location)
        });
        let merged = plan.merged.into_iter().zip(self.merged);
        let merged = merged.map(|(guarded, merged)| {
            let router = guarded.into_router(Arc::clone(&others));
            (router, merged.location)
        });
        let mut problems = Vec::new();
        for (added, location) in services.chain(merged) {
            match merge::merge(&router, added, &location) {
                Ok(whole) => router = whole,
                Err(problem) => problems.push(*problem),
            }
        }
        if !problems.is_empty() {
            return Err(BuildError::new(problems));
        }
        if has_merged {
            router = merge::with_bare_refusals(router);
        }
        notice::log(self.jwt.config(), &plan.policy);
        notice::idle(&idle);
        if is_unlocked {
            notice::unlocked(&plan.policy);
        }
        Ok(App {
            router: router.with_state(()),
            policy: Arc::new(plan.policy),
            origin: Origin {
                jwt: self.jwt,
                entities: plan.entities,
            },
        })
    }
}
