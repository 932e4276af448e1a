//! Formats a configured issuer for `Debug`, without secrets.

use std::fmt;

use super::OidcIssuer;

impl fmt::Debug for OidcIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcIssuer")
            .field("names", &self.names().map(shown).collect::<Vec<_>>())
            .field("keys_uri", &self.keys_uri.as_deref().map(shown))
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// Returns a URL without the parts that may hold a secret: user name, password, query and fragment.
fn shown(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = match rest.split_once('/') {
        Some((authority, path)) => (authority, Some(path)),
        None => (rest, None),
    };
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    match path {
        Some(path) => format!("{scheme}://{host}/{path}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_printed_without_its_query() {
        let issuer = OidcIssuer::jwks(
            "https://a.example/x",
            "https://u:pw@a.example/k?key=s3cret#f",
        );
        let printed = format!("{issuer:?}");
        assert!(printed.contains("https://a.example/k\""), "{printed}");
        for secret in ["s3cret", "pw", "?", "#"] {
            assert!(!printed.contains(secret), "{printed}");
        }
        assert_eq!(shown("https://a.example?key=1"), "https://a.example");
        assert_eq!(shown("no url?key=1"), "no url");
    }
}
