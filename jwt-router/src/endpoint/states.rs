use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
};

use crate::auth::JwtRoutes;

/// The states of an application: the values passed to `.state(..)` or with a `routes![..]` list, which handlers and
/// fallbacks take as `State<T>`. Each type has at most one value.
pub(crate) struct States {
    by_type: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    names: Vec<&'static str>,
    /// The names of the types for which `.state(..)` was called although the application had a state of the type
    /// already.
    pub(crate) repeated: Vec<&'static str>,
}

impl States {
    /// Returns the states of a new application. It contains only `()`, the state of handlers without a state.
    pub(crate) fn new() -> Self {
        let unit: Box<dyn Any + Send + Sync> = Box::new(());
        Self {
            by_type: HashMap::from([(TypeId::of::<()>(), unit)]),
            names: Vec::new(),
            repeated: Vec::new(),
        }
    }

    pub(crate) fn insert<S: Clone + Send + Sync + 'static>(&mut self, state: S) {
        let name = type_name::<S>();
        match self.by_type.insert(TypeId::of::<S>(), Box::new(state)) {
            None => self.names.push(name),
            Some(_) => self.repeated.push(name),
        }
    }

    /// Adds the state of a `routes![..]` list, for fallbacks that take it; the handlers of the list have their own
    /// copy. Unlike `insert`, reports no repeated type, because the state of a list may be `()`, which every
    /// application has.
    pub(crate) fn insert_of_list<S: Clone + Send + Sync + 'static>(&mut self, state: S) {
        if self
            .by_type
            .insert(TypeId::of::<S>(), Box::new(state))
            .is_none()
        {
            self.names.push(type_name::<S>());
        }
    }

    pub(crate) fn contains(&self, state: TypeId) -> bool {
        self.by_type.contains_key(&state)
    }

    pub(crate) fn get<S: Clone + 'static>(&self) -> Option<S> {
        self.by_type
            .get(&TypeId::of::<S>())?
            .downcast_ref()
            .cloned()
    }

    /// Returns the names of the types of all states except `()`, for error messages.
    pub(crate) fn names(&self) -> String {
        match self.names.as_slice() {
            [] => "none".to_owned(),
            names => format!("`{}`", names.join("`, `")),
        }
    }
}

/// The type of a state, with its name for error messages.
#[derive(Clone, Copy)]
pub(crate) struct StateType {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
}

impl StateType {
    pub(crate) fn of<S: 'static>() -> Self {
        Self {
            id: TypeId::of::<S>(),
            name: type_name::<S>(),
        }
    }

    /// Returns advice on how to add a state of this type to the application, for an error message about a
    /// missing state.
    pub(crate) fn how_to_supply(self) -> &'static str {
        if self.id == TypeId::of::<JwtRoutes>() {
            "take `jwt: JwtRoutes` instead of `State<JwtRoutes>`, or call `.state(..)` with it"
        } else {
            "call `.state(..)` with it, or write `state = ..` in the handler's attribute"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jwt_routes_are_an_argument_and_no_state() {
        let advice = StateType::of::<JwtRoutes>().how_to_supply();
        assert!(advice.starts_with("take `jwt: JwtRoutes`"), "{advice}");
        let advice = StateType::of::<u8>().how_to_supply();
        assert!(advice.starts_with("call `.state(..)`"), "{advice}");
    }
}
