//! Signatures of issuers.

use super::RemoteKeys;
use crate::{
    key::{Algorithm, KeySet},
    token::{CompactToken, ForeignHeader, InvalidToken},
    verify::PayloadBuffer,
};

/// Why nothing good is known of a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JwsError {
    /// The token's fault: 401.
    Token(InvalidToken),
    /// The issuer's keys could never be fetched: 503.
    Unavailable,
}

impl From<InvalidToken> for JwsError {
    fn from(fault: InvalidToken) -> Self {
        Self::Token(fault)
    }
}

/// What a token's header says, if it is one that an issuer may write.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: Option<String>,
    pub(crate) is_access_token: bool,
}

impl Header {
    /// Reads the header of a token.
    ///
    /// # Errors
    ///
    /// See [`ForeignHeader::parse`].
    pub(crate) fn read(token: CompactToken<'_>) -> Result<Self, InvalidToken> {
        let mut buffer = PayloadBuffer::new();
        let json = buffer.decode(token.header).ok_or(InvalidToken::Encoding)?;
        let json = str::from_utf8(json).map_err(|_| InvalidToken::Header)?;
        let header = ForeignHeader::parse(json)?;
        Ok(Self {
            algorithm: header.algorithm,
            key: header.key.map(std::borrow::Cow::into_owned),
            is_access_token: header.is_access_token,
        })
    }

    /// Checks the signature with the key that this header means.
    ///
    /// # Errors
    ///
    /// When there is no such key, or when it has not signed the token.
    pub(crate) fn check_signature(
        &self,
        token: CompactToken<'_>,
        keys: &KeySet,
    ) -> Result<(), InvalidToken> {
        let key = keys.find(self.key.as_deref(), self.algorithm)?;
        let mut buffer = PayloadBuffer::new();
        let signature = buffer
            .decode(token.signature)
            .ok_or(InvalidToken::Encoding)?;
        if key.is_signature_of(signature, token.signed) {
            Ok(())
        } else {
            Err(InvalidToken::Signature)
        }
    }
}

/// Checks the signature of a token with the keys of its issuer, which are fetched if need be, and
/// returns its header and payload: nothing of the claims is checked yet.
///
/// # Errors
///
/// [`JwsError::Token`] when it is no token, or none of this issuer; [`JwsError::Unavailable`] when
/// the issuer's keys could never be fetched.
pub(crate) async fn verify_jws(
    token: &[u8],
    keys: &RemoteKeys,
) -> Result<(Header, Vec<u8>), JwsError> {
    let token = CompactToken::parse(token)?;
    let header = Header::read(token)?;
    let keys = keys
        .with(header.key.as_deref())
        .await
        .ok_or(JwsError::Unavailable)?;
    header.check_signature(token, &keys)?;
    let mut buffer = PayloadBuffer::new();
    let payload = buffer.decode(token.payload).ok_or(InvalidToken::Encoding)?;
    Ok((header, payload.to_vec()))
}
