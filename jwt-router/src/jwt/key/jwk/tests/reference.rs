//! A key that a strict reading of RFC 7517 without `jsonwebtoken` refuses is never used.

use base64_simd::URL_SAFE_NO_PAD;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::{JsonWebKey, eddsa, es256, rsa, with};
use crate::jwt::key::Algorithm;

/// The members of a JSON Web Key that the reference reads. `serde` refuses a member that is repeated or has a wrong
/// type.
#[derive(Deserialize)]
struct ReferenceMembers {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<IgnoredAny>,
    k: Option<IgnoredAny>,
}

/// Reads a key by the rules of RFC 7517, and returns its `kid` and its algorithm; `None` when the key is
/// refused.
fn reference(json: &str) -> Option<(Option<String>, &'static str)> {
    let key: ReferenceMembers = serde_json::from_str(json).ok()?;
    let verifies = |operations: &Vec<String>| operations.iter().any(|name| name == "verify");
    let is_good = key.kty != "oct"
        && key.d.is_none()
        && key.k.is_none()
        && key.purpose.is_none_or(|purpose| purpose == "sig")
        && key.key_ops.as_ref().is_none_or(verifies);
    let length = |text: Option<String>| URL_SAFE_NO_PAD.decode_to_vec(text?).ok().map(|n| n.len());
    let usual = match (key.kty.as_str(), key.crv.as_deref()) {
        ("RSA", None) => {
            let is_rsa = length(key.n)? >= 256 && length(key.e).is_some();
            is_rsa.then_some("RS256")?
        }
        ("EC", Some("P-256")) => {
            let is_point = length(key.x)? == 32 && length(key.y)? == 32;
            is_point.then_some("ES256")?
        }
        ("OKP", Some("Ed25519")) => (length(key.x)? == 32).then_some("EdDSA")?,
        _ => return None,
    };
    let named = key.alg.as_deref().unwrap_or(usual);
    let named = if named == "Ed25519" { "EdDSA" } else { named };
    let known = Algorithm::OF_KEY_PAIRS.map(Algorithm::name);
    let algorithm = known.into_iter().find(|known| *known == named)?;
    let is_of_kind = algorithm == usual || (usual == "RS256" && algorithm[1..].starts_with('S'));
    let is_rsa = algorithm.starts_with("RS") || algorithm.starts_with("PS");
    (is_good && is_of_kind && is_rsa == (usual == "RS256")).then_some((key.kid, algorithm))
}

/// A generator of pseudo-random numbers that are the same in every run.
struct Lcg(u64);

impl Lcg {
    fn pick<'p, T: ?Sized>(&mut self, choices: &[&'p T]) -> &'p T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        choices[usize::try_from(self.0 >> 33).unwrap() % choices.len()]
    }
}

const NAMES: [&str; 16] = [
    "kty",
    "kid",
    "use",
    "key_ops",
    "alg",
    "crv",
    "n",
    "e",
    "x",
    "y",
    "d",
    "k",
    "x5c",
    "\\u0061lg",
    "KTY",
    "p",
];
const VALUES: [&str; 24] = [
    "null",
    "7",
    "\"\"",
    "[]",
    "{}",
    "true",
    "\"sig\"",
    "\"enc\"",
    "[\"verify\"]",
    "[7]",
    "{\"RS256\":null}",
    "{\"EC\":null}",
    "{\"P-256\":null}",
    "\"RS512\"",
    "\"ES256\"",
    "\"Ed25519\"",
    "\"EdDSA\"",
    "\"P-256\"",
    "\"Ed25519\"",
    "\"EC\"",
    "\"RSA\"",
    "\"oct\"",
    "\"HS256\"",
    "\"AQAB\"",
];

/// Returns a key as JSON text, with some of its members dropped, repeated or given other values.
fn mutated(random: &mut Lcg, key: &Value) -> String {
    let mut members: Vec<String> = Vec::new();
    for (name, value) in key.as_object().unwrap() {
        match *random.pick(&[&0, &0, &0, &0, &0, &0, &0, &0, &0, &1, &2, &3]) {
            1 => {}
            2 => members.push(format!("\"{name}\":{}", random.pick(&VALUES))),
            3 => members.extend([format!("\"{name}\":{value}"), format!("\"{name}\":{value}")]),
            _ => members.push(format!("\"{name}\":{value}")),
        }
    }
    if *random.pick(&[&true, &false, &false]) {
        members.push(format!(
            "\"{}\":{}",
            random.pick(&NAMES),
            random.pick(&VALUES)
        ));
    }
    format!("{{{}}}", members.join(","))
}

#[test]
fn a_key_that_is_taken_is_one_by_a_strict_reading() {
    let mut random = Lcg(7517);
    let mut taken = 0;
    let keys = [
        es256(),
        eddsa(),
        rsa(),
        with(
            rsa(),
            serde_json::json!({"alg": "PS384", "use": "sig", "key_ops": ["verify"]}),
        ),
    ];
    for _ in 0..5000 {
        for key in &keys {
            let json = mutated(&mut random, key);
            if let Ok(key) = JsonWebKey::read(&json, &[]) {
                let ours = (key.id, key.keys[0].algorithm().name());
                assert_eq!(Some(ours), reference(&json), "{json}");
                taken += 1;
            }
        }
    }
    // The mutations left enough good keys and made enough bad ones.
    assert!((2000..15000).contains(&taken), "{taken}");
}
