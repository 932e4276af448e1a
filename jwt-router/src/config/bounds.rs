//! Checks the bounds of settings: the shortest lifetime, the largest leeway, and names that must not be empty.

use std::{ops::RangeInclusive, time::Duration};

use crate::{
    config::JwtRoutesBuilder,
    duration::{Period, Seconds},
    jwt::{claims::issuer_name_fault, token::AuthScheme, token_use::OWN_AUDIENCES},
    problem::ConfigProblem,
};

const MINIMUM_LIFETIME: Seconds = Seconds::new(1);
/// The longest lifetime of tokens that can be configured: 100 years.
const MAXIMUM_LIFETIME: Seconds = Seconds::from_days(36_525);
const MAXIMUM_LEEWAY: Seconds = Seconds::new(300);
/// The maximum token lengths that can be configured, in bytes: 1 KiB to 64 KiB. A token with an RSA signature
/// is longer than half a KiB, so a lower maximum could refuse all of them.
const TOKEN_LENGTHS: RangeInclusive<usize> = 1024..=64 * 1024;

impl JwtRoutesBuilder {
    /// Returns the duration that was passed to this method of the builder. If it is a text that is not a duration, adds
    /// that to the problems and returns `None`.
    pub(super) fn duration(&mut self, method: &'static str, period: &Period) -> Option<Duration> {
        match period.duration() {
            Ok(duration) => Some(duration),
            Err(text) => {
                self.problems.push(ConfigProblem::Period {
                    name: method,
                    text: text.to_owned(),
                });
                None
            }
        }
    }

    /// Returns a problem for each number in the settings that is too small or too large, and for each issuer,
    /// audience or query parameter whose name is empty or not allowed.
    pub(super) fn out_of_bounds(&self) -> Vec<ConfigProblem> {
        let query_token = self.query_token.as_deref();
        let query_token = query_token.and_then(|name| named("query parameter", name));
        [
            self.bad_lifetime(),
            self.bad_leeway(),
            self.bad_token_length(),
            self.bad_issuer(),
            self.bad_audience(),
            query_token,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn bad_lifetime(&self) -> Option<ConfigProblem> {
        let lifetime = self.lifetime?;
        let sensible = Duration::from(MINIMUM_LIFETIME)..=MAXIMUM_LIFETIME.into();
        let is_bad = !sensible.contains(&lifetime);
        is_bad.then_some(ConfigProblem::Lifetime {
            seconds: lifetime.as_secs(),
        })
    }

    pub(super) fn bad_leeway(&self) -> Option<ConfigProblem> {
        let seconds = self.leeway.as_secs();
        let is_bad = self.leeway > Duration::from(MAXIMUM_LEEWAY);
        is_bad.then_some(ConfigProblem::Leeway { seconds })
    }

    pub(super) fn bad_token_length(&self) -> Option<ConfigProblem> {
        let bytes = self.max_token_length;
        let is_bad = !TOKEN_LENGTHS.contains(&bytes);
        is_bad.then_some(ConfigProblem::TokenLength { bytes })
    }

    pub(super) fn bad_issuer(&self) -> Option<ConfigProblem> {
        let name = self.issuer.as_deref()?;
        named("issuer", name).or_else(|| {
            Some(ConfigProblem::IssuerName {
                name: name.to_owned(),
                reason: issuer_name_fault(name)?,
            })
        })
    }

    pub(super) fn parsed_scheme(&self) -> Result<AuthScheme, ConfigProblem> {
        AuthScheme::parse(&self.scheme).map_err(|reason| ConfigProblem::Scheme {
            scheme: self.scheme.clone(),
            reason,
        })
    }

    pub(super) fn bad_audience(&self) -> Option<ConfigProblem> {
        let mut names = self.audience.iter();
        names.find_map(|name| {
            let is_ours = name.starts_with(OWN_AUDIENCES);
            let ours = is_ours.then(|| ConfigProblem::OwnAudience { name: name.clone() });
            named("audience", name).or(ours)
        })
    }
}

/// Returns a problem if `name` is empty. `what` says in the message which setting it is.
fn named(what: &'static str, name: &str) -> Option<ConfigProblem> {
    name.is_empty().then_some(ConfigProblem::Empty { what })
}
