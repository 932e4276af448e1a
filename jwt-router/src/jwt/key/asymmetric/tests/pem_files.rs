//! The faults of key files that are reported.

use std::sync::LazyLock;

use super::*;

static KEY: LazyLock<String> = LazyLock::new(|| new_pair(Algorithm::EdDSA).0);

#[track_caller]
fn check(text: impl AsRef<[u8]>, expected: Result<(), KeyError>) {
    let text = text.as_ref();
    let shown = String::from_utf8_lossy(text);
    let key = SigningKey::from_pem(Algorithm::EdDSA, text);
    assert_eq!(key.map(|_| ()), expected, "{shown}");
}

#[track_caller]
fn check_fault(text: impl AsRef<[u8]>, fault: PemFault) {
    check(text, Err(KeyError::PemForm { fault }));
}

#[test]
fn a_key_file_may_have_other_line_ends_and_text_around_it() {
    for text in [
        KEY.to_owned(),
        KEY.replace('\n', "\r\n"),
        KEY.replace('\n', "\r"),
        KEY.replace('\n', " \n"),
        KEY.trim_end().to_owned(),
        format!("Bag Attributes\n    friendlyName: \\name\n{}", *KEY),
        format!("\n\n{}\n\n", *KEY),
    ] {
        check(text, Ok(()));
    }
}

#[test]
fn a_byte_order_mark_is_named() {
    check_fault(format!("\u{feff}{}", *KEY), PemFault::ByteOrderMark);
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(KEY.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check_fault(wide, PemFault::ByteOrderMark);
}

#[test]
fn indentation_is_named() {
    let indented = |by: &str| {
        KEY.lines()
            .fold(String::new(), |text, line| format!("{text}{by}{line}\n"))
    };
    for by in [" ", "    ", "\t"] {
        check_fault(indented(by), PemFault::Indented);
    }
    check_fault(KEY.replace("-----END", "  -----END"), PemFault::Indented);
    check_fault(
        KEY.replace("-----BEGIN", "  -----BEGIN"),
        PemFault::Indented,
    );
}

#[test]
fn a_text_on_one_line_is_named() {
    check_fault(KEY.replace('\n', " "), PemFault::OneLine);
    check_fault(KEY.replace('\n', ""), PemFault::OneLine);
    check_fault(format!("  {}", KEY.replace('\n', " ")), PemFault::OneLine);
}

#[test]
fn line_breaks_as_text_are_named() {
    check_fault(KEY.replace('\n', "\\n"), PemFault::EscapedLineBreaks);
    check_fault(KEY.replace('\n', "\\r\\n"), PemFault::EscapedLineBreaks);
    check_fault(KEY.replace('\n', "\\n\n"), PemFault::EscapedLineBreaks);
}

#[test]
fn a_damaged_text_is_named() {
    check_fault(
        KEY.replace("-----END PRIVATE KEY-----", ""),
        PemFault::Damaged,
    );
    check_fault(KEY.replace("MC4C", "MC4*"), PemFault::Damaged);
}

#[test]
fn a_text_without_the_section_names_the_section() {
    let expected = || {
        Err(KeyError::Pem {
            section: "PRIVATE KEY",
        })
    };
    check("", expected());
    check("hunter2\\n", expected());
    check(KEY.replace("PRIVATE", "PUBLIC"), expected());
    check(KEY.replace("PRIVATE", "ENCRYPTED PRIVATE"), expected());
}

#[test]
fn a_fault_says_what_to_do_and_shows_no_key() {
    for text in [
        format!("\u{feff}{}", *KEY),
        KEY.replace('\n', "\\n"),
        KEY.replace('\n', " "),
        format!(" {}", *KEY),
        KEY.replace("MC4C", "MC4*"),
    ] {
        let error = SigningKey::from_pem(Algorithm::EdDSA, text).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.starts_with("the PEM text "), "{shown}");
        assert!(shown.contains(": ") && !shown.contains("AQAwBQ"), "{shown}");
    }
}

#[test]
fn text_before_the_first_line_is_named() {
    for before in ["\"", "'", "KEY=", "key: ", "export KEY=\""] {
        check_fault(format!("{before}{}", *KEY), PemFault::Prefixed);
    }
    // What `docker --env-file` makes of a line of a `.env` file.
    let quoted = format!("\"{}\"", KEY.replace('\n', "\\n"));
    check_fault(quoted, PemFault::EscapedLineBreaks);
}
