use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
};

use crate::auth::JwtRoutes;

/// The states that were supplied, by type.
pub(crate) struct States {
    by_type: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    names: Vec<&'static str>,
    /// Types of which two values were supplied.
    pub(crate) repeated: Vec<&'static str>,
}

impl States {
    /// The state `()`, which every application has.
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

    pub(crate) fn contains(&self, state: TypeId) -> bool {
        self.by_type.contains_key(&state)
    }

    pub(crate) fn get<S: Clone + 'static>(&self) -> Option<S> {
        self.by_type
            .get(&TypeId::of::<S>())?
            .downcast_ref()
            .cloned()
    }

    /// The names of the supplied types, for error messages.
    pub(crate) fn names(&self) -> String {
        match self.names.as_slice() {
            [] => "none".to_owned(),
            names => format!("`{}`", names.join("`, `")),
        }
    }
}

/// How a state that is missing can be had.
pub(crate) fn how_to_supply(state: &str) -> &'static str {
    if state == type_name::<JwtRoutes>() {
        "take `jwt: JwtRoutes` instead of `State<JwtRoutes>`, or call `.state(..)` with it"
    } else {
        "call `.state(..)` with it, or say `state = ..` in the handler's attribute"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jwt_routes_are_an_argument_and_no_state() {
        let advice = how_to_supply(type_name::<JwtRoutes>());
        assert!(advice.starts_with("take `jwt: JwtRoutes`"), "{advice}");
        assert!(how_to_supply("u8").starts_with("call `.state(..)`"));
    }
}
