//! Reads the payloads that signers write, in one scan and without a JSON parser.
//!
//! It knows one flat object of strings and whole numbers, and of arrays of strings where a route
//! requires claims, in printable ASCII without escapes, with at most one space after a colon or
//! comma. At anything else, faults included, it gives up and says
//! nothing: the [reader](super::reader) decides.

use super::{
    NumericDate, Tables,
    found::{Found, Name},
};

/// Finds the claims of a payload; `None` says nothing about it.
pub(super) fn scan<'b, T: Tables + ?Sized>(
    payload: &'b [u8],
    found: &mut Found<'_, 'b, T>,
) -> Option<()> {
    let mut scan = Scan { rest: payload };
    scan.take(b'{')?;
    loop {
        let name = found.name(scan.string()?);
        scan.take(b':')?;
        scan.skip_space();
        scan.claim(name, found)?;
        match scan.next()? {
            b',' => scan.skip_space(),
            b'}' => return scan.rest.is_empty().then_some(()),
            _ => return None,
        }
    }
}

/// Returns whether a byte stands for itself in a JSON string: printable ASCII without quote and backslash.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

/// What is left to read.
struct Scan<'b> {
    rest: &'b [u8],
}

impl<'b> Scan<'b> {
    /// Takes a claim's value; `None` when it was there before, too.
    fn claim<T: Tables + ?Sized>(
        &mut self,
        name: Name,
        found: &mut Found<'_, 'b, T>,
    ) -> Option<()> {
        let is_first = match name {
            Name::Table => {
                let table = str::from_utf8(self.string()?).ok()?;
                found.entity = Some(found.expected.tables.find(table)?);
                found.has_table.replace(()).is_none()
            }
            Name::Key => {
                let key = str::from_utf8(self.value()?).ok()?;
                found.key.replace(key).is_none()
            }
            Name::Expires => found.expires.replace(self.date()?).is_none(),
            Name::NotBefore => found.not_before.replace(self.date()?).is_none(),
            Name::IssuedAt => found.issued_at.replace(self.date()?).is_none(),
            Name::Issuer => {
                let issuer = self.string()?;
                let mut ours = found.expected.rules.issuers.iter();
                found
                    .is_our_issuer
                    .replace(ours.any(|ours| ours.as_bytes() == issuer))
                    .is_none()
            }
            Name::Audience => {
                let audience = self.string()?;
                let mut ours = found.expected.rules.audience.iter();
                found
                    .is_our_audience
                    .replace(ours.any(|ours| ours.as_bytes() == audience))
                    .is_none()
            }
            Name::Subject => {
                self.string()?;
                found.has_subject.replace(()).is_none()
            }
            Name::JwtId => {
                self.string()?;
                found.has_jwt_id.replace(()).is_none()
            }
            Name::Required(slot) => {
                let value = str::from_utf8(self.value_or_list()?).ok()?;
                found.required_values.insert(slot, value)
            }
            // The reader says why.
            Name::Refused(_) => return None,
            // What another issuer writes is left to the reader.
            #[cfg(feature = "jwks")]
            Name::Foreign(_) => return None,
            Name::Other => {
                found.has_skipped_before_table |= found.entity.is_none();
                self.value()?;
                true
            }
        };
        is_first.then_some(())
    }

    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    fn skip_space(&mut self) {
        if let [b' ', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// A string, without its quotes.
    fn string(&mut self) -> Option<&'b [u8]> {
        self.take(b'"')?;
        let end = self.rest.iter().position(|byte| !is_plain(*byte))?;
        let (text, from_end) = self.rest.split_at_checked(end)?;
        self.rest = from_end;
        self.take(b'"')?;
        Some(text)
    }

    fn date(&mut self) -> Option<NumericDate> {
        self.integer().map(NumericDate::from_unix)
    }

    /// A whole number that an `i64` holds and that has one spelling: neither `01` nor `-0`.
    fn integer(&mut self) -> Option<i64> {
        let (is_negative, digits) = match self.rest {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut value: i64 = 0;
        let mut rest = digits;
        while let [digit @ b'0'..=b'9', after @ ..] = rest {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            rest = after;
        }
        let length = digits.len() - rest.len();
        let is_canonical = match digits.first()? {
            b'0' => length == 1 && !is_negative,
            _ => (1..=MAXIMUM_DIGITS).contains(&length),
        };
        self.rest = rest;
        is_canonical.then(|| if is_negative { -value } else { value })
    }

    /// A string with its quotes, or a whole number.
    fn value(&mut self) -> Option<&'b [u8]> {
        let before = self.rest;
        if before.first() == Some(&b'"') {
            self.string()?;
        } else {
            self.integer()?;
        }
        before.get(..before.len() - self.rest.len())
    }

    /// As [`value`](Self::value), or an array of strings.
    fn value_or_list(&mut self) -> Option<&'b [u8]> {
        let before = self.rest;
        let [b'[', from_first @ ..] = before else {
            return self.value();
        };
        self.rest = from_first;
        if let [b']', after @ ..] = from_first {
            self.rest = after;
        } else {
            loop {
                self.string()?;
                match self.next()? {
                    b',' => self.skip_space(),
                    b']' => break,
                    _ => return None,
                }
            }
        }
        before.get(..before.len() - self.rest.len())
    }
}

/// As many digits fit into an `i64`, whatever they are.
const MAXIMUM_DIGITS: usize = 18;
