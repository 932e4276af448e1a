//! Fills the captures of paths, such as `{id}`, to get the paths of requests.

use std::collections::HashSet;

use super::failure::MatrixFailure;
use crate::policy::PolicyTable;

/// Returns the request path of each route, with the captures filled, in the order of the policy table.
///
/// # Errors
///
/// Returns an error if a filled path matches no route, or another route than its own. The error lists all such
/// paths.
pub(super) fn fill(
    policy: &PolicyTable,
    value: &dyn Fn(&str, &str) -> String,
) -> Result<Vec<String>, MatrixFailure> {
    let mut router = matchit::Router::new();
    let mut known = HashSet::new();
    for route in policy.routes() {
        if route.method != "*" && known.insert(&*route.path) {
            // This does not fail: the application has all of these paths in one router, so no two of them
            // conflict.
            drop(router.insert(&*route.path, &*route.path));
        }
    }
    let mut targets = Vec::new();
    let mut problems = Vec::new();
    for route in policy.routes() {
        let target = filled(&route.path, value);
        let reached = router.at(&target).map(|matched| *matched.value).ok();
        if route.method != "*" && reached != Some(&*route.path) {
            problems.push(MatrixFailure::Elsewhere {
                path: route.path.clone(),
                target: target.clone(),
                reached: reached.map(str::to_owned),
            });
        }
        targets.push(target);
    }
    if problems.is_empty() {
        Ok(targets)
    } else {
        Err(MatrixFailure::Several(problems))
    }
}

/// Fills the captures of a path with the results of `value`, which takes the name of the capture and the path. In
/// the path, `{{` and `}}` are literal braces.
fn filled(path: &str, value: &dyn Fn(&str, &str) -> String) -> String {
    let mut target = String::new();
    let mut rest = path;
    while let Some(char) = rest.chars().next() {
        let (_, after) = rest.split_at(char.len_utf8());
        rest = match char {
            '{' if after.starts_with('{') => {
                target.push_str("%7B");
                after.get(1..).unwrap_or_default()
            }
            '}' => {
                target.push_str("%7D");
                after.strip_prefix('}').unwrap_or(after)
            }
            '{' => {
                let (name, after) = after.split_once('}').unwrap_or((after, ""));
                let wild = name.strip_prefix('*');
                encode(
                    &value(wild.unwrap_or(name), path),
                    wild.is_some(),
                    &mut target,
                );
                after
            }
            _ => {
                target.push(char);
                after
            }
        };
    }
    target
}

/// Percent-encodes `text` ([RFC 3986, section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)), and
/// appends it to the path in `target`. If `with_slashes` is `true`, slashes are not encoded.
fn encode(text: &str, with_slashes: bool, target: &mut String) {
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if is_plain || (with_slashes && byte == b'/') {
            target.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 0xf].map(|digit| char::from_digit(digit.into(), 16));
            target.push('%');
            target.extend(
                digits
                    .into_iter()
                    .flatten()
                    .map(|digit| digit.to_ascii_uppercase()),
            );
        }
    }
}
