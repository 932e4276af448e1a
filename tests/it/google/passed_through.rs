//! passed_through
