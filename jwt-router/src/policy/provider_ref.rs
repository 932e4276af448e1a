use std::any::TypeId;

/// A login provider, identified by the type that handlers take, such as `Google`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRef {
    type_id: fn() -> TypeId,
    pub(crate) name: &'static str,
}

impl ProviderRef {
    /// Returns the reference to `T`. `name` is for messages, because a `const fn` cannot call `type_name`.
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
