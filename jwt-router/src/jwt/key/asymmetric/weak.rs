//! Recognizes weak keys: they are well-formed, but everyone can sign for them ([RFC 8725, section 3.4]).
//!
//! [RFC 8725, section 3.4]: https://www.rfc-editor.org/rfc/rfc8725#section-3.4

use super::{KeyError, close_primes};

/// Refuses an RSA modulus that can be factored because of a known fault of the program or chip that made it. The
/// modulus has no leading zeros.
///
/// Only faults that take little time to find are looked for.
pub(super) fn check_modulus(modulus: &[u8]) -> Result<(), KeyError> {
    if modulus.last().is_none_or(|last| last & 1 == 0) || is_regular(modulus) {
        return Err(KeyError::Factorable);
    }
    let mut is_roca = true;
    // Dividing by the product of three primes, which has at most 32 bits, saves two long divisions.
    for primes in ODD_PRIMES.chunks(3) {
        let rest = remainder(
            modulus,
            primes.iter().map(|prime| u64::from(*prime)).product(),
        );
        for prime in primes {
            let rest = rest % u64::from(*prime);
            if rest == 0 {
                return Err(KeyError::Factorable);
            }
            is_roca = is_roca && (*prime > LAST_OF_ROCA || is_power_of_65537(rest, *prime));
        }
    }
    if is_roca {
        return Err(KeyError::Roca);
    }
    if close_primes::are_found(modulus) {
        return Err(KeyError::Factorable);
    }
    Ok(())
}

/// Returns whether more than three quarters of the modulus's bits are equal. In a product of random primes, this never
/// happens in practice.
fn is_regular(modulus: &[u8]) -> bool {
    let ones: usize = modulus
        .iter()
        .filter_map(|byte| usize::try_from(byte.count_ones()).ok())
        .sum();
    let bits = modulus.len() * 8;
    ones < bits / 4 || ones > bits * 3 / 4
}

/// Returns the remainder of dividing a number by `divisor`, which has at most 32 bits.
fn remainder(number: &[u8], divisor: u64) -> u64 {
    let (head, words) = number.as_rchunks::<4>();
    let head = head
        .iter()
        .fold(0, |rest, byte| (rest << 8) | u64::from(*byte));
    words.iter().fold(head % divisor, |rest, word| {
        ((rest << 32) | u64::from(u32::from_be_bytes(*word))) % divisor
    })
}

/// Returns whether `rest` is in the subgroup that 65537 generates modulo `prime`.
///
/// Both primes of a key with the ROCA flaw (CVE-2017-15361) are powers of 65537 modulo every small prime, and so is
/// their product, the modulus. Of other moduli, only one in 100 million has this property.
fn is_power_of_65537(rest: u64, prime: u16) -> bool {
    let prime = u64::from(prime);
    let mut power = 1;
    loop {
        if power == rest {
            return true;
        }
        power = power * 65537 % prime;
        if power == 1 {
            return false;
        }
    }
}

/// The last prime of the ROCA fingerprint.
const LAST_OF_ROCA: u16 = 167;

const ODD_PRIMES: [u16; 167] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193,
    197, 199, 211, 223, 227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307,
    311, 313, 317, 331, 337, 347, 349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409, 419, 421,
    431, 433, 439, 443, 449, 457, 461, 463, 467, 479, 487, 491, 499, 503, 509, 521, 523, 541, 547,
    557, 563, 569, 571, 577, 587, 593, 599, 601, 607, 613, 617, 619, 631, 641, 643, 647, 653, 659,
    661, 673, 677, 683, 691, 701, 709, 719, 727, 733, 739, 743, 751, 757, 761, 769, 773, 787, 797,
    809, 811, 821, 823, 827, 829, 839, 853, 857, 859, 863, 877, 881, 883, 887, 907, 911, 919, 929,
    937, 941, 947, 953, 967, 971, 977, 983, 991, 997,
];

/// Refuses an Ed25519 key that is not canonical or is of small order. The 32 bytes of a key are the `y` of a point and
/// the sign of its `x`.
pub(super) fn check_ed25519(key: &[u8; 32]) -> Result<(), KeyError> {
    let mut y = *key;
    y[31] &= 0x7f;
    // RFC 8032, section 5.1.3: a `y` of 2^255 - 19 or more is invalid, but many verifiers reduce it, so that
    // one key would have two encodings.
    if matches!(y, [0xed..=0xff, rest @ .., 0x7f] if rest == [0xff; 30]) {
        return Err(KeyError::NonCanonical);
    }
    if SMALL_ORDER.contains(&y) {
        return Err(KeyError::SmallOrder);
    }
    Ok(())
}

/// The `y` of the eight points whose order divides 8. The value 0 and the last two values are each the `y` of two
/// points.
///
/// In the equation that a signature has to meet, the term of a key that is one of these points has at most eight
/// values, so that one signature is valid for many messages.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [0; 32],
    one(),
    minus_one(),
    *b"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
    *b"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
];

const fn one() -> [u8; 32] {
    let mut y = [0; 32];
    y[0] = 1;
    y
}

const fn minus_one() -> [u8; 32] {
    let mut y = [0xff; 32];
    y[0] = 0xec;
    y[31] = 0x7f;
    y
}
