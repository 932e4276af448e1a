//! Weak keys are refused in PEM, as a `Jwk` and in a set.

use jsonwebtoken::jwk::Jwk;
use serde_json::{Value, json};

use super::*;

/// A modulus whose primes are `k * M + 65537^a mod M`, where `M` is the product of the first 126 primes. It was made
/// for this test in the way of the chips of CVE-2017-15361.
const ROCA: &str = "vpX7UpxRFwm1PMiQaVFTJBnO6u79fjcIswOdk2lHsXegFhrRMDqLCUGOoEBtLWeTNixPx7TL3YCEiCPWehFgh8l9TNmdVaVYWIr2EzmyDYYuvSGy1lgRnAzBSP8PH4YN5XKuKld8P3BIrPgrTbssZZIjov6HTz3lLzOs37ClCWXDo7tIbywHffTBj6A754vbL3luYpjyPwQN_3aUscjJSL8rKSR8X_V5UoONbsLEYIJdlcu1Bp3DKrjJGQL0DbR-e4YHyne5NFQwqszkCxB5npU1V74QTIO4J30ZmTx8_HhmTMg1FGDSTTjeEAy9dUExN2RGHnyAZAB3uBfHNv-z8w";
/// A modulus that is three times five times a prime.
const FIFTEEN: &str = "t_DwGLgoRQ2YzLmSY9AevEPYIuhK90LHebwB3j81YaIO5uhzdgTO42_8V4kyx4xTeN0kXA-P6pmx6bSdfLaXimzeUNX2m7Tg6RbvtIenY5nQJPsuq2srnWyf7ska6cM0Z8WTDCNLykWLklY7snDE3RLTSowbK4AwTbU0kMuNBog2vThmzprPfAmL35or6ju1VRkeVtnTI8KRC_7VwQ2sMvL_fenK2ZxcSaZ464fxZe-QNlACf49G5tEj_jP1qO9FOXLwghGcdJSUhgnq8o7fx13U2npD8lhKrhEMNCyC5EEUTIXXONh47BJBAkH23SnwFE3vQdPVuIPa6pci_CN43w";
/// A modulus that is 997 times a prime.
const NINE_HUNDRED_NINETY_SEVEN: &str = "Abg7URqX2HMPCOvGlyN6op-5UW19dM_m7_Whrs9RYxgAhrspUXbEwWPJ-rcj0nIaxm8pPzNw7yXzFvcaSePyL--UAlXhd9hVq8FbXV7By0mVRt0glhxPBOJzakhWUJV8JoWQc_au-MJH1sGrxqqDr45ox1LBdQJEZfqL9-MDNeK9TlGHUG1uHCjErQvV8MjWpN6CZXh0OHe_4epYNM6WjuthJW75F0POnpFwqE51bAEkrm6epDbW1QoD8yJXNItiQlQSJ5W7JAfA5XgCYAkWqnjTP8U4E0AUfjTNwK3D6BV_wHCxyM4e1IlXju7LipEphSYcpulq89dodOI8ESygyfk";

/// A modulus that is a prime times the next prime, which is greater by 128.
const CLOSE: &str = "mMiA_QJY7exrWh1Xt3T6nuScyKBB3IhP8hJ7AVQ6jtqSqt1yBrzpV6WkSwXn6GuUWe9oFW4cCTYPrwnp63QNqBVzIdiQDLw_W1oxI9tWq7Mgy4SuA-K_Yyg1AN52Jh_NuCnoiVaSnEeYPMABIvYVh8FPZuxAPeqGce4Z0NozGsrZVWXBG-cpwRYxbSL2-6rQPmXx3afP_QitasbTs0wlhbUhkXM5oxTTBNGFnV0mPn3LN7PjM0X-31RhLvqDVWgJY3ETPIPhwC1sq-6odbA6SuImfRLtnX5g9vnwQJWojV42kSxtiHpVliDOLET75JPbZWVSY-e_OvMT_k10k06-2Q";

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let length = match content.len() {
        0..=0x7f => vec![length[1]],
        0x80..=0xff => vec![0x81, length[1]],
        _ => vec![0x82, length[0], length[1]],
    };
    [&[tag], length.as_slice(), content].concat()
}

/// Encodes a DER INTEGER, with a zero before a number whose first bit would make it negative.
fn integer(number: &[u8]) -> Vec<u8> {
    let is_high = number.first().is_some_and(|byte| byte & 0x80 != 0);
    let sign: &[u8] = if is_high { &[0] } else { &[] };
    element(2, &[sign, number].concat())
}

fn public_pem(identifier: &[u8], key: &[u8]) -> String {
    let identifier = element(0x30, identifier);
    let key = element(3, &[&[0], key].concat());
    pem("PUBLIC KEY", &element(0x30, &[identifier, key].concat()))
}

/// A public key in both forms that can be read.
struct Forms {
    algorithm: Algorithm,
    jwk: Value,
    pem: String,
}

fn rsa(n: &[u8], e: &[u8]) -> Forms {
    let key = element(0x30, &[integer(n), integer(e)].concat());
    let [n, e] = [n, e].map(|bytes| URL_SAFE_NO_PAD.encode_to_string(bytes));
    Forms {
        algorithm: Algorithm::RS256,
        jwk: json!({"kty": "RSA", "n": n, "e": e}),
        pem: public_pem(
            b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00",
            &key,
        ),
    }
}

fn ed25519(key: &[u8]) -> Forms {
    let x = URL_SAFE_NO_PAD.encode_to_string(key);
    Forms {
        algorithm: Algorithm::EdDSA,
        jwk: json!({"kty": "OKP", "crv": "Ed25519", "x": x}),
        pem: public_pem(b"\x06\x03\x2b\x65\x70", key),
    }
}

fn point(algorithm: Algorithm, x: &[u8], y: &[u8]) -> Forms {
    let (curve, identifier): (_, &[u8]) = match algorithm {
        Algorithm::ES256 => (
            "P-256",
            b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",
        ),
        _ => (
            "P-384",
            b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22",
        ),
    };
    let key = [&[4], x, y].concat();
    let [x, y] = [x, y].map(|bytes| URL_SAFE_NO_PAD.encode_to_string(bytes));
    Forms {
        algorithm,
        jwk: json!({"kty": "EC", "crv": curve, "x": x, "y": y}),
        pem: public_pem(identifier, &key),
    }
}

#[track_caller]
fn check(key: &Forms, expected: Result<(), KeyError>) {
    let Forms {
        algorithm,
        jwk,
        pem,
    } = key;
    let of_pem = PublicKey::from_pem(*algorithm, pem).map(|_| ());
    assert_eq!(of_pem, expected, "{pem}");
    let theirs: Jwk = serde_json::from_value(jwk.clone()).unwrap();
    assert_eq!(PublicKey::try_from(theirs).map(|_| ()), expected, "{jwk}");
    check_set(jwk, expected.as_ref().err());
}

#[cfg(not(feature = "jwks"))]
fn check_set(_jwk: &Value, _fault: Option<&KeyError>) {}

/// Checks that the message for a key which is left out of a set names the same fault as the [`KeyError`], but gives no
/// advice, since the operator cannot change an issuer's key.
#[cfg(feature = "jwks")]
#[track_caller]
fn check_set(jwk: &Value, fault: Option<&KeyError>) {
    let set = json!({ "keys": [jwk] }).to_string();
    let set = crate::jwt::key::KeySet::read(set.as_bytes(), &[]).unwrap();
    let reasons = set.left_out.to_string();
    let expected = match fault {
        None => "",
        Some(KeyError::Roca) => {
            "its RSA key was made by a chip whose keys can be factored (ROCA, CVE-2017-15361) (key 0)"
        }
        Some(KeyError::Factorable) => "the modulus of its RSA key is factored at once (key 0)",
        Some(KeyError::Exponent) => {
            "the exponent of its RSA key is even, 1 or longer than 32 bits (key 0)"
        }
        Some(KeyError::Point) => "its point is not on its curve (key 0)",
        Some(KeyError::SmallOrder) => "its Ed25519 key is a point of small order (key 0)",
        Some(KeyError::NonCanonical) => "its Ed25519 key is not encoded in its one form (key 0)",
        Some(KeyError::Published) => "its private half is printed in an RFC (key 0)",
        Some(other) => panic!("{other:?}"),
    };
    assert_eq!(
        (reasons.as_str(), set.is_empty()),
        (expected, fault.is_some())
    );
}

fn number(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode_to_vec(text).unwrap()
}

#[track_caller]
fn check_modulus(n: &[u8], expected: Result<(), KeyError>) {
    check(&rsa(n, &[1, 0, 1]), expected);
}

// RFC 8725, section 3.4; CVE-2017-15361.
#[test]
fn a_key_of_a_chip_with_the_roca_flaw_is_refused() {
    check_modulus(&number(ROCA), Err(KeyError::Roca));
    for algorithm in [Algorithm::RS256, Algorithm::PS512] {
        let key = SigningKey::from_pem(algorithm, include_str!("roca.pem"));
        assert_eq!(key.map(|_| ()), Err(KeyError::Roca));
    }
}

#[test]
fn a_modulus_with_a_small_factor_is_refused() {
    for n in [FIFTEEN, NINE_HUNDRED_NINETY_SEVEN] {
        check_modulus(&number(n), Err(KeyError::Factorable));
    }
}

// CVE-2022-26320.
#[test]
fn a_modulus_of_two_close_primes_is_refused() {
    check_modulus(&number(CLOSE), Err(KeyError::Factorable));
}

#[test]
fn an_even_modulus_is_refused() {
    let mut n = good_modulus(256);
    n[255] &= 0xfe;
    check_modulus(&n, Err(KeyError::Factorable));
}

#[test]
fn a_modulus_of_few_different_bits_is_refused() {
    let with_last = |first: u8, rest: u8, last: u8| {
        let mut n = vec![rest; 256];
        (n[0], n[255]) = (first, last);
        n
    };
    for n in [
        with_last(0x80, 0, 0),
        with_last(0x80, 0, 1),
        with_last(0xff, 0xff, 0xff),
        with_last(0x80, 0, 0x65),
        vec![0xc1; 256],
        vec![0xaa; 256],
    ] {
        check_modulus(&n, Err(KeyError::Factorable));
    }
    // Such a modulus is refused even when it has no factor below 1000.
    for last in (1..=255).step_by(2) {
        check_modulus(&with_last(0x80, 0, last), Err(KeyError::Factorable));
        check_modulus(&with_last(0xff, 0xff, last), Err(KeyError::Factorable));
    }
}

#[test]
fn an_exponent_that_is_even_or_one_is_refused() {
    let n = good_modulus(256);
    for e in [
        &[1][..],
        &[2],
        &[4],
        &[1, 0, 0],
        &[1, 0, 0, 0, 1],
        &[0xff; 33],
    ] {
        check(&rsa(&n, e), Err(KeyError::Exponent));
    }
    for e in [&[3][..], &[17], &[1, 0, 1], &[0xff, 0xff, 0xff, 0xff]] {
        check(&rsa(&n, e), Ok(()));
    }
}

/// The `y` of the points whose order divides eight, in base64url. They were computed from the curve: each is a point
/// times the prime `L`, the order of the base point.
const SMALL_ORDER: [&str; 5] = [
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "7P_______________________________________38",
    "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
];

fn with_sign(y: &[u8]) -> Vec<u8> {
    let mut key = y.to_vec();
    key[31] |= 0x80;
    key
}

#[test]
fn an_ed25519_key_of_small_order_is_refused() {
    for y in SMALL_ORDER {
        let y = number(y);
        check(&ed25519(&y), Err(KeyError::SmallOrder));
        check(&ed25519(&with_sign(&y)), Err(KeyError::SmallOrder));
    }
}

// RFC 8032, section 5.1.3.
#[test]
fn an_ed25519_key_that_is_not_canonical_is_refused() {
    for low in 0xed..=0xff {
        let mut y = vec![0xff; 32];
        (y[0], y[31]) = (low, 0x7f);
        check(&ed25519(&y), Err(KeyError::NonCanonical));
        check(&ed25519(&with_sign(&y)), Err(KeyError::NonCanonical));
    }
}

#[test]
fn an_ed25519_key_beside_the_bad_ones_is_taken() {
    let key = number("kKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk");
    check(&ed25519(&key), Ok(()));
    // RFC 8032, section 7.1, test 1: a good key, but for its private half, which is printed there.
    let key = number("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    check(&ed25519(&key), Err(KeyError::Published));
    // 2^255 - 20 is -1; these are below it.
    for (at, byte) in [(0, 0xeb), (7, 0xfe), (31, 0x7e)] {
        let mut y = number(SMALL_ORDER[2]);
        y[at] = byte;
        check(&ed25519(&y), Ok(()));
    }
}

/// The algorithm of a curve, the prime of the curve's field, and the `y` of a point whose `x` is zero, in hex.
const CURVES: [(Algorithm, &str, &str); 2] = [
    (
        Algorithm::ES256,
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4",
    ),
    (
        Algorithm::ES384,
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "c306610fb0ae5a159cf45c06069f22a6c5eb3641c602d42dea2c4b4f75550793406d80d2b91ad54f9048bd487af1ade1",
    ),
];

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|digits| u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn a_point_that_is_not_on_its_curve_is_refused() {
    for (algorithm, field, y) in CURVES {
        let (field, y) = (bytes(field), bytes(y));
        let zero = vec![0; y.len()];
        let mut other = zero.clone();
        *other.last_mut().unwrap() = 1;
        check(&point(algorithm, &zero, &y), Ok(()));
        for (x, y) in [
            // The identity has no coordinates; some implementations write it as zeros.
            (&zero, &zero),
            (&other, &y),
            (&zero, &other),
            // Coordinates have to be smaller than the field.
            (&field, &y),
            (&vec![0xff; y.len()], &y),
        ] {
            check(&point(algorithm, x, y), Err(KeyError::Point));
        }
    }
}

// SEC 1, section 2.3.3.
#[test]
fn a_point_in_another_form_is_refused() {
    let identifier =
        b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    let y = bytes(CURVES[0].2);
    let zero = [0; 32];
    for key in [
        // The identity; compressed; hybrid.
        vec![0],
        [&[2], zero.as_slice()].concat(),
        [&[6], zero.as_slice(), &y].concat(),
        [&[4], zero.as_slice(), &y, &[0]].concat(),
    ] {
        let key = PublicKey::from_pem(Algorithm::ES256, public_pem(identifier, &key));
        assert_eq!(key.map(|_| ()), Err(KeyError::UnknownKind));
    }
}

#[test]
fn a_private_key_whose_numbers_do_not_belong_together_is_refused() {
    let other = |algorithm| Err(KeyError::OtherKind { algorithm });
    for key in [
        // Its `d mod (p - 1)` differs by two from the right value.
        include_str!("inconsistent.pem"),
        // Its `d` differs by two from the right value.
        include_str!("other_exponent.pem"),
    ] {
        let key = SigningKey::from_pem(Algorithm::RS256, key);
        assert_eq!(key.map(|_| ()), other(Algorithm::RS256));
    }
    // RFC 8410, section 7: a document of version 2 ends with the public key.
    let [one, two] = [(); 2].map(|()| {
        let pair = Ed25519KeyPair::generate().unwrap();
        pair.to_pkcs8().unwrap().as_ref().to_vec()
    });
    let half = one.len() - 32;
    let mixed = pem("PRIVATE KEY", &[&one[..half], &two[half..]].concat());
    let key = SigningKey::from_pem(Algorithm::EdDSA, mixed);
    assert_eq!(key.map(|_| ()), other(Algorithm::EdDSA));
    assert!(SigningKey::from_pem(Algorithm::EdDSA, pem("PRIVATE KEY", &one)).is_ok());
    // The public half of another key is in its PKCS#8 document.
    for algorithm in [Algorithm::ES256, Algorithm::ES384] {
        let [one, two] = [(); 2].map(|()| {
            let lines: String = new_pair(algorithm)
                .0
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect();
            STANDARD.decode_to_vec(lines).unwrap()
        });
        let half = one.len()
            - if algorithm == Algorithm::ES256 {
                64
            } else {
                96
            };
        let mixed = pem("PRIVATE KEY", &[&one[..half], &two[half..]].concat());
        let key = SigningKey::from_pem(algorithm, mixed);
        assert_eq!(key.map(|_| ()), other(algorithm));
    }
}
