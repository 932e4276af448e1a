//! Hosts outside of this machine that plain HTTP is allowed to.

use reqwest::Url;

/// Hosts of a private network to which plain HTTP is allowed, each with its port.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlainHosts(Vec<Url>);

impl PlainHosts {
    /// Allows plain HTTP to a host such as `keycloak:8080`; the port is 80 where it is left out.
    ///
    /// # Errors
    ///
    /// Returns the text of an error message when `host` is not a host with an optional port.
    pub(crate) fn add(&mut self, host: &str) -> Result<(), String> {
        let is_of_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
        let url = Url::parse(&format!("http://{host}"));
        match url {
            Ok(url) if host.bytes().all(is_of_host) => {
                self.0.push(url);
                Ok(())
            }
            Ok(_) | Err(_) => Err(format!(
                "`{}` is not a host with its port, such as `keycloak:8080`",
                host.escape_debug()
            )),
        }
    }

    /// Returns whether this list allows plain HTTP to the host and port of `url`.
    pub(super) fn has_host_of(&self, url: &Url) -> bool {
        let place = |url: &Url| {
            (
                url.host_str().map(str::to_owned),
                url.port_or_known_default(),
            )
        };
        self.0.iter().any(|known| place(known) == place(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, url: &str, is_allowed: bool) {
        let mut hosts = PlainHosts::default();
        hosts.add(host).unwrap();
        let url = Url::parse(url).unwrap();
        assert_eq!(hosts.has_host_of(&url), is_allowed, "{host} {url}");
    }

    #[test]
    fn plain_http_is_for_one_host_and_port() {
        check("keycloak:8080", "http://keycloak:8080/realms/app", true);
        check("KEYCLOAK:8080", "http://keycloak:8080", true);
        check("keycloak", "http://keycloak/", true);
        check("keycloak:80", "http://keycloak/", true);
        check("10.0.0.1:8080", "http://10.0.0.1:8080/", true);
        check("[fd00::1]:8080", "http://[fd00::1]:8080/", true);
        check("keycloak", "http://keycloak:8080/", false);
        check("keycloak:8080", "http://keycloak/", false);
        check("keycloak:8080", "http://keycloak.example.com:8080/", false);
        check("keycloak:8080", "http://a.keycloak:8080/", false);
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for host in [
            "",
            ":8080",
            "http://keycloak:8080",
            "keycloak:8080/realms",
            "keycloak:port",
            "user@keycloak",
            "*",
            "*.example.com",
            "key cloak",
            "keycloak?",
            "keycloak:99999",
        ] {
            assert!(PlainHosts::default().add(host).is_err(), "{host}");
        }
    }
}
