//! Builds an [`App`] from a plan that has no problems.

use std::sync::Arc;

use axum::Router;

#[cfg(feature = "cookies")]
use crate::cookies::LoginLayer;
use crate::{
    app::{
        App, AppBuilder, Origin,
        builder::IgnoredService,
        defaults,
        fallback::Fallbacks,
        guarded_paths::{self, GuardedPaths},
        merge, notice,
        plan::Plan,
        token_uses,
    },
    auth::{Config, RouteGuard},
    endpoint::{Fallback, OtherRoutes, PublicPatternLayer},
    location::SourceLocation,
    policy::Attribute,
    problem::BuildError,
};

impl AppBuilder {
    /// Mounts the checked routes behind their guards, and logs the policy of the application.
    ///
    /// # Errors
    ///
    /// Returns a problem for each merged router or service whose routes conflict with others in a way that only
    /// axum can find.
    pub(super) fn assemble(self, plan: Plan, built_in: &str) -> Result<App, BuildError> {
        let idle = if self.is_registry {
            defaults::idle(&self.handlers)
        } else {
            Vec::new()
        };
        let taken = token_uses::taken(&self.handlers, &plan.entities);
        let is_unlocked = self.is_registry && self.locks.is_empty();
        let others: Arc<dyn OtherRoutes> = Arc::new(GuardedPaths::of(&self, &plan.paths));
        let needs_layer = self.handlers.iter().zip(&plan.paths);
        let needs_layer: Vec<bool> = needs_layer
            .map(|(handler, path)| guarded_paths::is_needed(&self, handler, path))
            .collect();
        let handlers = self.handlers.into_iter().zip(&plan.paths).zip(needs_layer);
        let states = Arc::new(self.states);
        let fallbacks = Fallbacks::new(self.fallbacks, &states, &others);
        let mut router = Router::new();
        for ((handler, path), needs_layer) in handlers {
            let guard = RouteGuard::of(
                &self.jwt,
                &plan.entities,
                &handler.meta,
                &handler.requirements,
            );
            if let Some(mut route) = (handler.mount)(&states, Arc::new(guard)) {
                if needs_layer {
                    let (others, fallback) = (Arc::clone(&others), fallbacks.unknown_path.clone());
                    let attribute = handler.meta.attribute;
                    route = route.layer(PublicPatternLayer::new(others, attribute, fallback));
                }
                router = router.route(path, route);
            }
        }
        let has_merged = !self.merged.is_empty();
        let services = services(self.services, &others, fallbacks.unknown_path.clone());
        let merged = plan.merged.into_iter().zip(self.merged);
        let merged = merged.map(|(guarded, merged)| {
            let router = guarded.into_router(Arc::clone(&others));
            (router, merged.location)
        });
        router = fallbacks.of_unknown_paths(router);
        router = merge::merge_all(router, services.chain(merged))?;
        if has_merged {
            router = merge::with_bare_not_found(router);
        }
        router = fallbacks.of_wrong_methods(router, has_merged);
        router = without_foreign_logins(router, self.jwt.config());
        token_uses::accept(&self.jwt, &taken);
        notice::log(self.jwt.config(), &plan.policy);
        notice::idle(&idle);
        if is_unlocked {
            notice::unlocked(&plan.policy, built_in);
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

/// Adds a layer that refuses logins from pages of other origins, if the application has session cookies.
#[cfg(feature = "cookies")]
fn without_foreign_logins(router: Router, config: &Config) -> Router {
    match &config.cookies {
        Some(cookies) => router.layer(LoginLayer::new(cookies, config.rejections.as_ref())),
        None => router,
    }
}

/// Returns the router unchanged, since without the feature `cookies` no application has session cookies.
#[cfg(not(feature = "cookies"))]
const fn without_foreign_logins(router: Router, _config: &Config) -> Router {
    router
}

/// Returns a router for each public service, with the place of the builder call that added it.
fn services(
    services: Vec<IgnoredService>,
    others: &Arc<dyn OtherRoutes>,
    fallback: Option<Fallback>,
) -> impl Iterator<Item = (Router, SourceLocation)> {
    let layer = PublicPatternLayer::new(Arc::clone(others), Attribute::Ignored, fallback);
    services.into_iter().map(move |service| {
        let router = (service.mount)(&service.path).layer(layer.clone());
        (router, service.location)
    })
}
