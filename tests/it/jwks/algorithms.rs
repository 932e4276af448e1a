//! RSA keys of an issuer, which are for several algorithms.

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jwt_router::{Algorithm, JwtRoutes, OidcIssuer, SigningKey};
use jwt_router_tests::{Keys, TestIssuer, block_on};
use serde_json::{Value, json};

use super::{ask, claims, pass, trusting};

struct RsaKey(KeyPair);

impl RsaKey {
    fn new() -> Self {
        Self(KeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    /// The public key without `alg`.
    fn jwk(&self) -> Value {
        let der: Pkcs8V1Der<'_> = self.0.as_der().unwrap();
        let text = STANDARD.encode(der.as_ref());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
        let key = SigningKey::from_pem(Algorithm::RS256, pem).unwrap();
        let jwt = JwtRoutes::builder().signing_key(key).build().unwrap();
        let mut jwk = serde_json::to_value(jwt.jwks()).unwrap()["keys"][0].take();
        let members = jwk.as_object_mut().unwrap();
        members.remove("alg");
        members.insert("kid".to_owned(), json!("rsa"));
        jwk
    }

    fn sign(&self, name: &str, signs: &'static dyn RsaEncoding, claims: &Value) -> String {
        let header = json!({"alg": name, "kid": "rsa"});
        let [header, claims] =
            [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let mut signature = vec![0; self.0.public_modulus_len()];
        let random = SystemRandom::new();
        self.0
            .sign(signs, &random, signed.as_bytes(), &mut signature)
            .unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Checks the answers to a token of RS256 and to one of RS512.
#[track_caller]
fn check(
    keys: impl Fn(Value) -> Vec<Value>,
    configure: impl FnOnce(OidcIssuer) -> OidcIssuer,
    expected: [u16; 2],
) {
    block_on(async {
        let key = RsaKey::new();
        let issuer = TestIssuer::start(Keys::Are(keys(key.jwk()))).await;
        let app = trusting(configure(OidcIssuer::discover(&issuer.url)));
        let claims = claims(&issuer);
        let signs: [(&str, &'static dyn RsaEncoding); 2] =
            [("RS256", &RSA_PKCS1_SHA256), ("RS512", &RSA_PKCS1_SHA512)];
        for ((name, signs), expected) in signs.into_iter().zip(expected) {
            let answer = ask(&app, &key.sign(name, signs, &claims)).await;
            assert_eq!(answer.status, expected, "{name}");
        }
    });
}

fn with_algorithm(mut key: Value, name: &str) -> Value {
    key["alg"] = json!(name);
    key
}

#[test]
fn a_key_without_an_algorithm_is_for_rs256() {
    check(|key| vec![key], |issuer| issuer, [200, 401]);
}

#[test]
fn a_key_without_an_algorithm_is_for_the_configured_ones() {
    let rs512 = |issuer: OidcIssuer| issuer.algorithm(Algorithm::RS512);
    check(|key| vec![key], rs512, [401, 200]);
    let both = |issuer: OidcIssuer| {
        issuer
            .algorithm(Algorithm::RS512)
            .algorithm(Algorithm::RS256)
    };
    check(|key| vec![key], both, [200, 200]);
    let other = |issuer: OidcIssuer| issuer.algorithm(Algorithm::ES256);
    check(|key| vec![key], other, [401, 401]);
}

#[test]
fn a_key_with_an_algorithm_is_for_no_other() {
    let rs512 = |issuer: OidcIssuer| {
        issuer
            .algorithm(Algorithm::RS512)
            .algorithm(Algorithm::RS256)
    };
    check(|key| vec![with_algorithm(key, "RS256")], rs512, [200, 401]);
}

#[test]
fn a_key_that_is_published_for_two_algorithms_is_for_both() {
    let twice = |key: Value| {
        vec![
            with_algorithm(key.clone(), "RS256"),
            with_algorithm(key, "RS512"),
        ]
    };
    check(twice, |issuer| issuer, [200, 200]);
}

#[test]
fn a_key_that_is_published_twice_is_one_key() {
    let twice = |key: Value| {
        let mut certified = key.clone();
        certified["x5c"] = json!(["MIIB"]);
        vec![key, certified]
    };
    check(twice, |issuer| issuer, [200, 401]);
}

#[test]
fn a_key_that_its_issuer_lists_for_a_second_algorithm_later_is_for_both() {
    block_on(async {
        let key = RsaKey::new();
        let first = with_algorithm(key.jwk(), "RS256");
        let issuer = TestIssuer::start(Keys::Are(vec![first.clone()])).await;
        let app = trusting(OidcIssuer::discover(&issuer.url));
        let claims = claims(&issuer);
        let of_first = key.sign("RS256", &RSA_PKCS1_SHA256, &claims);
        let of_second = key.sign("RS512", &RSA_PKCS1_SHA512, &claims);
        assert_eq!(ask(&app, &of_first).await.status, 200);
        assert_eq!(ask(&app, &of_second).await.status, 401);

        let second = with_algorithm(key.jwk(), "RS512");
        issuer.set(Keys::Are(vec![first, second]));
        let fetches = issuer.fetches();
        pass(3_601).await;
        issuer.fetched(fetches + 1).await;
        assert_eq!(ask(&app, &of_second).await.status, 200);
        assert_eq!(ask(&app, &of_first).await.status, 200);
    });
}
