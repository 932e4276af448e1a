//! The configurations in the guide `providers`. A test compares the page with this file.

use jwt_router::OidcIssuer;

use super::User;

pub(super) fn keycloak(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://login.example.com/realms/app
        .audience("my-api")
        .roles_at("/realm_access/roles")
        .scope_claim("scope")
        .entity::<User>("sub")
}

pub(super) fn auth0(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://tenant.eu.auth0.com/
        .audience("https://api.example.com")
        .roles_claim("https://app.example.com/roles")
        .scope_claim("scope")
        .entity::<User>("sub")
}

pub(super) fn entra(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://login.microsoftonline.com/{tenant}/v2.0
        .audience("00001111-aaaa-2222-bbbb-3333cccc4444")
        .roles_claim("roles")
        .scope_claim("scp")
        .entity::<User>("oid")
}

pub(super) fn entra_v1(issuer: &str, v1: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://login.microsoftonline.com/{tenant}/v2.0
        .also_named(v1) // https://sts.windows.net/{tenant}/
        .audience("api://00001111-aaaa-2222-bbbb-3333cccc4444")
        .roles_claim("roles")
        .scope_claim("scp")
        .entity::<User>("oid")
}

pub(super) fn okta(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://dev-1234.okta.com/oauth2/default
        .audience("api://default")
        .roles_claim("groups")
        .scope_claim("scp")
        .entity::<User>("uid")
}

pub(super) fn cognito(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1Cd2Ef3
        .client_id("1h57kf5cpq17m0eml12EXAMPLE")
        .roles_claim("cognito:groups")
        .scope_claim("scope")
        .entity::<User>("sub")
}

pub(super) fn google(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://accounts.google.com
        .also_named("accounts.google.com")
        .audience("1234567890-abc.apps.googleusercontent.com")
        .accept_id_tokens()
        .entity::<User>("sub")
}

pub(super) fn firebase(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://securetoken.google.com/my-project
        .audience("my-project")
        .roles_claim("roles")
        .entity::<User>("sub")
}

pub(super) fn clerk(issuer: &str) -> OidcIssuer {
    let keys = format!("{issuer}/.well-known/jwks.json");
    OidcIssuer::jwks(issuer, keys) // https://clerk.example.com
        .authorized_party("https://app.example.com")
        .roles_at("/o/rol")
        .entity::<User>("sub")
}

pub(super) fn zitadel(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://my-instance.zitadel.cloud
        .audience("311219362735226883")
        .role_members_at("/urn:zitadel:iam:org:project:roles")
        .entity::<User>("sub")
}

pub(super) fn dex(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer) // https://dex.example.com
        .audience("my-app")
        .accept_id_tokens()
        .roles_claim("groups")
        .entity::<User>("sub")
}

pub(super) fn supabase(issuer: &str) -> OidcIssuer {
    let keys = format!("{issuer}/.well-known/jwks.json");
    OidcIssuer::jwks(issuer, keys) // https://abcdefghijklmnop.supabase.co/auth/v1
        .audience("authenticated")
        .roles_at("/app_metadata/roles")
        .entity::<User>("sub")
}

pub(super) fn kubernetes(issuer: &str) -> OidcIssuer {
    let keys = format!("{issuer}/openid/v1/jwks");
    OidcIssuer::jwks(issuer, keys) // https://kubernetes.default.svc.cluster.local
        .audience("my-api")
        .entity::<User>("sub")
}
