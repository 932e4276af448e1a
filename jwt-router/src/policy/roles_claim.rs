//! The place of the roles in a token: a claim, or a value inside of a claim.

mod member;

use serde_json::{Map, Value};

use self::member::{has_member, member};
use crate::policy::requirement::{ClaimFault, holds, is_text_or_list};

/// The place of the roles in the payload of a token, and the form of the value there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct RolesClaim {
    /// The name of the claim whose value is the roles, or contains them.
    claim: Box<str>,
    /// The member names and array indexes that lead from the claim's value to the roles, outermost first; empty if
    /// the claim's value itself has the roles.
    path: Box<[Box<str>]>,
    form: RolesForm,
}

/// The form of a JSON value that has roles.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum RolesForm {
    /// An array of role names, or a string that is one role name.
    Names,
    /// An object whose member names are the roles, such as `{"admin": true}`.
    Members,
}

/// The configured place of the roles in a token, as the text that the application passed to `roles_claim`,
/// `roles_at` or `role_members_at`. The text is not parsed yet.
#[derive(Clone, Debug)]
pub(crate) enum RolesSetting {
    /// The name of the claim whose value is the roles (`roles_claim`).
    Claim(String),
    /// A JSON Pointer to the roles within the claims (`roles_at`).
    At(String),
    /// A JSON Pointer to an object whose member names are the roles (`role_members_at`).
    MembersAt(String),
}

impl RolesSetting {
    /// Returns the configured text: the name of the claim, or the JSON Pointer.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Claim(text) | Self::At(text) | Self::MembersAt(text) => text,
        }
    }

    /// Parses the configured place of the roles.
    ///
    /// # Errors
    ///
    /// Returns the rule that a malformed JSON Pointer breaks, as text for an error message.
    pub(crate) fn parse(&self) -> Result<RolesClaim, &'static str> {
        match self {
            Self::Claim(name) => Ok(RolesClaim::named(name)),
            Self::At(pointer) => RolesClaim::at(pointer, RolesForm::Names),
            Self::MembersAt(pointer) => RolesClaim::at(pointer, RolesForm::Members),
        }
    }
}

impl RolesClaim {
    /// Returns the place of roles that are the value of the claim with this name. The name may contain any
    /// character, such as a slash.
    fn named(claim: &str) -> Self {
        Self {
            claim: claim.into(),
            path: Box::default(),
            form: RolesForm::Names,
        }
    }

    /// Parses `pointer`, a JSON Pointer ([RFC 6901, sections 3 and 4]) that says where the payload of a token has the
    /// roles. `form` is the form of the value at that place, such as an array of names.
    ///
    /// # Errors
    ///
    /// Returns the rule that the pointer breaks, as text for an error message.
    ///
    /// [RFC 6901, sections 3 and 4]: https://www.rfc-editor.org/rfc/rfc6901#section-3
    fn at(pointer: &str, form: RolesForm) -> Result<Self, &'static str> {
        let Some(tokens) = pointer.strip_prefix('/') else {
            return Err(
                "a JSON Pointer begins with `/`, as in `/realm_access/roles`; for the name of a claim, call `.roles_claim(..)`",
            );
        };
        let names: Option<Vec<String>> = tokens.split('/').map(unescaped).collect();
        let names = names
            .ok_or("a `~` is written as `~0` in a JSON Pointer, and a `/` in a name as `~1`")?;
        let mut names = names.into_iter().map(String::into_boxed_str);
        match names.next() {
            Some(claim) if !claim.is_empty() => Ok(Self {
                claim,
                path: names.collect(),
                form,
            }),
            Some(_) | None => Err("its first name, which is that of the claim, is empty"),
        }
    }

    /// Returns the name of the claim whose value is the roles, or contains them.
    pub(crate) fn claim(&self) -> &str {
        &self.claim
    }

    /// Returns the JSON text of the value that has the roles. `claim` is the JSON text of the claim's value.
    ///
    /// # Errors
    ///
    /// Returns [`ClaimFault::Absent`] if a member on the path to the roles is missing. Returns
    /// [`ClaimFault::OtherType`] if a member on the path is repeated, or if a value on the path is neither an
    /// object nor an array.
    pub(crate) fn find<'c>(&self, claim: &'c str) -> Result<&'c str, ClaimFault> {
        self.path
            .iter()
            .try_fold(claim, |json, name| member(json, name))
    }

    /// Returns whether a value that [`find`](Self::find) returned has this role; `false` if the value has another
    /// type than the configured form.
    pub(crate) fn has(&self, json: &str, role: &str) -> bool {
        match self.form {
            RolesForm::Names => holds(Some(json), |name| name == role, |name| name == role),
            RolesForm::Members => has_member(json, role).unwrap_or(false),
        }
    }

    /// Returns whether a value that [`find`](Self::find) returned has the JSON type of the configured form, such
    /// as an array of strings.
    pub(crate) fn is_typed(&self, json: &str) -> bool {
        match self.form {
            RolesForm::Names => is_text_or_list(json),
            RolesForm::Members => has_member(json, "").is_ok(),
        }
    }

    /// Returns the claim's value for a token of a test that has these roles: for the pointer
    /// `/realm_access/roles`, the value `{"roles": ["admin"]}` of the claim `realm_access`.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    pub(crate) fn value(&self, roles: &[String]) -> Value {
        let roles = match self.form {
            RolesForm::Names => roles.to_vec().into(),
            RolesForm::Members => {
                let members = roles.iter().map(|role| (role.clone(), Value::from(true)));
                Value::Object(members.collect())
            }
        };
        let names = self.path.iter().rev();
        names.fold(roles, |value, name| {
            Value::Object(Map::from_iter([(name.to_string(), value)]))
        })
    }
}

/// Decodes a name in a JSON Pointer: `~1` is a slash and `~0` a tilde. Returns `None` if a tilde is followed by
/// another character, or by nothing.
fn unescaped(token: &str) -> Option<String> {
    let mut name = String::with_capacity(token.len());
    let mut letters = token.chars();
    while let Some(letter) = letters.next() {
        name.push(match letter {
            '~' => match letters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(name)
}

#[cfg(test)]
mod tests;
