use std::any::TypeId;

/// A provider of logins, by the type that handlers take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRef {
    type_id: fn() -> TypeId,
    pub(crate) name: &'static str,
}

impl ProviderRef {
    /// The reference to `T`, whose name in messages is given: a constant cannot ask for it.
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
