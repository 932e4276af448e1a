//! The decoder accepts exactly one spelling of each value (RFC 4648, section 3.5).

use super::PayloadBuffer;

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Decodes base64url one bit at a time: the reference for the fast decoder.
fn decode_bit_by_bit(part: &[u8]) -> Option<Vec<u8>> {
    let mut bits = Vec::new();
    for letter in part {
        let value = ALPHABET.iter().position(|known| known == letter)?;
        bits.extend((0..6).rev().map(|bit| (value >> bit) & 1));
    }
    let (bytes, rest) = bits.as_chunks::<8>();
    let is_canonical = rest.len() < 6 && rest.iter().all(|bit| *bit == 0);
    let byte = |bits: &[usize; 8]| bits.iter().fold(0, |byte, bit| byte << 1 | *bit);
    is_canonical.then(|| {
        bytes
            .iter()
            .map(|bits| u8::try_from(byte(bits)).unwrap())
            .collect()
    })
}

#[track_caller]
fn check(part: &[u8]) {
    let mut buffer = PayloadBuffer::new();
    let expected = decode_bit_by_bit(part);
    assert_eq!(buffer.decode(part), expected.as_deref(), "{part:?}");
}

// Lengths around the block sizes of the decoder: 4, 8 and 32 characters.
#[test]
fn every_length_is_decoded_or_refused() {
    for length in (0..150).chain([682, 683, 684, 685, 686, 687, 1000, 8000]) {
        let letters = ALPHABET.iter().cycle().skip(length % 7).step_by(5);
        let mut part: Vec<u8> = letters.take(length).copied().collect();
        check(&part);
        let Some(last) = part.len().checked_sub(1) else {
            continue;
        };
        for letter in ALPHABET {
            part[last] = *letter;
            check(&part);
        }
        part[last] = b'A';
        assert_eq!(
            PayloadBuffer::new().decode(&part).is_some(),
            length % 4 != 1
        );
    }
}

#[test]
fn no_other_byte_is_taken_anywhere() {
    for length in [2, 3, 4, 11, 31, 32, 38, 43, 44, 70, 91, 128] {
        for at in 0..length {
            let mut part = vec![b'A'; length];
            for byte in 0..=255 {
                part[at] = byte;
                let is_good = ALPHABET.contains(&byte) && (at + 1 < length || length % 4 == 0);
                let is_taken = PayloadBuffer::new().decode(&part).is_some();
                assert!(is_taken || !is_good, "{byte} at {at} of {length}");
                assert!(
                    !is_taken || ALPHABET.contains(&byte),
                    "{byte} at {at} of {length}"
                );
            }
        }
    }
}
