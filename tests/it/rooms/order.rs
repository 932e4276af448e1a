//! The order of rooms, as `ARCHITECTURE.md` has it, and what is not in that order.

use std::fmt;

use super::source::{Reference, Source};

/// The rooms of a crate, the lowest first.
pub(super) struct Order(Vec<String>);

/// What is not as the order says.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Violation {
    /// A room that the list does not have.
    NotListed(String),
    /// A line of the list without a room.
    Absent(String),
    /// A room that is listed twice.
    Repeated(String),
    /// A room names one above it.
    Upward {
        from: String,
        to: String,
        file: String,
        line: usize,
    },
}

impl Order {
    /// Reads the table that follows the line which begins with the crate's name: each row begins
    /// with a room.
    pub(super) fn of(document: &str, krate: &str) -> Self {
        let head = format!("`{krate}/src`");
        let lines = document.lines().skip_while(|line| !line.starts_with(&head));
        let rows = lines
            .skip(1)
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'))
            .filter_map(|row| row.strip_prefix("| `")?.split_once('`'))
            .map(|(room, _)| {
                room.trim_end_matches('/')
                    .trim_end_matches(".rs")
                    .to_owned()
            });
        Self(rows.collect())
    }

    fn position(&self, room: &str) -> Option<usize> {
        self.0.iter().position(|known| known == room)
    }

    /// What is wrong with the crate.
    ///
    /// An order is total, so a graph that keeps to it has no cycle. What the text of all features has
    /// no cycle of, the code of any of them has none of either: its graph is a part of this one.
    pub(super) fn violations(&self, source: &Source) -> Vec<Violation> {
        let mut violations = Vec::new();
        let rooms = source.rooms.iter().map(String::as_str).chain(["lib"]);
        let rooms: Vec<&str> = rooms.collect();
        let unlisted = rooms.iter().filter(|room| self.position(room).is_none());
        violations.extend(unlisted.map(|room| Violation::NotListed((*room).to_owned())));
        for (position, room) in self.0.iter().enumerate() {
            if !rooms.contains(&room.as_str()) {
                violations.push(Violation::Absent(room.clone()));
            }
            if self.position(room) != Some(position) {
                violations.push(Violation::Repeated(room.clone()));
            }
        }
        let upward = source.references.iter().filter_map(|reference| {
            let to = source.room_of(&reference.name)?;
            self.is_upward(reference, to).then(|| Violation::Upward {
                from: reference.from.clone(),
                to: to.to_owned(),
                file: reference.file.clone(),
                line: reference.line,
            })
        });
        violations.extend(upward);
        violations.sort();
        violations.dedup();
        violations
    }

    fn is_upward(&self, reference: &Reference, to: &str) -> bool {
        // A room that is not listed is told once, and not for each of its lines.
        match (self.position(&reference.from), self.position(to)) {
            (Some(from), Some(to)) => to > from,
            (None, _) | (_, None) => false,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotListed(room) => write!(
                f,
                "the room `{room}` is not in the list: add a row where it belongs"
            ),
            Self::Absent(room) => write!(f, "the list has a room `{room}`, and the crate has none"),
            Self::Repeated(room) => write!(f, "the list has the room `{room}` twice"),
            Self::Upward {
                from,
                to,
                file,
                line,
            } => write!(
                f,
                "{file}:{line}: `{from}` uses `{to}`, which is listed after it"
            ),
        }
    }
}
