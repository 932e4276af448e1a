//! JSON Web Keys of others ([RFC 7517]): which can be used, and which is a token's.
//!
//! [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517

mod left_out;
mod members;
mod read;
mod set;

pub(crate) use self::{
    left_out::LeftOut,
    read::{JsonWebKey, UnusableKey},
    set::{KeySet, NotAKeySet},
};

#[cfg(test)]
mod tests;
