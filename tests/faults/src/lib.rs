//! Load on a protected route while its database has faults.
//!
//! [`run`] starts a database server of its own in a temporary folder, serves a route whose entity is loaded from it,
//! and sends requests on 64 connections while the database is slow, loses its connections, and is down. The
//! [`Report`] has the responses of each phase, and every response that breaks a promise of SECURITY.md.

mod app;
mod database;
mod error;
mod judge;
mod load;
mod panics;
mod phase;
mod program;
mod report;
mod schedule;
mod server;

pub use crate::{
    database::Kind,
    error::RunError,
    program::program,
    report::Report,
    schedule::{Plan, run},
    server::Server,
};
