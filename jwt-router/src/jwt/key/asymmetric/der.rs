//! As much DER as a key has: tags of one byte, and definite lengths in their shortest form.

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Der<'d>(&'d [u8]);

impl<'d> Der<'d> {
    pub(super) const fn new(der: &'d [u8]) -> Self {
        Self(der)
    }

    /// Takes the content of the next element, which has this tag.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'d [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (length, rest) = length(rest)?;
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(content)
    }

    /// Takes a positive integer, without the zero that keeps it from being negative.
    pub(super) fn positive(&mut self) -> Option<&'d [u8]> {
        match self.take(INTEGER)? {
            [0, number @ ..] if number.first()? & 0x80 != 0 => Some(number),
            number if number.first()? & 0x80 == 0 && number.first()? != &0 => Some(number),
            _ => None,
        }
    }

    /// Takes a bit string of whole bytes.
    pub(super) fn bytes(&mut self) -> Option<&'d [u8]> {
        match self.take(BIT_STRING)? {
            [0, bytes @ ..] => Some(bytes),
            _ => None,
        }
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// A length (X.690, section 8.1.3): up to 127 in one byte, else in as few more as it needs.
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
