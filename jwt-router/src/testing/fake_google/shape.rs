//! The URL paths of the fake login provider, which imitates Google, Keycloak and Auth0.

use serde_json::{Value, json};

/// The login product (Google, Keycloak or Auth0) that the fake provider imitates for a request, which is
/// determined by the URL path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Google,
    /// The server imitates Keycloak. The field is the name of the realm, which the URL path contains after
    /// `/realms/`.
    Keycloak(String),
    Auth0,
}

/// The URL paths of the endpoints of one login product, such as Keycloak.
struct Pages {
    authorization: String,
    token: String,
    user_info: String,
    keys: String,
}

impl Shape {
    /// Returns the imitated product (Google, Keycloak or Auth0) whose consent page has this path; `None` if no consent
    /// page has it.
    pub(super) fn of_authorization(path: &str) -> Option<Self> {
        if let Some(rest) = path.strip_prefix("/realms/") {
            let (realm, page) = rest.split_once('/')?;
            return (page == "protocol/openid-connect/auth")
                .then(|| Self::Keycloak(realm.to_owned()));
        }
        match path {
            "/o/oauth2/v2/auth" => Some(Self::Google),
            "/auth0/authorize" => Some(Self::Auth0),
            _ => None,
        }
    }

    /// Returns the imitated product (Google, Keycloak or Auth0) whose issuer is the fake server's base URL followed by
    /// `path`; `None` if no product has this path.
    pub(super) fn of_issuer(path: &str) -> Option<Self> {
        match path {
            "" => Some(Self::Google),
            "/auth0/" => Some(Self::Auth0),
            path => {
                let realm = path.strip_prefix("/realms/")?;
                (!realm.contains('/')).then(|| Self::Keycloak(realm.to_owned()))
            }
        }
    }

    /// Returns the issuer of the imitated product, which is the claim `iss` of its ID tokens. `base` is the fake
    /// server's base URL. The issuer of Auth0 ends with a slash.
    pub(super) fn issuer(&self, base: &str) -> String {
        match self {
            Self::Google => base.to_owned(),
            Self::Keycloak(realm) => format!("{base}/realms/{realm}"),
            Self::Auth0 => format!("{base}/auth0/"),
        }
    }

    fn pages(&self) -> Pages {
        match self {
            Self::Google => Pages {
                authorization: "/o/oauth2/v2/auth".to_owned(),
                token: "/token".to_owned(),
                user_info: "/v1/userinfo".to_owned(),
                keys: "/oauth2/v3/certs".to_owned(),
            },
            Self::Keycloak(realm) => {
                let page = |name| format!("/realms/{realm}/protocol/openid-connect/{name}");
                Pages {
                    authorization: page("auth"),
                    token: page("token"),
                    user_info: page("userinfo"),
                    keys: page("certs"),
                }
            }
            Self::Auth0 => Pages {
                authorization: "/auth0/authorize".to_owned(),
                token: "/auth0/oauth/token".to_owned(),
                user_info: "/auth0/userinfo".to_owned(),
                keys: "/auth0/.well-known/jwks.json".to_owned(),
            },
        }
    }

    /// Returns the discovery document of the imitated product, such as Keycloak, which lists the product's issuer and
    /// the URLs of its endpoints ([OpenID Connect Discovery 1.0, section 4.2]). `base` is the fake server's base URL.
    ///
    /// [OpenID Connect Discovery 1.0, section 4.2]:
    /// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse
    pub(super) fn discovery(&self, base: &str) -> Value {
        let pages = self.pages();
        json!({
            "issuer": self.issuer(base),
            "authorization_endpoint": format!("{base}{}", pages.authorization),
            "token_endpoint": format!("{base}{}", pages.token),
            "userinfo_endpoint": format!("{base}{}", pages.user_info),
            "jwks_uri": format!("{base}{}", pages.keys),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "code_challenge_methods_supported": ["plain", "S256"],
        })
    }
}
