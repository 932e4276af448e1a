use std::{any::TypeId, sync::Arc};

use crate::oauth::google::{self, Google};

/// The providers of a configuration.
#[derive(Default)]
pub(crate) struct Strategies {
    pub(crate) google: Option<Arc<google::Configured>>,
}

impl Strategies {
    /// Whether the provider that handlers take as this type is configured.
    pub(crate) fn has(&self, provider: TypeId) -> bool {
        provider == TypeId::of::<Google>() && self.google.is_some()
    }
}
