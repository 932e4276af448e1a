//! The mistakes in the fields of a request.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::AppError;

/// All mistakes of a request, by field, so that a client can show them at once.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Mistakes {
    errors: BTreeMap<&'static str, Vec<String>>,
}

impl Mistakes {
    pub(crate) fn one(field: &'static str, mistake: impl Into<String>) -> Self {
        let mut mistakes = Self::default();
        mistakes.add(field, mistake);
        mistakes
    }

    pub(crate) fn add(&mut self, field: &'static str, mistake: impl Into<String>) {
        self.errors.entry(field).or_default().push(mistake.into());
    }

    /// Returns a text that is not blank.
    pub(crate) fn text(&mut self, field: &'static str, value: Member<String>) -> Option<String> {
        match value {
            Member::Value(text) if !text.trim().is_empty() => self.storable(field, text),
            _ => {
                self.add(field, "can't be blank");
                None
            }
        }
    }

    /// Checks a field that an update may leave out: it is `None` then, and no mistake.
    pub(crate) fn changed<T, U>(
        &mut self,
        value: Member<T>,
        check: impl FnOnce(Member<T>, &mut Self) -> Option<U>,
    ) -> Option<U> {
        match value {
            Member::Absent => None,
            present => check(present, self),
        }
    }

    /// Returns the member of a field that may be null. An empty text is null.
    pub(crate) fn nullable_text(
        &mut self,
        field: &'static str,
        value: Member<String>,
    ) -> Member<String> {
        match value {
            Member::Value(text) if text.is_empty() => Member::Null,
            Member::Value(text) => self
                .storable(field, text)
                .map_or(Member::Null, Member::Value),
            without_text => without_text,
        }
    }

    /// Returns a text that PostgreSQL can store.
    fn storable(&mut self, field: &'static str, text: String) -> Option<String> {
        if text.contains('\0') {
            self.add(field, "can't contain the character NUL");
            return None;
        }
        Some(text)
    }

    /// Returns an error if there is a mistake.
    pub(crate) fn check(self) -> Result<(), AppError> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self))
        }
    }
}

/// A member of a JSON object. Use it with `#[serde(default)]`.
#[derive(Default)]
pub(crate) enum Member<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

impl<T> Member<T> {
    pub(crate) fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    pub(crate) fn value(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}
