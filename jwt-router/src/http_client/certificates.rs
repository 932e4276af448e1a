//! The certificates of servers: which authorities are trusted, and why a certificate is refused.

use std::{error::Error, fmt, io};

use reqwest::Certificate;
use rustls::CertificateError;

use crate::jwt::key::fault_of;

/// Certificate authorities that are trusted in addition to those of the system.
#[derive(Clone, Default)]
pub(crate) struct RootCertificates(Vec<Certificate>);

impl RootCertificates {
    /// Trusts the authorities of a PEM text ([RFC 7468, section 5]).
    ///
    /// # Errors
    ///
    /// Returns the text of an error message when `pem` holds no certificate, or has a certificate in a form that the
    /// PEM reader would skip.
    ///
    /// [RFC 7468, section 5]: https://www.rfc-editor.org/rfc/rfc7468#section-5
    pub(crate) fn add(&mut self, pem: &[u8]) -> Result<(), String> {
        if let Some(fault) = fault_of(pem) {
            return Err(format!("a root certificate {fault}"));
        }
        match Certificate::from_pem_bundle(pem) {
            Ok(found) if !found.is_empty() => {
                self.0.extend(found);
                Ok(())
            }
            Ok(_) | Err(_) => Err(
                "a root certificate is no PEM text with `-----BEGIN CERTIFICATE-----`".to_owned(),
            ),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn certificates(&self) -> impl Iterator<Item = Certificate> {
        self.0.iter().cloned()
    }
}

impl fmt::Debug for RootCertificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RootCertificates({})", self.0.len())
    }
}

/// Returns what is wrong with the server's certificate, or `None` when the request failed for another reason.
pub(super) fn fault(error: &reqwest::Error) -> Option<&'static str> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(reason)) = error.downcast_ref() {
            return Some(words(reason));
        }
        // `io::Error::source` skips the wrapped error itself and returns that error's source.
        let io: Option<&io::Error> = error.downcast_ref();
        next = match io.and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

/// Returns the reason in words of this crate, since the text of `rustls` has names and times that the server sent.
fn words(reason: &CertificateError) -> &'static str {
    match reason {
        // `BadSignature` means that a trusted authority has the same name and another key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "no authority that is trusted here has signed it; the one of a private network is named by `.root_certificate(pem)`"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is another host's"
        }
        CertificateError::Revoked => "it is revoked",
        _ => "it is not valid",
    }
}
