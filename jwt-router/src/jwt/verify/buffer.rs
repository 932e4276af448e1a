//! The memory into which a part of a token is decoded.

use base64_simd::{AsOut as _, URL_SAFE_NO_PAD};

/// The greatest length, in bytes, that is decoded on the stack: enough for the payload of a usual token.
const STACK_LENGTH: usize = 512;

/// A buffer for the decoded part of a token, from which [`Claims`](crate::jwt::claims::Claims) borrow.
///
/// Parts of up to `STACK_LENGTH` bytes need no allocation.
pub(crate) struct PayloadBuffer {
    stack: [u8; STACK_LENGTH],
    heap: Vec<u8>,
}

impl PayloadBuffer {
    pub(crate) const fn new() -> Self {
        Self {
            stack: [0; STACK_LENGTH],
            heap: Vec::new(),
        }
    }

    /// Decodes a part of a token from base64url; `None` when the part is not base64url, or has padding or trailing bits
    /// that are not zero, so that each value has one spelling (RFC 7515, section 2; RFC 4648, section 3.5).
    pub(crate) fn decode(&mut self, part: &[u8]) -> Option<&[u8]> {
        let length = URL_SAFE_NO_PAD.estimated_decoded_length(part.len());
        let room = if length <= STACK_LENGTH {
            self.stack.as_mut_slice()
        } else {
            self.heap.resize(length, 0);
            self.heap.as_mut_slice()
        };
        let decoded = URL_SAFE_NO_PAD.decode(part, room.as_out()).ok()?;
        Some(decoded)
    }
}

#[cfg(test)]
impl PayloadBuffer {
    pub(super) fn has_heap(&self) -> bool {
        self.heap.capacity() > 0
    }
}
