//! Builds an application with all registered handlers of a program, and returns what it logs.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made is a failed test"
)]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use jwt_router::{App, AppBuilder, BuildError, prelude::*};
use jwt_router_tests_renamed::{Greeting, User};

/// A log in memory.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns everything that is logged while `build` builds an application from a complete builder.
///
/// # Panics
///
/// Panics if the application cannot be built.
pub fn logged(build: impl FnOnce(AppBuilder) -> Result<App, BuildError>) -> String {
    let written = Written::default();
    let log = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let jwt = JwtRoutes::builder()
            .secret(Secret::random().unwrap())
            .entity::<User>(MemoryStore::new([]))
            .build()
            .unwrap();
        let app = jwt.app().state(Greeting("hello".to_owned()));
        drop(build(app).unwrap());
    });
    let text = written.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}
