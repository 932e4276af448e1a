//! The methods of a route.

use proc_macro2::Ident;

use crate::diagnostics::Diagnostics;
use crate::syntax::Method;

/// Parses the methods of a route; if `names` is empty, the method is `GET`.
pub(super) fn methods(names: &[Ident], diagnostics: &mut Diagnostics) -> Option<Vec<Method>> {
    let mut methods = Vec::new();
    let mut complete = true;
    for name in names {
        match method(name, diagnostics) {
            Some(method) if methods.contains(&method) => {
                diagnostics.error_with_help(
                    name,
                    format!("`{name}` is listed twice"),
                    "keep one of them",
                );
                complete = false;
            }
            Some(method) => methods.push(method),
            None => complete = false,
        }
    }
    if names.is_empty() {
        methods.push(Method::Get);
    }
    complete.then_some(methods)
}

/// Parses one method, and suggests the nearest one for an unknown name.
fn method(name: &Ident, diagnostics: &mut Diagnostics) -> Option<Method> {
    let written = name.to_string();
    let method = Method::from_name(&written);
    if method.is_none() {
        let upper = written.to_ascii_uppercase();
        let (message, help) = if upper == "ANY" {
            let why = "a route for any method is easy to leave open by mistake".to_owned();
            (why, "list the methods: write `GET, POST`".to_owned())
        } else if Method::from_name(&upper).is_some() {
            (
                format!("unknown method `{written}`"),
                format!("methods are upper case: write `{upper}`"),
            )
        } else if let Some(nearest) = Method::nearest(&upper) {
            (
                format!("unknown method `{written}`"),
                format!("did you mean `{nearest}`?"),
            )
        } else {
            let names = Method::ALL
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

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};

    use super::methods;
    use crate::diagnostics::Diagnostics;
    use crate::syntax::Method;

    #[track_caller]
    fn check(names: &[&str], expected: Result<&[Method], &[&str]>) {
        let mut diagnostics = Diagnostics::default();
        let names: Vec<Ident> = names
            .iter()
            .map(|name| Ident::new(name, Span::call_site()))
            .collect();
        let methods = methods(&names, &mut diagnostics);
        match expected {
            Ok(expected) => {
                assert_eq!(methods.as_deref(), Some(expected));
                assert!(diagnostics.is_empty());
            }
            Err(expected) => {
                assert_eq!(methods, None);
                assert_eq!(diagnostics.messages(), expected);
            }
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
