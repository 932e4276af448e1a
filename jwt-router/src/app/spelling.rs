//! Converts the path of a request to its plainest spelling, as a file server or a handler may understand it.

use std::fmt::Write as _;

/// A path as a file server or a handler may understand it.
///
/// The router compares the bytes of a path. A file server or a handler behind it may decode `%72`, skip empty
/// segments, or ignore a slash at the end. Two paths that differ for the router may therefore be the same for
/// the handler.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Reading {
    /// The path has no other spelling: a file server understands it as the router does.
    AsWritten,
    /// The path has this plainest spelling, which differs from the written one.
    Other(String),
    /// The path has a segment `..`, which file servers treat in different ways.
    Upward,
}

/// Returns the path as the most lenient file server would understand it.
pub(super) fn read(path: &str) -> Reading {
    if is_plain(path) {
        return Reading::AsWritten;
    }
    let decoded = decode_fully(path).replace('\\', "/");
    let mut read = String::with_capacity(decoded.len());
    for segment in decoded.split('/') {
        // Java servers and some proxies take parameters off a segment, and C ends a string at NUL.
        let end = segment.find([';', '\0']).unwrap_or(segment.len());
        let segment = segment.get(..end).unwrap_or(segment);
        match segment {
            "" | "." => {}
            ".." => return Reading::Upward,
            segment => {
                read.push('/');
                read.push_str(segment);
            }
        }
    }
    if read.is_empty() {
        read.push('/');
    }
    if read == path {
        Reading::AsWritten
    } else {
        Reading::Other(read)
    }
}

/// Returns whether a path is in its plainest spelling already.
///
/// The check is one pass over the bytes without an allocation, because most paths are plain.
fn is_plain(path: &str) -> bool {
    let mut before = 0;
    let is_plain = path.bytes().all(|byte| {
        let is_plain = match byte {
            b'%' | b'\\' | b';' => false,
            b'/' | b'.' => before != b'/',
            _ => true,
        };
        before = byte;
        is_plain
    });
    is_plain && (before != b'/' || path.len() == 1)
}

/// Decodes percent-encoding until nothing is left to decode: `%2572` becomes `%72`, and that becomes `r`.
///
/// Some file servers decode twice. Bytes that are not UTF-8 become replacement characters, which no route has.
///
/// The function makes only one pass. Each decoded byte may complete another escape, so the end of the decoded
/// text is checked again after each byte. A pass for each level of encoding would cost the square of the
/// length, before any token is checked.
fn decode_fully(path: &str) -> String {
    let mut decoded = Vec::with_capacity(path.len());
    for byte in path.bytes() {
        decoded.push(byte);
        while let Some(byte) = escape_at_end(&decoded) {
            decoded.truncate(decoded.len().saturating_sub(3));
            decoded.push(byte);
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Returns the byte that the percent-encoded escape at the end of the text encodes; `None` if the text does not
/// end in an escape.
fn escape_at_end(text: &[u8]) -> Option<u8> {
    let [.., b'%', high, low] = text else {
        return None;
    };
    Some(digit(*high)? * 16 + digit(*low)?)
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// Percent-encodes the bytes that the path of a request cannot contain ([RFC 3986, section 3.3]).
///
/// [RFC 3986, section 3.3]: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
pub(super) fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(read(path), Reading::Other(expected.to_owned()), "{path}");
    }

    #[test]
    fn a_plain_path_is_read_as_it_is_written() {
        for path in ["/", "/%zz%7", "/files/report.txt", "/a/b.c/d..e", "/A/~b"] {
            assert_eq!(read(path), Reading::AsWritten, "{path}");
        }
    }

    #[test]
    fn every_spelling_of_a_path_is_read_alike() {
        for path in [
            "/files/%72eport.txt",
            "/files/%2572eport.txt",
            "/files//report.txt",
            "//files/report.txt",
            "/files/./report.txt",
            "/files/%2e/report.txt",
            "/files/report.txt/",
            "/files/report.txt/.",
            "/files%2freport.txt",
            "/files/%5creport.txt",
            "/files\\report.txt",
            "/files/report.txt;v=1",
            "/files;a/report.txt",
            "/files/report.txt%2F",
            "/files/report.txt%00.png",
        ] {
            check(path, "/files/report.txt");
        }
        check("//", "/");
    }

    // A path that is decoded once for each level of escapes costs the square of its length, and no token is needed
    // to send it.
    #[test]
    fn a_path_of_nested_escapes_is_decoded_in_one_pass() {
        let path = format!("/%{}72", "25".repeat(1_000_000));
        check(&path, "/r");
        // An escape may be completed by the bytes of others.
        check("/%2%35%37%32", "/r");
        check("/%%37%32", "/r");
        check("/%25%2", "/%%2");
    }

    #[test]
    fn a_path_that_climbs_is_nobodys() {
        for path in [
            "/files/../x",
            "/%2e%2E/x",
            "/files/..%2fx",
            "/..;a/x",
            "/..",
        ] {
            assert_eq!(read(path), Reading::Upward, "{path}");
        }
    }

    #[test]
    fn an_encoded_path_is_one_that_a_request_can_hold() {
        assert_eq!(encode("/a b/é?"), "/a%20b/%C3%A9%3F");
    }
}
