//! The vocabulary that all steps share: names, and how tokens are cut and printed.

mod access;
mod method;
mod pieces;
mod tokens;

pub(crate) use self::access::Access;
pub(crate) use self::method::Method;
pub(crate) use self::pieces::pieces;
pub(crate) use self::tokens::{ends, spaceless, tokens};
