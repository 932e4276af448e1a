//! Placeholder for the tests of all kinds.
