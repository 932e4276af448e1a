use std::any::TypeId;

/// Identifies a login provider by the type that handlers take as an argument, such as `Google`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRef {
    type_id: fn() -> TypeId,
    pub(crate) name: &'static str,
}

impl ProviderRef {
    /// Returns the identity of the provider type `T`. `name` is the type's name for messages; the function takes
    /// it, because a `const fn` cannot call `type_name`.
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
