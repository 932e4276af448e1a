//! Signatures of an issuer.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64_simd::URL_SAFE_NO_PAD;
use reqwest::Url;
use serde::Deserialize;

use super::{
    LoginError, LoginErrorKind,
    http::{HttpClient, ProviderError},
};
use crate::token::CompactToken;

/// The keys of one issuer.
#[derive(Debug)]
pub(crate) struct IssuerKeys {
    pub(crate) url: Url,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: Option<String>,
    kty: String,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

impl IssuerKeys {
    /// The payload of a token that one of the issuer's keys has signed.
    pub(crate) async fn verify(
        &self,
        token: &str,
        http: &HttpClient,
    ) -> Result<Vec<u8>, LoginError> {
        let refuse = |reason| LoginError::because(LoginErrorKind::InvalidIdToken, reason);
        let parts = CompactToken::parse(token.as_bytes()).map_err(|_| refuse("malformed"))?;
        let decode = |part: &[u8]| {
            URL_SAFE_NO_PAD
                .decode_to_vec(part)
                .map_err(|_| refuse("encoding"))
        };
        let header: Header =
            serde_json::from_slice(&decode(parts.header)?).map_err(|_| refuse("header"))?;
        if header.alg != "RS256" {
            return Err(refuse("algorithm"));
        }
        let set: KeySet = http.get(&self.url).await?.json()?;
        let key = set
            .keys
            .iter()
            .find(|key| key.kty == "RSA" && key.kid == header.kid)
            .ok_or_else(|| refuse("unknown_key"))?;
        let part = |part: &Option<String>| {
            let text = part.as_deref().ok_or(ProviderError::Malformed)?;
            URL_SAFE_NO_PAD
                .decode_to_vec(text)
                .map_err(|_| ProviderError::Malformed)
        };
        let (n, e) = (part(&key.n)?, part(&key.e)?);
        RsaPublicKeyComponents { n, e }
            .verify(
                &RSA_PKCS1_2048_8192_SHA256,
                parts.signed,
                &decode(parts.signature)?,
            )
            .map_err(|_| refuse("signature"))?;
        decode(parts.payload)
    }
}
