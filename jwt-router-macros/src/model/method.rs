//! The methods that a route can have.

use proc_macro2::Ident;

use crate::diagnostics::{Diagnostics, nearest};

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
    const ALL: [Self; 9] = [
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

    /// The methods of a route; none written means `GET`.
    pub(crate) fn list(names: &[Ident], diagnostics: &mut Diagnostics) -> Option<Vec<Self>> {
        let mut methods = Vec::new();
        let mut complete = true;
        for name in names {
            match Self::parse(name, diagnostics) {
                Some(method) if methods.contains(&method) => {
                    diagnostics.error_with_help(
                        name,
                        format!("`{name}` is listed twice"),
                        "keep one of them",
                    );
                }
                Some(method) => methods.push(method),
                None => complete = false,
            }
        }
        if names.is_empty() {
            methods.push(Self::Get);
        }
        complete.then_some(methods)
    }

    fn parse(name: &Ident, diagnostics: &mut Diagnostics) -> Option<Self> {
        let written = name.to_string();
        let method = Self::from_name(&written);
        if method.is_none() {
            let upper = written.to_ascii_uppercase();
            let (message, help) = if upper == "ANY" {
                let why = "a route for any method is easy to leave open by mistake".to_owned();
                (why, "list the methods: write `GET, POST`".to_owned())
            } else if Self::from_name(&upper).is_some() {
                (
                    format!("unknown method `{written}`"),
                    format!("methods are upper case: write `{upper}`"),
                )
            } else if let Some(nearest) = Self::nearest(&upper) {
                (
                    format!("unknown method `{written}`"),
                    format!("did you mean `{nearest}`?"),
                )
            } else {
                let names = Self::ALL
                    .map(|method| format!("`{}`", method.name()))
                    .join(", ");
                (
                    format!("unknown method `{written}`"),
                    format!("the methods are {names}; a path is a string, such as `\"/users\"`"),
                )
            };
            diagnostics.error_with_help(name, message, help);
        }
        method
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The method that `ident` is, capitals and all.
    pub(crate) fn named(ident: &Ident) -> Option<Self> {
        Self::from_name(&ident.to_string())
    }

    /// The method that `ident` was meant to be: one in small letters, or capitals that are nearly one.
    pub(crate) fn meant(ident: &Ident) -> Option<&'static str> {
        let written = ident.to_string();
        let upper = written.to_ascii_uppercase();
        Self::from_name(&upper)
            .map(Self::name)
            .or_else(|| Self::nearest(&upper).filter(|_| written == upper))
    }

    /// Whether `ident` was meant to be a method, however badly written.
    pub(crate) fn resembles(ident: &Ident) -> bool {
        let written = ident.to_string();
        let upper = written.to_ascii_uppercase();
        written == upper || upper == "ANY" || Self::nearest(&upper).is_some()
    }

    fn nearest(upper: &str) -> Option<&'static str> {
        nearest(upper, Self::ALL.into_iter().map(Self::name))
    }

    /// The method as it stands in a request.
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

    /// The variant of `__private::Method`.
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

    /// Whether a request of this method only reads.
    pub(crate) const fn only_reads(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};

    use super::Method;
    use crate::diagnostics::Diagnostics;

    #[track_caller]
    fn check(names: &[&str], expected: Result<&[Method], &[&str]>) {
        let mut diagnostics = Diagnostics::default();
        let names: Vec<Ident> = names
            .iter()
            .map(|name| Ident::new(name, Span::call_site()))
            .collect();
        let methods = Method::list(&names, &mut diagnostics);
        match expected {
            Ok(expected) => {
                assert_eq!(methods.as_deref(), Some(expected));
                assert!(diagnostics.is_empty());
            }
            Err(expected) => assert_eq!(diagnostics.messages(), expected),
        }
    }

    #[test]
    fn no_method_is_get() {
        check(&[], Ok(&[Method::Get]));
    }

    #[test]
    fn methods_keep_their_order() {
        check(&["POST", "GET"], Ok(&[Method::Post, Method::Get]));
    }

    #[test]
    fn every_slip_has_its_help() {
        check(
            &["post", "PSOT", "ANY", "FETCH"],
            Err(&[
                "unknown method `post`\nhelp: methods are upper case: write `POST`",
                "unknown method `PSOT`\nhelp: did you mean `POST`?",
                "a route for any method is easy to leave open by mistake\nhelp: list the methods: write `GET, POST`",
                "unknown method `FETCH`\nhelp: the methods are `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`, `TRACE`, `CONNECT`; a path is a string, such as `\"/users\"`",
            ]),
        );
    }

    #[test]
    fn a_method_is_listed_once() {
        check(
            &["GET", "GET"],
            Err(&["`GET` is listed twice\nhelp: keep one of them"]),
        );
    }
}
