//! The addresses that a strategy is configured with.

use std::net::IpAddr;

use reqwest::Url;

/// Checks the address of a provider's endpoint.
///
/// # Errors
///
/// Says what is wrong: anything but `https`, or `http` on this machine; a name or password in the
/// address; a fragment.
pub(crate) fn parse(address: &str) -> Result<Url, &'static str> {
    let url = Url::parse(address).map_err(|_| "it is not a URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it must have no name and no password");
    }
    if url.fragment().is_some() {
        return Err("it must have no fragment");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err("`http` is for this machine only (`localhost`, `127.0.0.1`): write `https`"),
        _ => Err("it must be a URL of `https`"),
    }
}

/// Checks a redirect URI: what is compared later is the text as it was given.
///
/// # Errors
///
/// As [`parse`]; RFC 6749, section 3.1.2 has no fragments either.
pub(crate) fn check_redirect_uri(uri: &str) -> Result<(), &'static str> {
    // What Google's JavaScript library sends in place of an address.
    if uri == "postmessage" {
        return Ok(());
    }
    parse(uri).map(drop)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[track_caller]
    fn check(address: &str, is_good: bool) {
        assert_eq!(parse(address).is_ok(), is_good, "{address}");
    }

    #[test]
    fn http_is_for_this_machine_only() {
        check("https://accounts.google.com/o/oauth2/v2/auth", true);
        check("http://127.0.0.1:8080/token", true);
        check("http://[::1]:8080/token", true);
        check("http://localhost/token", true);
        check("http://accounts.google.com/token", false);
        check("http://localhost.example.com/token", false);
        check("http://127.0.0.1.example.com/token", false);
        check("http://10.0.0.1/token", false);
    }

    #[test]
    fn an_address_is_https_and_nothing_else() {
        check("https://user@example.com/", false);
        check("https://:password@example.com/", false);
        check("https://example.com/#fragment", false);
        check("ftp://example.com/", false);
        check("example.com", false);
        check("", false);
    }
}
