use std::any::TypeId;

/// A provider of logins, by the type that handlers take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRef {
    type_id: fn() -> TypeId,
    pub(crate) name: &'static str,
}

impl ProviderRef {
    /// Returns the reference to `T`, with its name for messages: a constant cannot find it.
    #[cfg(feature = "google")]
    pub(crate) const fn of<T: 'static>(name: &'static str) -> Self {
        Self {
            type_id: TypeId::of::<T>,
            name,
        }
    }

    pub(crate) fn type_id(self) -> TypeId {
        (self.type_id)()
    }
}
