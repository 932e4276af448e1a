//! Signature algorithms.

/// The signature algorithm of a key. A key signs, and checks signatures, with this algorithm only.
///
/// The names are those of [RFC 7518, section 3.1] and [RFC 8037, section 3.1].
///
/// [RFC 7518, section 3.1]: https://www.rfc-editor.org/rfc/rfc7518#section-3.1
/// [RFC 8037, section 3.1]: https://www.rfc-editor.org/rfc/rfc8037#section-3.1
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
#[cfg_attr(
    not(feature = "asymmetric"),
    expect(
        unreachable_pub,
        reason = "without key pairs there is nothing to choose"
    )
)]
pub enum Algorithm {
    /// HMAC with SHA-256: the algorithm of a [`Secret`](crate::Secret).
    HS256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[cfg(feature = "asymmetric")]
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    #[cfg(feature = "asymmetric")]
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    #[cfg(feature = "asymmetric")]
    RS512,
    /// RSASSA-PSS with SHA-256.
    #[cfg(feature = "asymmetric")]
    PS256,
    /// RSASSA-PSS with SHA-384.
    #[cfg(feature = "asymmetric")]
    PS384,
    /// RSASSA-PSS with SHA-512.
    #[cfg(feature = "asymmetric")]
    PS512,
    /// ECDSA with the curve P-256 and SHA-256.
    #[cfg(feature = "asymmetric")]
    ES256,
    /// ECDSA with the curve P-384 and SHA-384.
    #[cfg(feature = "asymmetric")]
    ES384,
    /// EdDSA with the curve Ed25519. The `alg` may also be `Ed25519` ([RFC 9864, section 2.2]).
    ///
    /// [RFC 9864, section 2.2]: https://www.rfc-editor.org/rfc/rfc9864#section-2.2
    #[cfg(feature = "asymmetric")]
    EdDSA,
}

impl Algorithm {
    /// Returns the name of the algorithm in a token's header, `alg`. The name is case-sensitive (RFC 7515, section
    /// 4.1.1).
    #[must_use]
    #[cfg_attr(
        not(feature = "asymmetric"),
        expect(
            unreachable_pub,
            reason = "without key pairs there is nothing to choose"
        )
    )]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            #[cfg(feature = "asymmetric")]
            Self::RS256 => "RS256",
            #[cfg(feature = "asymmetric")]
            Self::RS384 => "RS384",
            #[cfg(feature = "asymmetric")]
            Self::RS512 => "RS512",
            #[cfg(feature = "asymmetric")]
            Self::PS256 => "PS256",
            #[cfg(feature = "asymmetric")]
            Self::PS384 => "PS384",
            #[cfg(feature = "asymmetric")]
            Self::PS512 => "PS512",
            #[cfg(feature = "asymmetric")]
            Self::ES256 => "ES256",
            #[cfg(feature = "asymmetric")]
            Self::ES384 => "ES384",
            #[cfg(feature = "asymmetric")]
            Self::EdDSA => "EdDSA",
        }
    }

    /// Returns whether `name`, the `alg` of a header or a key, is a name of this algorithm.
    ///
    /// [RFC 9864, section 2.2] gives `EdDSA` with the curve Ed25519 the name `Ed25519`. This crate supports no
    /// other curve, so that both names mean the same algorithm.
    ///
    /// [RFC 9864, section 2.2]: https://www.rfc-editor.org/rfc/rfc9864#section-2.2
    pub(crate) fn is_named(self, name: &str) -> bool {
        #[cfg(feature = "asymmetric")]
        if self == Self::EdDSA && name == "Ed25519" {
            return true;
        }
        name == self.name()
    }
}

#[cfg(feature = "asymmetric")]
impl Algorithm {
    /// Every algorithm of a key pair.
    #[cfg(any(feature = "jwks", test))]
    pub(crate) const OF_KEY_PAIRS: [Self; 9] = [
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// Returns the default algorithm for a public key of the same kind (RSA, or one curve) that has no `alg`.
    #[cfg(feature = "jwks")]
    pub(crate) const fn usual_of_kind(self) -> Self {
        match self {
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => {
                Self::RS256
            }
            Self::HS256 | Self::ES256 | Self::ES384 | Self::EdDSA => self,
        }
    }

    /// Returns the algorithm of key pairs with this name.
    #[cfg(feature = "jwks")]
    pub(crate) fn of_key_pair(name: &str) -> Option<Self> {
        Self::OF_KEY_PAIRS
            .into_iter()
            .find(|known| known.is_named(name))
    }
}
