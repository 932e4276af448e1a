//! The names of devices.

use axum::http::{HeaderMap, header};

/// Browsers by a part of their `User-Agent`, in which most name others too: the first that fits is the right one.
const BROWSERS: [(&str, &str); 5] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Names the device that sends a request, such as "Firefox on Linux".
///
/// The client can write anything into its `User-Agent`: the name is for its user to recognize, and nothing depends on it.
pub(crate) fn device_name(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    let agent = agent.unwrap_or_default();
    let find = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(part, _)| agent.contains(part));
        found.map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        // A program such as `curl/8.14.1`.
        (None, _) => match agent.split('/').next() {
            None | Some("") => "unknown device".to_owned(),
            Some(program) => program.to_owned(),
        },
    }
}
