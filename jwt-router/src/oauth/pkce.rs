//! Proof Key for Code Exchange ([RFC 7636]), which makes a stolen code useless without the verifier.
//!
//! [RFC 7636]: https://www.rfc-editor.org/rfc/rfc7636

use base64_simd::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Returns the challenge of a verifier, by the method `S256` (RFC 7636, section 4.2).
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode_to_string(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::challenge;

    // RFC 7636, appendix B.
    #[test]
    fn the_challenge_of_the_standard_is_made() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(
            challenge(verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
