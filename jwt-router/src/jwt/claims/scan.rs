//! Reads payloads of the form that signers usually write, in one scan and without a JSON parser.
//!
//! The form is one flat object of strings and whole numbers, and of arrays of strings for the claims that a
//! route requires, in printable ASCII without escapes, with at most one space after a colon or comma. At
//! anything else, faults included, the scan gives up without a reason, and the [reader](super::reader) reads
//! from the start.

use super::{
    ClaimedVersion, NumericDate, Tables,
    found::{ClaimName, FoundClaims},
};

/// Stores the claims of a payload in `found`; `None` when the payload does not have the usual form, valid or not.
pub(super) fn scan<'b, T: Tables + ?Sized>(
    payload: &'b [u8],
    found: &mut FoundClaims<'_, 'b, T>,
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

/// Returns whether a byte needs no decoding in a JSON string: printable ASCII without quote and backslash.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

/// The part of the payload that is still to be read.
struct Scan<'b> {
    rest: &'b [u8],
}

impl<'b> Scan<'b> {
    /// Reads the value of the claim `name` into `found`; `None` when the value does not have the usual form, or the
    /// claim is repeated.
    fn claim<T: Tables + ?Sized>(
        &mut self,
        name: ClaimName,
        found: &mut FoundClaims<'_, 'b, T>,
    ) -> Option<()> {
        let is_first = match name {
            ClaimName::Table => {
                let table = str::from_utf8(self.string()?).ok()?;
                found.entity = Some(found.expected.tables.find(table)?);
                found.has_table.replace(()).is_none()
            }
            ClaimName::Key => {
                let key = str::from_utf8(self.value()?).ok()?;
                found.key.replace(key).is_none()
            }
            ClaimName::Expires => found.expires.replace(self.date()?).is_none(),
            ClaimName::NotBefore => found.not_before.replace(self.date()?).is_none(),
            ClaimName::IssuedAt => found.issued_at.replace(self.date()?).is_none(),
            ClaimName::Issuer => {
                let issuer = self.string()?;
                let mut ours = found.expected.rules.issuers.iter();
                found
                    .is_our_issuer
                    .replace(ours.any(|ours| ours.as_bytes() == issuer))
                    .is_none()
            }
            ClaimName::Audience => {
                let audience = self.string()?;
                let mut ours = found.expected.rules.audience.iter();
                found
                    .is_our_audience
                    .replace(ours.any(|ours| ours.as_bytes() == audience))
                    .is_none()
            }
            ClaimName::Subject => {
                self.string()?;
                found.has_subject.replace(()).is_none()
            }
            ClaimName::JwtId => {
                self.string()?;
                found.has_jwt_id.replace(()).is_none()
            }
            ClaimName::Version => {
                let version = self.version()?;
                found.version.replace(version).is_none()
            }
            ClaimName::Required(slot) => {
                let value = str::from_utf8(self.value_or_list()?).ok()?;
                found.required_values.insert(slot, value)
            }
            // The reader finds the reason for the log.
            ClaimName::Refused(_) => return None,
            // Only the reader reads the claims of other issuers.
            #[cfg(feature = "jwks")]
            ClaimName::Foreign(_) => return None,
            ClaimName::Other => {
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

    /// Reads a string, and returns it without its quotes.
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

    /// Reads a whole number of up to 18 digits in its canonical spelling; `None` for `01` and `-0`.
    ///
    /// The wrapping arithmetic cannot return a wrong value, since a number with more than 18 digits, which could
    /// overflow an `i64`, is refused at the end.
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

    /// Reads a string or a whole number, and returns its JSON text.
    fn value(&mut self) -> Option<&'b [u8]> {
        let before = self.rest;
        if before.first() == Some(&b'"') {
            self.string()?;
        } else {
            self.integer()?;
        }
        before.get(..before.len() - self.rest.len())
    }

    fn version(&mut self) -> Option<ClaimedVersion<&'b str>> {
        if self.rest.first() == Some(&b'"') {
            let json = str::from_utf8(self.value()?).ok()?;
            return Some(ClaimedVersion::Text(json));
        }
        self.integer().map(ClaimedVersion::Number)
    }

    /// Reads a [`value`](Self::value) or an array of strings, and returns its JSON text.
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

/// The greatest number of digits with which every number fits into an `i64`.
const MAXIMUM_DIGITS: usize = 18;
