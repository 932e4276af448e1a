//! Reads a section of a PEM text, and finds the reason when the text cannot be read.

use std::fmt;

use rustls_pki_types::pem::{Error, PemObject};

use super::KeyError;

/// The reason why a text with a PEM section cannot be read ([RFC 7468, section 2]).
///
/// [RFC 7468, section 2]: https://www.rfc-editor.org/rfc/rfc7468#section-2
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PemFault {
    /// The text begins with a byte order mark, which some editors and shells of Windows write.
    ByteOrderMark,
    /// The text has a backslash and an `n` instead of line breaks, as values of JSON and of `.env` files do.
    EscapedLineBreaks,
    /// The text is on one line, as after a shell has split an unquoted variable at its line breaks.
    OneLine,
    /// The lines are indented, as in a YAML file or in source code.
    Indented,
    /// Other text comes before `-----BEGIN` in its line, such as quotes or the name of a variable.
    Prefixed,
    /// The last line is missing, or the text between the first and the last line is not base64.
    Damaged,
}

impl fmt::Display for PemFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ByteOrderMark => {
                "begins with a byte order mark: save the file as UTF-8 without one"
            }
            Self::EscapedLineBreaks => {
                r"has a backslash and an `n` where a line ends: replace each `\n` by a line break"
            }
            Self::OneLine => {
                "is on one line: keep the line breaks, in a shell by quotes around the variable"
            }
            Self::Indented => "is indented: begin each line in the first column",
            Self::Prefixed => {
                "has other text before `-----BEGIN`, such as quotes or the name of a variable: remove it"
            }
            Self::Damaged => {
                "is damaged: it has no line `-----END ..-----`, or is no base64 before it"
            }
        })
    }
}

/// Reads the first section of type `T` from a PEM text; `section` is the name of such sections, for the error.
///
/// # Errors
///
/// Returns [`KeyError::PemForm`] when the text has a section that cannot be read, and [`KeyError::Pem`] when it
/// has no section of this type.
pub(super) fn read<T: PemObject>(pem: &[u8], section: &'static str) -> Result<T, KeyError> {
    T::from_pem_slice(pem).map_err(|error| {
        let fault = fault_of(pem).or_else(|| {
            let is_missing = matches!(error, Error::NoItemsFound);
            (!is_missing).then_some(PemFault::Damaged)
        });
        match fault {
            Some(fault) => KeyError::PemForm { fault },
            None => KeyError::Pem { section },
        }
    })
}

/// Returns the reason why a PEM reader does not accept a text, if the reason is one of the usual faults in the
/// text's lines.
pub(crate) fn fault_of(pem: &[u8]) -> Option<PemFault> {
    const MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    const BOUNDARIES: [&[u8]; 2] = [b"-----BEGIN ", b"-----END "];
    if MARKS.iter().any(|mark| pem.starts_with(mark)) {
        return Some(PemFault::ByteOrderMark);
    }
    let lines = pem.split(|byte| matches!(byte, b'\n' | b'\r'));
    for line in lines {
        let [begin, end] = BOUNDARIES.map(|boundary| memchr::memmem::find(line, boundary));
        let Some(start) = begin.or(end) else {
            continue;
        };
        if memchr::memmem::find(line, br"\n").is_some() {
            return Some(PemFault::EscapedLineBreaks);
        }
        if begin.is_some() && end.is_some() {
            return Some(PemFault::OneLine);
        }
        let before = line.get(..start).unwrap_or_default();
        if !before.is_empty() {
            let is_indented = before.trim_ascii().is_empty();
            return Some(if is_indented {
                PemFault::Indented
            } else {
                PemFault::Prefixed
            });
        }
    }
    None
}
