//! The refusals of requests whose credentials are missing or malformed, or whose cookie a page of another origin sends.

use super::Refusal;
#[cfg(feature = "cookies")]
use crate::cookies::CookieFault;
use crate::{
    jwt::token::{NoBearer, NoProtocolToken, NoQueryToken, Unusable},
    rejection::RejectionKind,
};

#[cfg(feature = "cookies")]
impl From<CookieFault> for Refusal {
    fn from(fault: CookieFault) -> Self {
        match fault {
            CookieFault::Repeated => Self::invalid_request("repeated_cookie"),
            CookieFault::Malformed => Self::invalid_request("malformed_cookie"),
            CookieFault::CrossOrigin => Self::new(RejectionKind::CrossOrigin, "cross_origin"),
        }
    }
}

impl From<NoBearer> for Refusal {
    fn from(none: NoBearer) -> Self {
        match none {
            NoBearer::Missing => Self::MISSING,
            // RFC 6750, section 3: a request with an unsupported scheme has no authentication information, so
            // its challenge has no `error`.
            NoBearer::OtherScheme => Self {
                code: "other_scheme",
                ..Self::MISSING
            },
            NoBearer::NoScheme => Self::new(RejectionKind::MissingToken, "no_scheme"),
            NoBearer::Repeated => Self::invalid_request("repeated_header"),
            NoBearer::Malformed => Self::invalid_request("malformed_header"),
        }
    }
}

impl From<Unusable> for Refusal {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Credentials(none) => none.into(),
            Unusable::Token(reason) => Self::invalid_token(reason.code()),
        }
    }
}

impl From<NoQueryToken> for Refusal {
    fn from(none: NoQueryToken) -> Self {
        match none {
            NoQueryToken::Missing => Self::MISSING,
            NoQueryToken::Repeated => Self::invalid_request("repeated_parameter"),
            NoQueryToken::Malformed => Self::invalid_request("malformed_parameter"),
        }
    }
}

impl From<NoProtocolToken> for Refusal {
    fn from(none: NoProtocolToken) -> Self {
        match none {
            NoProtocolToken::Missing => Self::MISSING,
            NoProtocolToken::Malformed => Self::invalid_request("malformed_protocol"),
        }
    }
}
