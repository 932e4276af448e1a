//! Checks the signatures of other issuers' tokens: a token's header chooses one of the issuer's keys.

use super::{Keys, PayloadBuffer};
use crate::jwt::{
    key::{Algorithm, KeySet},
    token::{CompactToken, ForeignHeader, InvalidToken},
};

/// The checked parameters of the header of another issuer's token, which do not borrow from the token.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    /// The `kid`.
    pub(crate) key: Option<String>,
    /// The `typ` is `at+jwt`.
    pub(crate) is_access_token: bool,
}

impl Header {
    /// Decodes and checks the header of a token.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::Encoding`] or [`InvalidToken::Header`] when the header is not base64url of
    /// UTF-8, and the errors of [`ForeignHeader::parse`].
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
}

/// The keys of an issuer, together with the header of the token whose signature is checked.
#[derive(Clone, Copy)]
pub(crate) struct IssuerKeys<'k> {
    pub(crate) header: &'k Header,
    pub(crate) keys: &'k KeySet,
}

impl Keys for IssuerKeys<'_> {
    fn check_signature(
        &self,
        token: CompactToken<'_>,
        buffer: &mut PayloadBuffer,
    ) -> Result<(), InvalidToken> {
        let Header { algorithm, key, .. } = self.header;
        let key = self.keys.find(key.as_deref(), *algorithm)?;
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
