//! Compares the paths of routes: whether one path pattern may match requests for another route.

use crate::app::spelling::{self, Reading};

/// The path pattern of a route, split at the slashes. Its text is in the plainest spelling, without
/// percent-encoding, so that patterns can be compared.
pub(super) struct Pattern {
    segments: Vec<Segment>,
}

enum Segment {
    Text(String),
    /// A segment with a capture: `{id}`, or `v{major}` with the prefix `v`.
    Capture {
        prefix: String,
    },
    /// The segment `{*rest}` at the end, which matches the rest of a path.
    Rest,
}

impl Pattern {
    pub(super) fn new(path: &str) -> Self {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        Self {
            segments: segments.map(Segment::new).collect(),
        }
    }

    /// Returns whether the pattern ends in `{*rest}`, so that it matches every path below its other segments.
    pub(super) fn is_tree(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Rest))
    }

    /// Returns whether the pattern has a capture.
    pub(super) fn has_captures(&self) -> bool {
        let mut segments = self.segments.iter();
        segments.any(|segment| !matches!(segment, Segment::Text(_)))
    }

    /// Returns whether the pattern is `/{*rest}`, which matches every path.
    pub(super) fn is_root_tree(&self) -> bool {
        matches!(self.segments.as_slice(), [Segment::Rest])
    }

    /// Returns whether this pattern ends in `{*rest}`, and the other pattern is at or below the path before
    /// `{*rest}`.
    ///
    /// A literal segment of this pattern does not cover a capture of the other one. For `/files/{*rest}` and
    /// `/{dir}/report.txt`, the router prefers the literal `files`, so the second route does not serve
    /// `/files/report.txt`.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let base = self.segments.iter();
        let base = base.take_while(|segment| !matches!(segment, Segment::Rest));
        let mut others = other.segments.iter();
        self.is_tree()
            && base.into_iter().all(|segment| {
                let other = others.next();
                other.is_some_and(|other| segment.may_match(other))
            })
    }
}

impl Segment {
    fn new(segment: &str) -> Self {
        match segment.split_once('{') {
            None => Self::Text(plain(segment)),
            Some((_, name)) if name.starts_with('*') => Self::Rest,
            Some((prefix, _)) => Self::Capture {
                prefix: plain(prefix),
            },
        }
    }

    /// Returns whether this segment may match the values of `other`, the segment at the same position of
    /// another pattern. A capture matches a text with its prefix, and any other capture.
    fn may_match(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(text), Self::Text(other)) => text == other,
            (Self::Capture { prefix }, Self::Text(other)) => other.starts_with(prefix),
            (Self::Capture { .. }, Self::Capture { .. }) => true,
            (Self::Text(_), Self::Capture { .. }) | (_, Self::Rest) | (Self::Rest, _) => false,
        }
    }
}

/// Returns the text of a segment in its plainest spelling, without percent-encoding.
fn plain(text: &str) -> String {
    match spelling::read(&format!("/{text}")) {
        Reading::Other(read) => read.trim_start_matches('/').to_owned(),
        Reading::AsWritten | Reading::Upward => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tree: &str, guarded: &str, expected: bool) {
        let covers = Pattern::new(tree).covers(&Pattern::new(guarded));
        assert_eq!(covers, expected, "{tree} covers {guarded}");
    }

    #[test]
    fn a_tree_covers_what_is_at_or_below_its_path() {
        for guarded in [
            "/files",
            "/files/",
            "/files/report.txt",
            "/files/a/b",
            "/files/{id}",
            "/files/{*rest}",
        ] {
            check("/files/{*rest}", guarded, true);
        }
        for guarded in [
            "/",
            "/filesystem",
            "/other/files/x",
            "/{*rest}",
            "/{dir}/report.txt",
        ] {
            check("/files/{*rest}", guarded, false);
        }
        check("/files", "/files/report.txt", false);
    }

    #[test]
    fn captures_before_the_rest_cover_any_text() {
        check("/{lang}/docs/{*rest}", "/en/docs/private", true);
        check("/{lang}/docs/{*rest}", "/{x}/docs/private", true);
        check("/{lang}/docs/{*rest}", "/en/panel", false);
        check("/v{major}/{*rest}", "/v1/private", true);
        check("/v{major}/{*rest}", "/x1/private", false);
    }

    #[test]
    fn the_tree_of_the_root_covers_everything() {
        for guarded in ["/", "/x", "/x/{id}", "/{*rest}"] {
            check("/{*rest}", guarded, true);
        }
    }
}
