//! The names of articles in URLs.

use crate::error::AppError;

/// Returns a slug for an article with this title: `train-your-dragon-5f2a90c1`.
///
/// The random end lets titles repeat, and keeps a slug from being `feed`, which is a route.
pub(super) fn of(title: &str) -> Result<String, AppError> {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let mut slug = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        slug.push_str(word);
        slug.push('-');
    }
    let end = getrandom::u32().map_err(AppError::internal)?;
    Ok(format!("{slug}{end:08x}"))
}
