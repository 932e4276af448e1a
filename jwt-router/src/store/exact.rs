//! The one row of a token among the rows that a database takes for equal.

/// The number of rows that are read for one key or value.
///
/// Under a collation that ignores case, a query for `mary` also finds `MARY`. A database that takes more rows than
/// this for equal compares other things than spellings, such as text with numbers, and is not read to the end.
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

/// Returns the entity for which `is_expected` is `true` among the rows that the database found equal.
///
/// If `is_expected` is `false` for every row, it returns the first one. The guard then compares it again, refuses
/// the request and logs `store_mismatch`, instead of reporting a missing entity.
pub(super) fn exact<E>(
    rows: Vec<E>,
    is_expected: impl Fn(&E) -> bool,
) -> Result<Option<E>, Ambiguous> {
    if rows.len() >= usize::from(ROW_LIMIT) {
        return Err(Ambiguous::TooManyRows);
    }
    let (exact, others): (Vec<E>, Vec<E>) = rows.into_iter().partition(is_expected);
    let mut exact = exact.into_iter();
    match (exact.next(), exact.next()) {
        (Some(_), Some(_)) => Err(Ambiguous::TwoRows),
        (Some(entity), None) => Ok(Some(entity)),
        (None, _) => Ok(others.into_iter().next()),
    }
}
