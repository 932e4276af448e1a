//! The names of the methods.

use proc_macro2::Ident;

use crate::diagnostics::nearest;

/// A method of [RFC 9110, section 9](https://www.rfc-editor.org/rfc/rfc9110#section-9), or `PATCH`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
    Trace,
    Connect,
}

impl Method {
    pub(crate) const ALL: [Self; 9] = [
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Options,
        Self::Trace,
        Self::Connect,
    ];

    /// Returns the method's name in a request.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Connect => "CONNECT",
        }
    }

    /// Returns the variant of `__private::Method`.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::Get => "Get",
            Self::Head => "Head",
            Self::Post => "Post",
            Self::Put => "Put",
            Self::Patch => "Patch",
            Self::Delete => "Delete",
            Self::Options => "Options",
            Self::Trace => "Trace",
            Self::Connect => "Connect",
        }
    }

    /// Returns the method with this name, which has to be in upper case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Returns the method whose upper-case name is `ident`.
    pub(crate) fn named(ident: &Ident) -> Option<Self> {
        Self::from_name(&ident.to_string())
    }

    /// Returns the name of the method that `ident` probably means: the same name in another case, or a similar name if
    /// `ident` is in upper case.
    pub(crate) fn meant(ident: &Ident) -> Option<&'static str> {
        let written = ident.to_string();
        let upper = written.to_ascii_uppercase();
        Self::from_name(&upper)
            .map(Self::name)
            .or_else(|| Self::nearest(&upper).filter(|_| written == upper))
    }

    /// Returns whether `ident` looks like a method's name or a misspelled one; `true` for every word in upper case.
    pub(crate) fn resembles(ident: &Ident) -> bool {
        let written = ident.to_string();
        let upper = written.to_ascii_uppercase();
        written == upper || upper == "ANY" || Self::nearest(&upper).is_some()
    }

    /// Returns the name of the method whose spelling is most similar, if it is similar enough.
    pub(crate) fn nearest(upper: &str) -> Option<&'static str> {
        nearest(upper, Self::ALL.into_iter().map(Self::name))
    }
}
