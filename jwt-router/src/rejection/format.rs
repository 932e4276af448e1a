//! The form of an application's rejections: the scheme of the challenges, and the body, as configured.

use std::sync::Arc;

use axum::response::Response;
use http::HeaderValue;

use super::{Rejection, RejectionKind};

/// The closure of `on_reject`, which returns the response to a refused request.
pub(crate) type OnReject = Arc<dyn Fn(&Rejection) -> Response + Send + Sync>;

/// The form of an application's rejections, if it is not the default. It is created once, at start-up.
pub(crate) struct RejectionFormat {
    on_reject: Option<OnReject>,
    /// The texts for each kind of rejection. The list is empty for the scheme `Bearer`, whose texts are
    /// constants.
    texts: Vec<(RejectionKind, Texts)>,
}

/// The texts of one kind of rejection, which contain the scheme of the application.
pub(super) struct Texts {
    pub(super) challenge: Option<HeaderValue>,
    pub(super) words: Words,
}

/// The detail of a rejection, and the body that contains it.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) detail: String,
    /// The default body of the response, an `application/problem+json` object.
    pub(super) body: String,
}

impl RejectionFormat {
    /// Returns the form for this scheme and closure; `None` for the default, which is the scheme `Bearer`
    /// without a closure.
    pub(crate) fn new(scheme: &str, on_reject: Option<OnReject>) -> Option<Arc<Self>> {
        let is_bearer = scheme == "Bearer";
        if is_bearer && on_reject.is_none() {
            return None;
        }
        let kinds = RejectionKind::ALL.into_iter().filter(|_| !is_bearer);
        let texts = kinds.map(|kind| (kind, Texts::new(kind, scheme)));
        Some(Arc::new(Self {
            on_reject,
            texts: texts.collect(),
        }))
    }

    pub(super) const fn on_reject(&self) -> Option<&OnReject> {
        self.on_reject.as_ref()
    }

    pub(super) fn texts(&self, kind: RejectionKind) -> Option<&Texts> {
        let mut texts = self.texts.iter();
        let (_, texts) = texts.find(|(known, _)| *known == kind)?;
        Some(texts)
    }
}

impl Texts {
    /// Returns the texts of this kind of rejection for an application whose tokens have this scheme.
    fn new(kind: RejectionKind, scheme: &str) -> Self {
        let tokens = format!("token of the scheme {scheme}");
        let detail = kind.details().detail.replace("bearer token", &tokens);
        let challenge = kind.challenge_of(scheme);
        Self {
            challenge: challenge.and_then(|text| HeaderValue::try_from(text).ok()),
            words: Words::new(kind, detail),
        }
    }
}

impl Words {
    /// Creates the default body with this detail. Its members have the order of the bodies that are constants
    /// (`problem_details!`).
    pub(super) fn new(kind: RejectionKind, detail: String) -> Self {
        let details = kind.details();
        let status = details.status.as_u16();
        let title = details.status.canonical_reason().unwrap_or_default();
        let quoted = serde_json::Value::from(detail.as_str());
        let error = details.error;
        Self {
            body: format!(
                r#"{{"type":"about:blank","title":"{title}","status":{status},"detail":{quoted},"error":"{error}"}}"#
            ),
            detail,
        }
    }
}
