//! Tokens that are signed with a key pair, and the public keys that are published.

#[cfg(feature = "jwks")]
mod trusted;

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use jwt_router::{Algorithm, App, JwtRoutes, KeyError, PublicKey, SigningKey, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, get, header_of, token,
};
use serde_json::Value;

/// A new key pair as PEM.
struct Pair {
    private: String,
    public: String,
}

static ED25519_PAIR: LazyLock<Pair> = LazyLock::new(|| {
    let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    Pair {
        private: pem("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref()),
        public: pem("PUBLIC KEY", public.as_ref()),
    }
});
static ED25519: LazyLock<&str> = LazyLock::new(|| &ED25519_PAIR.private);
static ED25519_PUBLIC: LazyLock<&str> = LazyLock::new(|| &ED25519_PAIR.public);
static ED25519_ID: LazyLock<String> = LazyLock::new(|| {
    let key = signing(Algorithm::EdDSA, &ED25519);
    key.public_key().id().to_owned()
});
static P256: LazyLock<String> = LazyLock::new(|| {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    pem("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref())
});

fn pem(section: &str, der: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let text = STANDARD.encode(der);
    format!("-----BEGIN {section}-----\n{text}\n-----END {section}-----\n")
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

fn signing(algorithm: Algorithm, pem: &str) -> SigningKey {
    SigningKey::from_pem(algorithm, pem).unwrap()
}

fn with(key: SigningKey) -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .signing_key(key)
        .clock(FixedClock::at_unix(NOW))
        .entity::<User>(MemoryStore::new([ada()]))
}

fn ed25519() -> JwtRoutesBuilder {
    with(signing(Algorithm::EdDSA, &ED25519))
}

fn app(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![me]).build().unwrap()
}

#[test]
fn a_token_is_signed_with_the_private_key_and_names_it() {
    for (algorithm, pem) in [(Algorithm::EdDSA, *ED25519), (Algorithm::ES256, &**P256)] {
        let jwt = with(signing(algorithm, pem)).build().unwrap();
        let minted = jwt.create_token(&ada()).unwrap();
        let header = header_of(minted.as_str());
        assert_eq!(header["alg"], algorithm.name());
        assert_eq!(header["kid"], jwt_keys(&jwt)[0]["kid"]);
        get("/me")
            .bearer(minted.as_str())
            .to(&app(&jwt))
            .is(200, "Ada");
    }
}

#[test]
fn a_token_of_a_secret_or_of_another_pair_is_refused() {
    let app = app(&ed25519().build().unwrap());
    let other = with(signing(Algorithm::ES256, &P256)).build().unwrap();
    let minted = other.create_token(&ada()).unwrap();
    for token in [token(&ada()), minted.into_string()] {
        get("/me")
            .bearer(&token)
            .to(&app)
            .is_refused(Refusal::BadToken);
    }
}

#[test]
fn the_token_of_a_previous_key_is_accepted() {
    let old = ed25519().build().unwrap().create_token(&ada()).unwrap();
    let new = aws_pem();
    let alone = with(signing(Algorithm::EdDSA, &new)).build().unwrap();
    let answer = get("/me").bearer(old.as_str()).to(&app(&alone));
    answer.is_refused(Refusal::BadToken);
    let public = PublicKey::from_pem(Algorithm::EdDSA, *ED25519_PUBLIC).unwrap();
    let rotated = with(signing(Algorithm::EdDSA, &new)).previous_key(public);
    let rotated = rotated.build().unwrap();
    get("/me")
        .bearer(old.as_str())
        .to(&app(&rotated))
        .is(200, "Ada");
    assert_eq!(jwt_keys(&rotated).len(), 2);
    assert_eq!(jwt_keys(&rotated)[1]["kid"], **ED25519_ID);
}

/// A new Ed25519 key.
fn aws_pem() -> String {
    let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
    pem("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref())
}

/// The last 32 bytes of the public key's DER (RFC 8410, section 4).
fn ed25519_x() -> String {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    let text = ED25519_PUBLIC.lines().nth(1).unwrap();
    let der = STANDARD.decode(text).unwrap();
    URL_SAFE_NO_PAD.encode(&der[der.len() - 32..])
}

fn jwt_keys(jwt: &JwtRoutes) -> Vec<Value> {
    let json = serde_json::to_value(jwt.jwks()).unwrap();
    json["keys"].as_array().unwrap().clone()
}

#[test]
fn the_public_keys_are_published_and_nothing_else() {
    let jwt = ed25519().api_name("/api").build().unwrap();
    let app = jwt
        .app_with((), routes![me])
        .publish_jwks()
        .build()
        .unwrap();
    let answer = get("/.well-known/jwks.json").to(&app);
    assert_eq!(answer.header("content-type"), "application/jwk-set+json");
    assert_eq!(answer.header("cache-control"), "public, max-age=900");
    let id = &**ED25519_ID;
    let x = ed25519_x();
    answer.is(
        200,
        &format!(
            r#"{{"keys":[{{"alg":"EdDSA","crv":"Ed25519","kid":"{id}","kty":"OKP","use":"sig","x":"{x}"}}]}}"#
        ),
    );
    let routes = app.policy().routes();
    let published = routes
        .iter()
        .find(|route| route.path == "/.well-known/jwks.json");
    assert!(published.unwrap().access.is_public());
}

#[test]
fn the_keys_of_a_secret_are_not_published() {
    let jwt = jwt_router_tests::jwt();
    assert!(jwt.jwks().is_empty());
    let error = jwt
        .app_with((), routes![me])
        .publish_jwks()
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("which has no public key"),
        "{error}"
    );
    let app = app(&jwt);
    assert_eq!(get("/.well-known/jwks.json").to(&app).status, 404);
}

fn check_problem(builder: JwtRoutesBuilder, words: &str) {
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

// SECURITY.md, Keys: mixed key sets are refused at start-up.
#[test]
fn keys_of_two_algorithms_are_refused() {
    check_problem(
        ed25519().secret(SECRET),
        "both `secret(..)` and `signing_key(..)` are configured",
    );
    check_problem(
        ed25519().previous_secret(SECRET),
        "both `secret(..)` and `signing_key(..)` are configured",
    );
    check_problem(
        ed25519().previous_key(signing(Algorithm::ES256, &P256)),
        "both `EdDSA` and `ES256` are configured",
    );
}

/// An application that accepts the tokens of another issuer, and has no key of its own.
#[cfg(feature = "jwks")]
fn of_an_issuer() -> JwtRoutesBuilder {
    let issuer = jwt_router::OidcIssuer::discover("https://login.example.com");
    JwtRoutes::builder().trusted_issuer(issuer.audience("my-api").entity::<User>("user_id"))
}

#[cfg(feature = "jwks")]
#[test]
fn previous_keys_without_a_current_one_are_refused() {
    assert!(of_an_issuer().build().is_ok());
    check_problem(
        of_an_issuer().previous_secret(SECRET),
        "`.previous_secret(..)` has no effect without `.secret(..)`",
    );
    check_problem(
        of_an_issuer().previous_key(signing(Algorithm::ES256, &P256)),
        "`.previous_key(..)` has no effect without `.signing_key(..)`",
    );
}

#[test]
fn a_signing_key_comes_from_a_file() {
    let path = std::env::temp_dir().join(format!("jwt-router-key-{}", std::process::id()));
    std::fs::write(&path, &**P256).unwrap();
    let variable = [("JWT_ROUTER_SIGNING_KEY_FILE", path.as_os_str().to_owned())];
    let jwt = JwtRoutesBuilder::from_vars(variable.clone())
        .unwrap()
        .build()
        .unwrap();
    assert_eq!(jwt_keys(&jwt)[0]["alg"], "ES256");
    std::fs::write(&path, *ED25519_PUBLIC).unwrap();
    let error = JwtRoutesBuilder::from_vars(variable.clone())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("JWT_ROUTER_SIGNING_KEY_FILE: there is no PEM section `PRIVATE KEY`"),
        "{error}"
    );
    std::fs::remove_file(&path).unwrap();
    let error = JwtRoutesBuilder::from_vars(variable)
        .unwrap_err()
        .to_string();
    assert!(error.contains("cannot be read"), "{error}");
}

#[test]
fn a_key_is_for_the_algorithm_that_is_named() {
    let error = SigningKey::from_pem(Algorithm::RS256, *ED25519).unwrap_err();
    assert!(matches!(
        error,
        KeyError::OtherKind {
            algorithm: Algorithm::RS256,
            ..
        }
    ));
    assert!(
        error
            .to_string()
            .contains("`openssl genpkey -algorithm RSA"),
        "{error}"
    );
    assert!(!format!("{error:?} {error}").contains("MC4C"));
}

// Everyone has them: RFC 8037, appendix A.1, and RFC 7515, appendix A.3.
#[test]
fn a_private_key_that_is_printed_in_a_standard_is_refused() {
    let ed25519 = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----";
    let p256 = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff
H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp
7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt
-----END PRIVATE KEY-----";
    for (algorithm, pem) in [(Algorithm::EdDSA, ed25519), (Algorithm::ES256, p256)] {
        let error = SigningKey::from_pem(algorithm, pem).unwrap_err();
        assert_eq!(error, KeyError::Published);
    }
}

#[test]
fn a_random_key_signs_for_every_algorithm() {
    for algorithm in [
        Algorithm::EdDSA,
        Algorithm::ES256,
        Algorithm::ES384,
        Algorithm::RS256,
    ] {
        let jwt = with(SigningKey::random(algorithm).unwrap())
            .build()
            .unwrap();
        let minted = jwt.create_token(&ada()).unwrap();
        get("/me")
            .bearer(minted.as_str())
            .to(&app(&jwt))
            .is(200, "Ada");
    }
    let error = SigningKey::random(Algorithm::HS256).unwrap_err();
    assert_eq!(error, KeyError::Symmetric);
}
