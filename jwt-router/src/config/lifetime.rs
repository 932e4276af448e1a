use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

/// That of flask-jwt-router: 30 days.
pub(super) const DEFAULT: Duration = Duration::from_secs(30 * DAY);

/// So many days.
pub(super) fn from_days(days: u32) -> Duration {
    Duration::from_secs(DAY.saturating_mul(u64::from(days)))
}

/// Reads `90s`, `15m`, `12h` or `7d`.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => DAY,
        _ => return None,
    };
    let number = text.strip_suffix(unit)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = number.parse().ok()?;
    number.checked_mul(seconds).map(Duration::from_secs)
}

/// Whether tokens can live so long: at least a second, at most a hundred years.
pub(super) fn is_sensible(lifetime: Duration) -> bool {
    lifetime >= Duration::from_secs(1) && lifetime <= from_days(36_525)
}
