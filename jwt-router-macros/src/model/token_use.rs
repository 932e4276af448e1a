//! Which tokens the route takes: access tokens, links for one purpose, refresh tokens, or tickets.

use quote::ToTokens as _;
use syn::Ident;

use super::argument_type::ArgumentType;
use super::purpose::Purpose;
use super::{refresh, ticket};
use crate::args::{Given, RouteArgs};
use crate::diagnostics::Diagnostics;
use crate::syntax::{Method, spaceless};

/// The checked use of the tokens that a route takes.
pub(crate) enum TokenUse {
    Access,
    Purpose(Purpose),
    Refresh,
    Ticket,
}

/// The other arguments of the attribute, and the types of the handler's arguments, some of which do not go together
/// with a use of tokens.
pub(super) struct Beside<'a> {
    pub(super) claims_only: bool,
    /// The methods that the attribute names; empty for `GET`.
    pub(super) methods: &'a [Ident],
    /// Whether all arguments could be read. If not, a method may be among those that could not.
    pub(super) is_complete: bool,
    pub(super) requirements: &'a [Given],
    pub(super) types: &'a [ArgumentType<'a>],
}

/// The words of messages about a route that takes links, refresh tokens or tickets, and about its caller.
pub(super) struct OtherCaller {
    /// The name of the handler's argument: `Link`, `Refresh` or `Ticket`.
    pub(super) name: &'static str,
    /// The argument of the attribute.
    pub(super) argument: &'static str,
    /// The tokens that the route takes, such as `links`.
    pub(super) takes: &'static str,
    /// One of the tokens, such as `a link`.
    pub(super) one: &'static str,
    /// What the handler's argument does, as a relative clause such as `which holds the entity of the link`.
    pub(super) holds: &'static str,
}

impl TokenUse {
    /// Checks which tokens the route takes, and that it can take them beside its other arguments.
    pub(super) fn new(
        args: &RouteArgs,
        types: &[ArgumentType<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let beside = Beside {
            claims_only: args.claims_only,
            methods: &args.methods,
            is_complete: args.is_complete,
            requirements: &args.requirements,
            types,
        };
        match (&args.purpose, &args.refresh, &args.ticket) {
            (None, None, None) => Some(Self::Access),
            (Some(purpose), None, None) => {
                Purpose::new(purpose.clone(), &beside, diagnostics).map(Self::Purpose)
            }
            (None, Some(name), None) => {
                refresh::check(name, &beside, diagnostics)?;
                Some(Self::Refresh)
            }
            (None, None, Some(name)) => {
                ticket::check(name, args, &beside, diagnostics)?;
                Some(Self::Ticket)
            }
            (Some(_), Some(name), _) => several("links or refresh tokens", name, diagnostics),
            (Some(_), None, Some(name)) => several("links or tickets", name, diagnostics),
            (None, Some(_), Some(name)) => several("refresh tokens or tickets", name, diagnostics),
        }
    }
}

/// Reports that the attribute names the tokens of two uses, `both`. `name` is the second keyword.
fn several(both: &str, name: &Ident, diagnostics: &mut Diagnostics) -> Option<TokenUse> {
    let help = "keep one of them, and write a second handler for the other";
    diagnostics.error_with_help(name, format!("a route takes either {both}"), help);
    None
}

impl Beside<'_> {
    /// Reports each argument of the handler that needs an access token, and each optional one such as
    /// `Option<Link<User>>`, as far as syntax shows.
    pub(super) fn check_arguments(&self, caller: &OtherCaller, diagnostics: &mut Diagnostics) {
        let OtherCaller {
            name,
            argument: keyword,
            takes,
            one,
            holds,
        } = caller;
        for argument in self.types {
            if argument.is_login() {
                let text = spaceless(argument.0.to_token_stream());
                let entity = argument.loaded_entity().and_then(ArgumentType::entity_of);
                let entity =
                    entity.map_or_else(|| "..".to_owned(), |it| spaceless(it.to_token_stream()));
                diagnostics.error_with_help(
                    argument.0,
                    format!("`{text}` needs an access token, and this route takes {takes} instead"),
                    format!("take `{name}<{entity}>`, {holds}"),
                );
            } else if let Some(needed) = argument.optional(name) {
                diagnostics.error_with_help(
                    argument.0,
                    format!("a route with `{keyword}` refuses each request without {one}"),
                    format!("take `{}`", spaceless(needed.to_token_stream())),
                );
            }
        }
    }

    /// Returns the first method that the attribute names and that only reads.
    pub(super) fn reading_method(&self) -> Option<&Ident> {
        let reads = [Method::Get, Method::Head, Method::Options, Method::Trace].map(Method::name);
        let mut methods = self.methods.iter();
        methods.find(|method| reads.iter().any(|name| *method == name))
    }
}
