//! A reader for the part of DER that keys use: tags of one byte, and lengths of up to three bytes in their
//! shortest form.

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;

/// The part of a DER document that is still to be read.
#[derive(Clone, Copy)]
pub(super) struct Der<'d>(&'d [u8]);

impl<'d> Der<'d> {
    pub(super) const fn new(der: &'d [u8]) -> Self {
        Self(der)
    }

    /// Reads the next element, and returns its content; `None` when the element has another tag or is malformed.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'d [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(content)
    }

    /// Reads a positive integer, and returns its bytes without the leading zero byte, which DER writes where the first
    /// bit of the number is 1 and would be read as a minus sign.
    pub(super) fn positive(&mut self) -> Option<&'d [u8]> {
        match self.take(INTEGER)? {
            [0, number @ ..] if number.first()? & 0x80 != 0 => Some(number),
            number if number.first()? & 0x80 == 0 && number.first()? != &0 => Some(number),
            _ => None,
        }
    }

    /// Reads a bit string of whole bytes.
    pub(super) fn bytes(&mut self) -> Option<&'d [u8]> {
        match self.take(BIT_STRING)? {
            [0, bytes @ ..] => Some(bytes),
            _ => None,
        }
    }

    /// Checks that nothing follows; `None` when something does.
    pub(super) fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Reads the length of an element (X.690, sections 8.1.3 and 10.1), and returns it with the bytes after it. A length
/// of up to 127 is one byte. A greater length is written in as few bytes as possible, after a byte that counts them.
fn length(der: &[u8]) -> Option<(usize, &[u8])> {
    match der {
        [short @ 0..=0x7f, rest @ ..] => Some((usize::from(*short), rest)),
        [0x81, one @ 0x80..=0xff, rest @ ..] => Some((usize::from(*one), rest)),
        [0x82, high @ 1..=0xff, low, rest @ ..] => {
            Some((usize::from(u16::from_be_bytes([*high, *low])), rest))
        }
        _ => None,
    }
}
