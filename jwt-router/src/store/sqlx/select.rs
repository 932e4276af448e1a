//! Builds the text of the queries that load entities.

use std::{borrow::Cow, sync::Arc};

use super::dialect::Dialect;
use crate::store::exact::ROW_LIMIT;

/// The rows that a store loads from, and the columns that it reads.
#[derive(Clone, Debug)]
pub(super) struct Select {
    /// The columns; `None` for all.
    pub(super) columns: Option<Vec<Cow<'static, str>>>,
    pub(super) rows: Rows,
    /// The edition of the texts of the queries; zero for the first.
    ///
    /// A pooler keeps prepared queries by their text, longer than a connection to it. After a migration, only a query
    /// with another text is prepared anew.
    pub(super) edition: u64,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Rows {
    /// The name of a table, which may have a schema before a dot.
    Table(&'static str),
    /// A `select` of the application.
    Query(&'static str),
}

impl Select {
    /// Returns the query for the rows with one value in a column.
    ///
    /// The names of tables and columns come from the program's source. They are quoted because a table may be named
    /// like a keyword, such as `order`.
    pub(super) fn by<DB: Dialect>(&self, column: &str, parameter: &str) -> Arc<str> {
        let (all, column) = (self.all::<DB>(), quoted::<DB>(column));
        let edition = self.edition();
        Arc::from(format!(
            "{all} where {column} = {parameter} limit {ROW_LIMIT}{edition}"
        ))
    }

    /// Returns this select with a list of columns instead of its own columns.
    pub(super) const fn of_columns(&self, names: Vec<Cow<'static, str>>) -> Self {
        Self {
            columns: Some(names),
            rows: self.rows,
            edition: self.edition,
        }
    }

    /// Returns this select with queries of another text.
    pub(super) fn of_edition(&self, edition: u64) -> Self {
        Self {
            edition,
            ..self.clone()
        }
    }

    /// Returns the query for any one row.
    pub(super) fn any<DB: Dialect>(&self) -> Arc<str> {
        Arc::from(format!("{} limit 1{}", self.all::<DB>(), self.edition()))
    }

    /// Returns the comment at the end of a query.
    fn edition(&self) -> String {
        match self.edition {
            0 => String::new(),
            edition => format!(" -- edition {edition}"),
        }
    }

    fn all<DB: Dialect>(&self) -> String {
        let columns = self.columns.as_ref().map_or_else(
            || "*".to_owned(),
            |columns| {
                let quoted: Vec<String> = columns.iter().map(|name| quote::<DB>(name)).collect();
                quoted.join(", ")
            },
        );
        match self.rows {
            Rows::Table(name) => format!("select {columns} from {}", quoted::<DB>(name)),
            // The select ends in a line of its own, since its last line may have a comment.
            Rows::Query(select) => {
                format!("select {columns} from (\n{select}\n) as jwt_router_rows")
            }
        }
    }

    /// Returns the mistakes in `.columns(..)` and `.select(..)` that can be seen without the database, as messages.
    pub(super) fn problems(&self, key: &str) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some(columns) = &self.columns {
            if !columns.iter().any(|name| name == key) {
                problems.push(format!(
                    "`.columns(..)` is without the key: add `\"{key}\"` to the list"
                ));
            }
            let repeated = columns
                .iter()
                .enumerate()
                .find(|(index, name)| columns.iter().take(*index).any(|earlier| earlier == *name));
            if let Some((_, name)) = repeated {
                problems.push(format!("`.columns(..)` has `{name}` twice: remove one"));
            }
        }
        if let Rows::Query(select) = self.rows {
            let select = select.trim();
            if select.is_empty() {
                problems.push("`.select(..)` is empty: write a query, or remove it".to_owned());
            } else if select.ends_with(';') {
                problems.push(
                    "`.select(..)` ends with `;`, and becomes a part of another query: remove the `;`"
                        .to_owned(),
                );
            }
        }
        problems
    }
}

/// Quotes each part of a name such as `app.users`.
fn quoted<DB: Dialect>(name: &str) -> String {
    let parts: Vec<String> = name.split('.').map(quote::<DB>).collect();
    parts.join(".")
}

fn quote<DB: Dialect>(name: &str) -> String {
    let quote = DB::QUOTE;
    let doubled = format!("{quote}{quote}");
    format!("{quote}{}{quote}", name.replace(quote, &doubled))
}
