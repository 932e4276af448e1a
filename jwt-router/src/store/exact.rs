//! Chooses the row of the entity that a token names among the rows that a database finds equal to the token's key.

/// The number of rows that are read for one key or value.
///
/// Under a collation that ignores case, a query for `mary` also finds `MARY`. A database that finds as many rows as
/// this compares something else than spellings, such as text with numbers, so the query fails.
pub(super) const ROW_LIMIT: u8 = 64;

/// The reason why no row can be chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Ambiguous {
    #[error("two rows have the same value")]
    TwoRows,
    #[error(
        "the database takes {ROW_LIMIT} rows or more for equal: give the column the type of the entity's field, and a unique index"
    )]
    TooManyRows,
}

/// Chooses the row with exactly the searched value among the rows that the database found equal, while they are read.
///
/// It keeps two rows at most and allocates nothing, since nearly every query finds exactly one row.
#[derive(Debug)]
pub(super) struct Choice<E> {
    rows: usize,
    exact: Option<E>,
    has_two_exact: bool,
    first_other: Option<E>,
}

impl<E> Choice<E> {
    pub(super) const fn new() -> Self {
        Self {
            rows: 0,
            exact: None,
            has_two_exact: false,
            first_other: None,
        }
    }

    /// Adds the next row. `is_exact` is whether its value equals the searched value byte by byte.
    pub(super) fn add(&mut self, row: E, is_exact: bool) {
        self.rows = self.rows.saturating_add(1);
        if !is_exact {
            self.first_other.get_or_insert(row);
        } else if self.exact.is_none() {
            self.exact = Some(row);
        } else {
            self.has_two_exact = true;
        }
    }

    /// Returns the only row with the exact value.
    ///
    /// If no row has exactly this value, returns the first row. The guard then compares the row's key again, refuses
    /// the request and logs `store_mismatch`, instead of reporting a missing entity.
    pub(super) fn chosen(self) -> Result<Option<E>, Ambiguous> {
        if self.rows >= usize::from(ROW_LIMIT) {
            return Err(Ambiguous::TooManyRows);
        }
        if self.has_two_exact {
            return Err(Ambiguous::TwoRows);
        }
        Ok(self.exact.or(self.first_other))
    }
}
