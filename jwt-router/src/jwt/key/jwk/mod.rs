//! JSON Web Keys of other issuers ([RFC 7517]): reads the usable keys of a set, and finds the key of a token.
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517

mod left_out;
mod members;
mod read;
mod set;

pub(crate) use self::{
    left_out::LeftOut,
    read::{JsonWebKey, UnusableKey},
    set::{KeySet, UnusableSet},
};

#[cfg(test)]
mod tests;
