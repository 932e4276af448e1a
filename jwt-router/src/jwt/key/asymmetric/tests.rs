//! Key pairs: which keys are accepted, and the signatures that they make and check.

mod interchange;
mod pem_files;
mod weak;

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair as RsaPair, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair as _,
    },
};
use base64_simd::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, Validation, decode, jwk::Jwk};
use serde_json::Value;

use super::*;
use crate::jwt::{
    claims::{TableIndex, Tables},
    key::{Algorithm, KeyRing},
    token::CompactToken,
    verify::{PayloadBuffer, Verifier},
};

fn pem(section: &str, der: &[u8]) -> String {
    let text = STANDARD.encode_to_string(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).unwrap())
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN {section}-----\n{lines}\n-----END {section}-----\n")
}

/// Returns a new private key and its public half, in PEM.
fn new_pair(algorithm: Algorithm) -> (String, String) {
    let (private, public): (Vec<u8>, Vec<u8>) = match algorithm {
        Algorithm::HS256 => unreachable!("no key pair"),
        Algorithm::ES256 | Algorithm::ES384 => {
            let curve = match algorithm {
                Algorithm::ES256 => &ECDSA_P256_SHA256_FIXED_SIGNING,
                _ => &ECDSA_P384_SHA384_FIXED_SIGNING,
            };
            let pair = EcdsaKeyPair::generate(curve).unwrap();
            let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
            (
                pair.to_pkcs8v1().unwrap().as_ref().to_vec(),
                public.as_ref().to_vec(),
            )
        }
        Algorithm::EdDSA => {
            let pair = Ed25519KeyPair::generate().unwrap();
            let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
            (
                pair.to_pkcs8v1().unwrap().as_ref().to_vec(),
                public.as_ref().to_vec(),
            )
        }
        _ => {
            let pair = RsaPair::generate(KeySize::Rsa2048).unwrap();
            let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
            let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
            (private.as_ref().to_vec(), public.as_ref().to_vec())
        }
    };
    (pem("PRIVATE KEY", &private), pem("PUBLIC KEY", &public))
}

#[test]
fn a_signature_is_of_one_pair_and_one_message() {
    for algorithm in Algorithm::OF_KEY_PAIRS {
        let (private, public) = new_pair(algorithm);
        let signing = SigningKey::from_pem(algorithm, &private).unwrap();
        let public = PublicKey::from_pem(algorithm, &public).unwrap();
        let other = SigningKey::from_pem(algorithm, new_pair(algorithm).0).unwrap();
        let mut signature = signing.sign(b"message").unwrap();
        assert!(
            public.is_signature_of(&signature, b"message"),
            "{algorithm:?}"
        );
        assert!(!public.is_signature_of(&signature, b"massage"));
        assert!(!other.public_key().is_signature_of(&signature, b"message"));
        assert_eq!(public.id(), signing.public_key().id());
        assert_ne!(public.id(), other.public_key().id());
        signature[9] ^= 1;
        assert!(!public.is_signature_of(&signature, b"message"));
        assert!(!public.is_signature_of(&signature[1..], b"message"));
        assert!(!public.is_signature_of(b"", b"message"));
    }
}

// SECURITY.md, Token: one key, one algorithm.
#[test]
fn an_rsa_key_checks_the_signatures_of_its_algorithm_only() {
    let (private, public) = new_pair(Algorithm::RS256);
    let is_rsa =
        |name: &Algorithm| !matches!(name, Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA);
    for signs in Algorithm::OF_KEY_PAIRS.into_iter().filter(is_rsa) {
        let signature = SigningKey::from_pem(signs, &private)
            .unwrap()
            .sign(b"message")
            .unwrap();
        for checks in Algorithm::OF_KEY_PAIRS.into_iter().filter(is_rsa) {
            let key = PublicKey::from_pem(checks, &public).unwrap();
            assert_eq!(key.is_signature_of(&signature, b"message"), signs == checks);
        }
    }
}

#[test]
fn a_key_is_of_its_algorithms_kind() {
    let kind = |algorithm: Algorithm| match algorithm {
        Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA => algorithm,
        _ => Algorithm::RS256,
    };
    for made_for in [
        Algorithm::RS256,
        Algorithm::ES256,
        Algorithm::ES384,
        Algorithm::EdDSA,
    ] {
        let (private, public) = new_pair(made_for);
        for algorithm in Algorithm::OF_KEY_PAIRS {
            let expected = if kind(algorithm) == made_for {
                Ok(())
            } else {
                Err(KeyError::OtherKind { algorithm })
            };
            let signing = SigningKey::from_pem(algorithm, &private).map(|_| ());
            let checking = PublicKey::from_pem(algorithm, &public).map(|_| ());
            assert_eq!(
                (signing, checking),
                (expected.clone(), expected),
                "{made_for:?}"
            );
        }
        let symmetric = Err(KeyError::Symmetric);
        assert_eq!(
            SigningKey::from_pem(Algorithm::HS256, &private).map(|_| ()),
            symmetric
        );
        assert_eq!(
            PublicKey::from_pem(Algorithm::HS256, &public).map(|_| ()),
            symmetric
        );
    }
}

#[test]
fn a_private_key_is_no_public_one_and_neither_is_nothing() {
    let (private, public) = new_pair(Algorithm::ES256);
    for text in ["", &public] {
        let expected = Err(KeyError::Pem {
            section: "PRIVATE KEY",
        });
        assert_eq!(
            SigningKey::from_pem(Algorithm::ES256, text).map(|_| ()),
            expected
        );
    }
    let expected = Err(KeyError::Pem {
        section: "PUBLIC KEY",
    });
    assert_eq!(
        PublicKey::from_pem(Algorithm::ES256, private).map(|_| ()),
        expected
    );
}

/// Returns a number of `length` bytes that has no small factor and no pattern.
fn good_modulus(length: usize) -> Vec<u8> {
    let mut random: u32 = 7518;
    let mut next = || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        random.to_be_bytes()[0]
    };
    loop {
        let mut n: Vec<u8> = (0..length).map(|_| next()).collect();
        n[0] |= 0x80;
        n[length - 1] |= 1;
        if super::weak::check_modulus(&n).is_ok() {
            return n;
        }
    }
}

// SECURITY.md, Keys: RSA below 2048 bits.
#[test]
fn an_rsa_key_has_at_least_2048_bits() {
    let check = |length: usize, expected| {
        let n = good_modulus(length);
        let e = vec![1, 0, 1];
        let checked = Numbers::Rsa { n, e }.checked();
        assert_eq!(checked.map(|_| ()), expected);
    };
    check(256, Ok(()));
    check(1024, Ok(()));
    check(255, Err(KeyError::Length));
    check(128, Err(KeyError::Length));
    check(1025, Err(KeyError::Length));
}

/// Made by `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024`.
const SHORT_RSA: &str = "-----BEGIN PRIVATE KEY-----
MIICeAIBADANBgkqhkiG9w0BAQEFAASCAmIwggJeAgEAAoGBANYiWENr15yL4+HM
tAmJutwA5T+FkU6dxrm9/MJjo9SHuIDXlwx7AvooWUzjsWUK3FuOvRfbyyt8rj39
m4TcpyUdzUGQNTt16PWy7fFR9oSk9WluxFHnC6qsQBuAji1Vvn1I+muuGwA7iLar
Kjv+CBSPv4e7J7nOvFl2wHNKdb7vAgMBAAECgYEAq2nG2gHEEW7yNtjU7iWwzVhy
K01SqmomoJ1zbnCwvvr+OTVblwQJuBMAmUpTwRzWlPxIZobttpwSJ1GSYuL3cIni
0pd4IBVktl4d2Yg+DT/48Vx/aohYdNGzGEEQXaYc1cTxQuFA9s+fNwLbgjAfzuiW
feAEgqgJPDEoAL17BKECQQDu/Y9zYZNs/x6ejYOphJs2wKHR+po60vlSWSZCGOm5
7myK8nlo5Z/8PSMi61xleYIGXmbjo1t8CzgBla1QJwrJAkEA5V/mI4csfgrbhp6j
Ay45CcVSA40WNrGCT1VHavBHRp7FYYanc7GJCfMxEZ30YCW4vjDRGE7iJqNoZa2K
aJwf9wJABUuA3iGPTp7oYsLn492YQsJJ04kl2Z/K/lQTUOuUYhYyOXHd1sEfpksE
eEWWqnjitJlq1ihMYpctCnvydxAmYQJBANwV9zmRwxQxkNALuPgdSudgKMB1iKH0
EsfSWNN4N7vALj3UuSmeaJJegW+Y8tmqeCgtqQO89OwEEPC24j5bx6MCQQCS28X7
lNngn3pJTHfgsHJIsSmY58WVhUXsParr4hou85hvvVXy8nBWVWUA5Eh36K9ULyGQ
etm9y2g8nQY/YpUk
-----END PRIVATE KEY-----
";

#[test]
fn a_private_rsa_key_that_is_too_short_is_told_from_another_kind() {
    let check = |algorithm, pem: &str, expected| {
        let key = SigningKey::from_pem(algorithm, pem);
        assert_eq!(key.map(|_| ()), Err(expected));
    };
    let other = |algorithm| KeyError::OtherKind { algorithm };
    let (edwards, _) = new_pair(Algorithm::EdDSA);
    let damaged = SHORT_RSA.replace("\nMII", "\nMIA");
    for algorithm in [Algorithm::RS256, Algorithm::PS512] {
        check(algorithm, SHORT_RSA, KeyError::Length);
        check(algorithm, &damaged, other(algorithm));
        check(algorithm, &edwards, other(algorithm));
    }
    check(Algorithm::ES256, SHORT_RSA, other(Algorithm::ES256));
}

// RFC 7638, section 3.1.
#[test]
fn a_thumbprint_is_that_of_rfc_7638() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let n = URL_SAFE_NO_PAD.decode_to_vec(n).unwrap();
    let numbers = Numbers::Rsa {
        n,
        e: vec![1, 0, 1],
    };
    assert_eq!(
        numbers.thumbprint(),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
}

#[test]
fn nothing_shows_a_private_key() {
    let (private, _) = new_pair(Algorithm::EdDSA);
    let key = SigningKey::from_pem(Algorithm::EdDSA, private).unwrap();
    assert_eq!(format!("{key:?}"), "SigningKey(EdDSA, ..)");
}

/// Returns the key with which `jsonwebtoken` checks the signatures of this key.
fn their_key(key: &PublicKey) -> DecodingKey {
    DecodingKey::from_jwk(&Jwk::from(key)).unwrap()
}

struct Users;

impl Tables for Users {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        (table == "users").then_some((TableIndex::new(0), "user_id"))
    }
}

fn is_accepted(verifier: &Verifier, token: &str) -> bool {
    let mut buffer = PayloadBuffer::new();
    let Ok(token) = CompactToken::parse(token.as_bytes(), usize::MAX) else {
        return false;
    };
    verifier
        .verify(token, None, 900, &mut buffer, &Users)
        .is_ok()
}

/// Returns a token with this header, signed with this key.
fn sign(key: &SigningKey, header: &str) -> String {
    let payload = r#"{"table_name":"users","user_id":42,"exp":4000000000}"#;
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode_to_string(part));
    let signed = format!("{header}.{payload}");
    let signature = key.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode_to_string(signature))
}

// `jsonwebtoken` accepts every token that this crate accepts, and both refuse a changed token.
#[test]
fn verdicts_are_those_of_jsonwebtoken() {
    for algorithm in Algorithm::OF_KEY_PAIRS {
        let key = SigningKey::from_pem(algorithm, new_pair(algorithm).0).unwrap();
        let theirs = their_key(key.public_key());
        let mut validation = Validation::new(algorithm.into());
        validation.leeway = 0;
        let verifier = Verifier::new(&KeyRing::of_pair(key.clone(), Vec::new()));
        let verdicts = |token: &str| {
            let is_accepted_there = decode::<Value>(token, &theirs, &validation).is_ok();
            (is_accepted(&verifier, token), is_accepted_there)
        };
        let header = format!(r#"{{"typ":"JWT","alg":"{}"}}"#, algorithm.name());
        let token = sign(&key, &header);
        assert_eq!(verdicts(&token), (true, true), "{algorithm:?}");
        for at in (0..token.len()).step_by(7) {
            let mut changed = token.clone();
            let letter = if &token[at..=at] == "A" { "B" } else { "A" };
            changed.replace_range(at..=at, letter);
            assert_eq!(
                verdicts(&changed),
                (false, false),
                "{algorithm:?}: {changed}"
            );
        }
        for other in Algorithm::OF_KEY_PAIRS
            .map(Algorithm::name)
            .into_iter()
            .chain(["none", "HS256"])
        {
            if other != algorithm.name() {
                let token = sign(&key, &format!(r#"{{"alg":"{other}"}}"#));
                assert_eq!(verdicts(&token), (false, false), "{algorithm:?}: {other}");
            }
        }
    }
}
