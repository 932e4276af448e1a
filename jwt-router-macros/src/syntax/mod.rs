//! The vocabulary that all steps share: names, and functions that split and print tokens.

mod access;
mod method;
mod naming;
mod pieces;
mod snake_case;
mod tokens;

pub(crate) use self::access::Access;
pub(crate) use self::method::Method;
pub(crate) use self::naming::Naming;
pub(crate) use self::pieces::pieces;
pub(crate) use self::snake_case::snake_case;
pub(crate) use self::tokens::{ends, spaceless, tokens};
