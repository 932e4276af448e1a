//! The letters that a token may have.

/// Whether `byte` is in the alphabet of [RFC 4648, section 5], or the dot between two parts; padding
/// is no part of it ([RFC 7515, section 2]).
///
/// [RFC 4648, section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515, section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(super) fn compact(byte: u8) -> bool {
    (is_dash_to_nine(byte) && byte != b'/') || is_letter(byte) || byte == b'_'
}

/// `b64token`, without the padding at its end ([RFC 6750, section 2.1]).
///
/// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
pub(super) fn b64token(byte: u8) -> bool {
    is_dash_to_nine(byte) || is_letter(byte) || matches!(byte, b'_' | b'~' | b'+')
}

/// Whether every byte of `text` is in an alphabet.
///
/// Sixteen bytes are looked at side by side, with no way out before the end, so that the compiler
/// makes vector instructions of it.
pub(crate) fn is_all(text: &[u8], alphabet: impl Fn(u8) -> bool) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.iter().all(|byte| alphabet(*byte));
    };
    let mut lanes = [1; LANES];
    // The last block takes in what is left over, and some bytes a second time.
    for block in text.as_chunks().0.iter().chain([last]) {
        let block: &[u8; LANES] = block;
        for (lane, byte) in lanes.iter_mut().zip(block) {
            *lane &= u8::from(alphabet(*byte));
        }
    }
    lanes == [1; LANES]
}

const LANES: usize = 16;

/// `-`, `.`, `/` and the digits, which stand side by side in ASCII.
fn is_dash_to_nine(byte: u8) -> bool {
    byte.wrapping_sub(b'-') <= b'9' - b'-'
}

fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}
