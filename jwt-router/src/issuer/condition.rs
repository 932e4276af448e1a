use crate::jwt::token::{InvalidToken, Text};

/// A condition on one claim of another issuer's token, by which the token's entity type is chosen.
///
/// [`OidcIssuer::entity_where`](crate::OidcIssuer::entity_where) takes it, and has an example. The claim is read from
/// the verified token. The claim's name is compared exactly, with its dots and slashes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a condition is for `OidcIssuer::entity_where`"]
pub struct ClaimCondition {
    claim: String,
    test: Test,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Test {
    Equals(String),
    Present,
    Absent,
}

impl ClaimCondition {
    /// Returns the condition that a token has the claim, and that its value is exactly this text.
    ///
    /// A token whose claim has another type than a string is refused with 401.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::ClaimCondition;
    ///
    /// let is_app = ClaimCondition::equals("idtyp", "app"); // the services of Entra ID
    /// # drop(is_app);
    /// ```
    pub fn equals(claim: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(claim, Test::Equals(text.into()))
    }

    /// Returns the condition that a token has the claim, with a value of any type.
    ///
    /// A token whose claim is `null` is refused with 401.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::ClaimCondition;
    ///
    /// let is_service = ClaimCondition::present("client_id"); // the service accounts of Keycloak
    /// # drop(is_service);
    /// ```
    pub fn present(claim: impl Into<String>) -> Self {
        Self::new(claim, Test::Present)
    }

    /// Returns the condition that a token does not have the claim.
    ///
    /// A token whose claim is `null` is refused with 401.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::ClaimCondition;
    ///
    /// let is_service = ClaimCondition::absent("uid"); // the services of Okta
    /// # drop(is_service);
    /// ```
    pub fn absent(claim: impl Into<String>) -> Self {
        Self::new(claim, Test::Absent)
    }

    fn new(claim: impl Into<String>, test: Test) -> Self {
        Self {
            claim: claim.into(),
            test,
        }
    }

    pub(super) fn claim(&self) -> &str {
        &self.claim
    }

    /// Returns whether the condition is that this claim is absent.
    pub(super) fn is_absence_of(&self, claim: &str) -> bool {
        self.test == Test::Absent && self.claim == claim
    }

    /// Returns whether only tokens with this claim meet the condition.
    pub(super) fn requires(&self, claim: &str) -> bool {
        self.test != Test::Absent && self.claim == claim
    }

    /// Returns whether every token that meets `self` meets `other`.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let is_stronger = matches!((&self.test, &other.test), (Test::Equals(_), Test::Present));
        self.claim == other.claim && (self.test == other.test || is_stronger)
    }

    /// Returns whether a token meets the condition, given the claim's value as JSON text; `None` if the token does not
    /// have the claim.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::ClaimType`] for a `null`, because it is unclear whether the token has the claim, and for
    /// a value that is not a string if it has to be compared with a text.
    pub(super) fn is_met(&self, json: Option<&str>) -> Result<bool, InvalidToken> {
        let Some(json) = json else {
            return Ok(self.test == Test::Absent);
        };
        if json == "null" {
            return Err(InvalidToken::ClaimType);
        }
        match &self.test {
            Test::Present => Ok(true),
            Test::Absent => Ok(false),
            Test::Equals(text) => {
                let claimed: Text<'_> =
                    serde_json::from_str(json).map_err(|_| InvalidToken::ClaimType)?;
                Ok(claimed.0 == text.as_str())
            }
        }
    }
}

impl std::fmt::Display for ClaimCondition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let claim = self.claim.escape_debug();
        match &self.test {
            Test::Equals(text) => write!(f, "equals(\"{claim}\", {text:?})"),
            Test::Present => write!(f, "present(\"{claim}\")"),
            Test::Absent => write!(f, "absent(\"{claim}\")"),
        }
    }
}
