//! Notes below the printed grid about what the test matrix could not try.

use super::{judge::Judge, row::Row, send::MatrixRequest};

/// Returns the note about a request that was not sent, because its target is not a valid URI. The target is not in the
/// note, because it may contain a token.
pub(super) fn unsent(row: &Row<'_>, probe: &MatrixRequest) -> String {
    let MatrixRequest { method, words, .. } = probe;
    let path = &row.route.path;
    format!(
        "{method} {path} {words}: it was not sent, because its path or query parameter has a character that no URL has"
    )
}

impl Judge<'_> {
    /// Returns a note if the test entities are too few to test this route: either none of them can meet its
    /// requirements, or all of them meet a requirement that depends on the entity, such as a role in the database.
    /// Returns `None` for a public route.
    pub(super) fn untried(&self, row: &Row<'_>) -> Option<String> {
        let route = row.own.name();
        if row.required.policy.is_public {
            return None;
        }
        let Some(fit) = self.fit(row).and_then(|position| self.people.get(position)) else {
            return Some(format!(
                "{route}: it lets in none of the entities given by `.entity(&..)`, so no accepted caller was tried"
            ));
        };
        let is_refused = |position| !self.is_fit(row, position);
        let mut others = (0..self.people.len()).filter(|position| self.is_of(row, *position));
        if others.any(is_refused) {
            return None;
        }
        let mut decided = row.kinds().filter(|kind| kind.is_decided_by(fit.entity));
        decided.next().map(|kind| {
            format!(
                "{route}: every entity given by `.entity(&..)` has the {}s that it requires, so no caller without them was tried",
                kind.argument()
            )
        })
    }

    /// Returns notes about what the matrix could not try on any route. `skipped` is the number of routers,
    /// services and fallbacks that it did not call.
    pub(super) fn whole_notes(&self, skipped: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if skipped > 0 {
            notes.push(format!(
                "{skipped} of the policy's lines are whole routers, services or fallbacks (`*`), whose routes cannot be seen: they were not tried"
            ));
        }
        let everywhere = self
            .people
            .iter()
            .filter(|person| person.absent_key.is_none());
        let mut tables: Vec<&str> = Vec::new();
        for person in everywhere {
            let table = person.entity.table();
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        notes.extend(tables.into_iter().map(|table| format!(
            "`{table}`: its store has an entity for every key that was tried, so no deleted entity was tried"
        )));
        notes
    }
}
