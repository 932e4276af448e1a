//! The paths of attributes: axum's router takes every path that the macro takes, a request can match it, and
//! the macro and the library agree about the paths that are one route.

#![no_main]
#![allow(dead_code, reason = "the files of the macro crate are included whole")]

#[path = "../../jwt-router-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../jwt-router-macros/src/model"]
mod model {
    pub(crate) mod path;
    mod segment;
}

use http::Uri;
use jwt_router::fuzzing;
use libfuzzer_sys::fuzz_target;
use proc_macro2::Span;
use syn::LitStr;

use self::{diagnostics::Diagnostics, model::path::RoutePath};

fuzz_target!(|input: &str| {
    // A line is a path.
    let (one, other) = input.split_once('\n').unwrap_or((input, "/"));
    let [Some(one_path), Some(other_path)] = [one, other].map(read) else {
        return;
    };
    let mut router = matchit::Router::new();
    router.insert(one, ()).expect("the router takes the path");
    let target = target(one);
    let uri: Uri = target.parse().expect("a request can have the path");
    let found = router.at(uri.path()).expect("a request matches the path");
    assert_eq!(found.params.len(), one_path.captures(), "{target}");

    let is_one_route = one_path.shape() == other_path.shape();
    assert_eq!(is_one_route, fuzzing::shape(one) == fuzzing::shape(other));
    if is_one_route {
        router
            .insert(other, ())
            .expect_err("one route is mounted once");
    }
});

/// Reads a path as an attribute's; `None` after a mistake was reported.
fn read(path: &str) -> Option<RoutePath> {
    let mut diagnostics = Diagnostics::default();
    let read = RoutePath::parse(&LitStr::new(path, Span::call_site()), &mut diagnostics);
    assert_eq!(read.is_none(), diagnostics.len() > 0, "{path}");
    read
}

/// Fills the captures of a path.
fn target(path: &str) -> String {
    let mut target = String::new();
    let mut parts = path.split('{');
    target.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').expect("a capture is closed");
        target.push_str(if name.starts_with('*') { "a/b" } else { "a" });
        target.push_str(rest);
    }
    target
}
