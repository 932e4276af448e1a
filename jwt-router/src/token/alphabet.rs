//! The letters that a token may have.

/// Whether `byte` is in the alphabet of [RFC 4648, section 5]; padding is no part of it
/// ([RFC 7515, section 2]).
///
/// [RFC 4648, section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515, section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(super) fn base64url(byte: u8) -> Letter {
    alphanumeric(byte).or(byte == b'-').or(byte == b'_')
}

/// `b64token`, without the padding at its end ([RFC 6750, section 2.1]).
///
/// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
pub(super) fn b64token(byte: u8) -> Letter {
    base64url(byte)
        .or(byte == b'.')
        .or(byte == b'~')
        .or(byte == b'+')
        .or(byte == b'/')
}

/// Whether every byte of `text` is in an alphabet.
///
/// Sixteen bytes are looked at side by side, with no way out before the end, so that the compiler
/// makes vector instructions of it.
pub(super) fn is_all(text: &[u8], alphabet: impl Fn(u8) -> Letter) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.iter().all(|byte| alphabet(*byte).0 == 1);
    };
    let mut lanes = [1; LANES];
    // The last block takes in what is left over, and some bytes a second time.
    for block in text.as_chunks().0.iter().chain([last]) {
        let block: &[u8; LANES] = block;
        for (lane, byte) in lanes.iter_mut().zip(block) {
            *lane &= alphabet(*byte).0;
        }
    }
    lanes == [1; LANES]
}

const LANES: usize = 16;

/// 1 or 0: a `bool` that is computed with and not branched on.
#[derive(Clone, Copy)]
pub(super) struct Letter(u8);

impl Letter {
    pub(super) fn or(self, is_it: bool) -> Self {
        Self(self.0 | u8::from(is_it))
    }
}

fn alphanumeric(byte: u8) -> Letter {
    let is_digit = byte.wrapping_sub(b'0') < 10;
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    Letter(u8::from(is_digit)).or(is_letter)
}
