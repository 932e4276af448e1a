//! Counts the panics of this process.

use std::{
    panic,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
};

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Starts to count. Each panic is printed as before.
pub(crate) fn watch() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            COUNT.fetch_add(1, Ordering::Relaxed);
            print(info);
        }));
    });
}

/// Returns the number of panics since [`watch`] was called first.
pub(crate) fn count() -> usize {
    COUNT.load(Ordering::Relaxed)
}
