//! An issuer on the loopback interface, with its keys and tokens, which counts the requests for its keys.

use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{self, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256},
};
use axum::{
    Json, Router,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};

/// A key pair of an issuer.
#[derive(Debug)]
pub struct TestKey {
    /// The key id, `kid`.
    pub id: &'static str,
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Es256(EcdsaKeyPair),
    Rs256(rsa::KeyPair),
}

impl TestKey {
    /// Makes a key pair for ES256 with this key id.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
        let pair = Pair::Es256(pair.expect("a key is made"));
        Self { id, pair }
    }

    /// Makes a key pair for RS256, of 2048 bits, with this key id.
    #[must_use]
    pub fn rsa(id: &'static str) -> Self {
        let pair = rsa::KeyPair::generate(KeySize::Rsa2048);
        let pair = Pair::Rs256(pair.expect("a key is made"));
        Self { id, pair }
    }

    /// Returns the algorithm of the key, as the `alg` of a header.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Es256(_) => "ES256",
            Pair::Rs256(_) => "RS256",
        }
    }

    /// Returns the public key as a JSON Web Key.
    #[must_use]
    pub fn jwk(&self) -> Value {
        match &self.pair {
            Pair::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = point[1..].split_at(32);
                json!({
                    "kty": "EC", "crv": "P-256", "kid": self.id, "alg": "ES256", "use": "sig",
                    "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
                })
            }
            Pair::Rs256(pair) => {
                // RFC 8017, appendix A.1.1: a sequence of two integers, here of 2048 and of 17 bits.
                let der = pair.public_key().as_ref();
                assert_eq!(
                    der.len(),
                    270,
                    "the key has 2048 bits and the exponent 65537"
                );
                let [n, e] =
                    [&der[9..265], &der[267..]].map(|number| URL_SAFE_NO_PAD.encode(number));
                json!({
                    "kty": "RSA", "kid": self.id, "alg": "RS256", "use": "sig", "n": n, "e": e,
                })
            }
        }
    }

    /// Returns a token with these claims.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&self.header(), claims)
    }

    /// Returns a token with any header.
    #[must_use]
    pub fn sign_as(&self, header: &Value, claims: &Value) -> String {
        self.sign_parts(header, &claims.to_string())
    }

    /// Returns a token with this text as its payload, which need not be what a JSON library writes.
    #[must_use]
    pub fn sign_text(&self, payload: &str) -> String {
        self.sign_parts(&self.header(), payload)
    }

    fn header(&self) -> Value {
        json!({"alg": self.algorithm(), "kid": self.id})
    }

    fn sign_parts(&self, header: &Value, payload: &str) -> String {
        let [header, payload] =
            [&*header.to_string(), payload].map(|part| URL_SAFE_NO_PAD.encode(part));
        let signed = format!("{header}.{payload}");
        let signature = self.signature(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn signature(&self, signed: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Es256(pair) => {
                let signature = pair.sign(&random, signed);
                signature.expect("the key signs").as_ref().to_vec()
            }
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let made = pair.sign(&RSA_PKCS1_SHA256, &random, signed, &mut signature);
                made.expect("the key signs");
                signature
            }
        }
    }
}

/// The response of the issuer to a request for its keys.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the tests name them all")]
pub enum Keys {
    /// These keys.
    Are(Vec<Value>),
    /// A 500.
    Fail,
    /// None: the request never ends.
    Hang,
    /// A body of this many bytes.
    Fill(usize),
    /// A redirect to another URL, which has these keys.
    Redirect(Vec<Value>),
}

/// An issuer that listens on the loopback interface until the runtime in which it was started ends.
#[derive(Clone, Debug)]
pub struct TestIssuer {
    /// The base URL, which is also the issuer's `iss`.
    pub url: String,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    keys: Mutex<Keys>,
    document: Mutex<Value>,
    fetches: watch::Sender<usize>,
}

impl TestIssuer {
    /// Starts an issuer with these keys.
    pub async fn start(keys: Keys) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        let url = format!("http://{address}");
        let document = json!({"issuer": url, "jwks_uri": format!("{url}/keys")});
        let shared = Arc::new(Shared {
            keys: Mutex::new(keys),
            document: Mutex::new(document),
            fetches: watch::Sender::default(),
        });
        tokio::spawn(axum::serve(listener, routes(&shared)).into_future());
        Self { url, shared }
    }

    /// Is known by another URL, for one that leads here too.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.url = self.url.replace(from, to);
        self.document("issuer", &self.url);
        self.document("jwks_uri", &format!("{}/keys", self.url));
    }

    /// Answers this from now on.
    pub fn set(&self, keys: Keys) {
        *self
            .shared
            .keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Sets a member of the discovery document.
    pub fn document(&self, name: &str, value: &str) {
        let document = self.shared.document.lock();
        document.unwrap_or_else(PoisonError::into_inner)[name] = json!(value);
    }

    /// Returns the number of requests for the keys.
    #[must_use]
    pub fn fetches(&self) -> usize {
        *self.shared.fetches.borrow()
    }

    /// Waits for this number of requests for the keys.
    pub async fn fetched(&self, times: usize) {
        let mut fetches = self.shared.fetches.subscribe();
        let reached = fetches.wait_for(|fetches| *fetches >= times).await;
        drop(reached.expect("the issuer runs"));
    }
}

fn routes(shared: &Arc<Shared>) -> Router {
    let [documents, keys, moved] = [(); 3].map(|()| Arc::clone(shared));
    let document = get(|| async move {
        let document = documents.document.lock();
        Json(document.unwrap_or_else(PoisonError::into_inner).clone())
    });
    let moved = get(|| async move {
        let keys = moved
            .keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let (Keys::Are(keys) | Keys::Redirect(keys)) = keys else {
            return Json(json!({}));
        };
        Json(json!({ "keys": keys }))
    });
    let keys = get(|| async move {
        keys.fetches.send_modify(|fetches| *fetches += 1);
        let answer = keys
            .keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        answer.response().await
    });
    Router::new()
        .route("/.well-known/openid-configuration", document)
        .route("/keys", keys.clone())
        .route("/.well-known/jwks.json", keys.clone())
        .route("/openid/v1/jwks", keys)
        .route("/moved", moved)
}

impl Keys {
    async fn response(self) -> Response {
        match self {
            Self::Are(keys) => Json(json!({ "keys": keys })).into_response(),
            Self::Fail => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Self::Hang => std::future::pending().await,
            Self::Fill(length) => {
                let json = [(header::CONTENT_TYPE, "application/json")];
                (json, Body::from(vec![b' '; length])).into_response()
            }
            Self::Redirect(_) => Redirect::temporary("/moved").into_response(),
        }
    }
}
