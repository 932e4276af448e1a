//! A program with the registered handlers of two crates.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use jr::prelude::*;
use jwt_router_tests_renamed::{Greeting, User};

#[whitelist(GET, "/own")]
async fn own() -> &'static str {
    "own"
}

/// What the log has written.
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

#[test]
fn handlers_of_two_crates_without_a_lock_file_are_warned_of() {
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
        drop(app.build().unwrap());
    });
    let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    let warning = "handlers of 2 crates are registered (jwt_router_tests_renamed, linked), and no lock file is compared";
    assert!(text.contains(warning), "{text}");
}
