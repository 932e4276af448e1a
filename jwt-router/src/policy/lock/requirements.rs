//! Requirements as words of a line, and whether new ones let in more.

use crate::policy::{
    Needs, Requirements,
    lock::{Words, word},
    requirements::UNITS,
};

impl Requirements {
    /// Takes the words that are requirements from the front, in the order in which they are written.
    pub(super) fn take(words: &mut Words<'_>) -> Option<Self> {
        let roles = take_needs(words, "role ")?;
        let scopes = take_needs(words, "scope ")?;
        let fresh = match take_prefixed(words, "fresh ") {
            None => None,
            Some(text) => Some(seconds(text)?),
        };
        let guard = match take_prefixed(words, "guard ") {
            None => None,
            Some(path) => Some(word(path)?),
        };
        Some(Self {
            roles,
            scopes,
            fresh,
            guard,
        })
    }

    /// Whether there are callers whom these let in and `other` did not.
    pub(super) fn let_in_more_than(&self, other: &Self) -> bool {
        let is_looser = |is: &[Needs], was: &[Needs]| {
            let is_kept = |was: &Needs| is.iter().any(|is| is.imply(was));
            !was.iter().all(is_kept)
        };
        let is_staler = other
            .fresh
            .is_some_and(|was| self.fresh.is_none_or(|is| is > was));
        // What another predicate lets in cannot be told.
        let is_other_guard = other.guard.is_some() && self.guard != other.guard;
        is_looser(&self.roles, &other.roles)
            || is_looser(&self.scopes, &other.scopes)
            || is_staler
            || is_other_guard
    }
}

impl Needs {
    /// Whether whoever has what is needed here has what `other` needs.
    fn imply(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All(has), Self::All(needs)) => needs.iter().all(|name| has.contains(name)),
            (Self::All(has), Self::Any(needs)) => needs.iter().any(|name| has.contains(name)),
            (Self::Any(has), Self::Any(needs)) => has.iter().all(|name| needs.contains(name)),
            // One of several names is never all of any.
            (Self::Any(_), Self::All(_)) => false,
        }
    }
}

/// Every `role a b` and `any role a b` that comes next; `None` is a malformed one.
fn take_needs(words: &mut Words<'_>, what: &str) -> Option<Vec<Needs>> {
    let mut needs = Vec::new();
    loop {
        let (is_all, names) = match take_prefixed(words, what) {
            Some(names) => (true, names),
            None => match take_prefixed(words, &format!("any {what}")) {
                Some(names) => (false, names),
                // Nobody writes them in another form than the lock file does.
                None if Needs::together(needs.clone(), Vec::new()) != needs => return None,
                None => return Some(needs),
            },
        };
        let names: Option<Vec<String>> = names.split(' ').map(word).collect();
        needs.push(Needs::new(is_all, names?));
    }
}

/// The rest of the next word, if it begins so.
fn take_prefixed<'w>(words: &mut Words<'w>, prefix: &str) -> Option<&'w str> {
    let rest = words.peek()?.strip_prefix(prefix)?;
    words.next();
    Some(rest)
}

/// The seconds of `15m`.
fn seconds(text: &str) -> Option<u64> {
    let is_unit = |(unit, _): &(&str, u64)| text.ends_with(unit);
    let (unit, length) = UNITS.into_iter().find(is_unit)?;
    let number = text.strip_suffix(unit)?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|_| is_number)?;
    number.checked_mul(length)
}
