//! How the numbers of a key are written.

use base64_simd::URL_SAFE_NO_PAD;

use super::*;

fn with_zeros(count: usize, text: &str) -> String {
    let number = URL_SAFE_NO_PAD.decode_to_vec(text).unwrap();
    URL_SAFE_NO_PAD.encode_to_string([vec![0; count], number].concat())
}

// RFC 7518, section 2, forbids them; Java's `BigInteger` writes one.
#[test]
fn zeros_before_the_numbers_of_rsa_are_stripped() {
    let id = |key: &Value| {
        let read = JsonWebKey::read(&key.to_string(), &[]).unwrap();
        read.keys[0].id().to_owned()
    };
    for count in [1, 2, 300] {
        let n = json!({"n": with_zeros(count, MODULUS)});
        let e = json!({"e": with_zeros(count, "AQAB")});
        assert_eq!(id(&with(rsa(), n)), id(&rsa()));
        assert_eq!(id(&with(rsa(), e)), id(&rsa()));
    }
    // The bits are counted without them.
    let zeros = json!({"n": with_zeros(200, &MODULUS[..168])});
    check(with(rsa(), zeros), Err(UnusableKey::Length));
    check(with(rsa(), json!({"n": "AAAA"})), Err(UnusableKey::Length));
    check(with(rsa(), json!({"e": "AA"})), Err(UnusableKey::Exponent));
}

// RFC 7518, section 6.2.1.2, and RFC 8037, section 2: coordinates have one length.
#[test]
fn zeros_before_a_coordinate_are_no_key() {
    for name in ["x", "y"] {
        let key = es256();
        let more = json!({name: with_zeros(1, key[name].as_str().unwrap())});
        check(with(key, more), Err(UnusableKey::Numbers));
    }
    let more = json!({"x": with_zeros(1, eddsa()["x"].as_str().unwrap())});
    check(with(eddsa(), more), Err(UnusableKey::Numbers));
}

#[test]
fn padding_and_stray_bits_are_no_number() {
    for n in [
        format!("{MODULUS}=="),
        format!("{MODULUS}="),
        format!("{MODULUS} "),
        format!("{MODULUS}\n"),
        MODULUS.replace('-', "+"),
        MODULUS.replace('_', "/"),
        format!("{}R", &MODULUS[..MODULUS.len() - 1]),
    ] {
        check(with(rsa(), json!({"n": n})), Err(UnusableKey::Numbers));
    }
    check(
        with(rsa(), json!({"e": "AQAB="})),
        Err(UnusableKey::Numbers),
    );
}
