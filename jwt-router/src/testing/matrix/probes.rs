//! Creates the requests that the test matrix sends to one route for one kind of caller, such as one with an
//! expired token.

use http::Method;

use super::{
    caller::CallerKind,
    expected::Expectation,
    failure::MatrixFailure,
    judge::{Findings, Judge},
    row::Row,
    send::MatrixRequest,
    token::{Flaw, Wanted},
};
use crate::jwt::token_use::TokenUse;

impl Judge<'_> {
    /// Returns the requests that the matrix sends to the route for this kind of caller, each with the response
    /// that the policy requires.
    pub(super) async fn probes(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        match caller {
            CallerKind::NoToken => Ok(self.without_token(row, found)),
            CallerKind::Malformed => Ok(vec![self.probe(
                row,
                caller,
                None,
                vec!["a.b.c".to_owned()],
            )]),
            CallerKind::OtherMethods => Ok(other_methods(row, found)),
            CallerKind::Person(position) => {
                self.with_token(row, caller, Some(position), found).await
            }
            // Where a route takes tokens of this use, the callers of other columns send valid ones.
            CallerKind::Access if row.required.policy.token_use == TokenUse::Access => Ok(vec![]),
            CallerKind::Refresh if row.required.policy.token_use == TokenUse::Refresh => Ok(vec![]),
            CallerKind::Ticket if row.required.policy.token_use == TokenUse::Ticket => Ok(vec![]),
            CallerKind::EndedSession if !self.checks_sessions(row) => Ok(vec![]),
            CallerKind::Expired
            | CallerKind::WrongKey
            | CallerKind::AlgNone
            | CallerKind::Refresh
            | CallerKind::Link
            | CallerKind::Access
            | CallerKind::Ticket
            | CallerKind::EndedSession
            | CallerKind::NoEntity => self.with_token(row, caller, self.best(row), found).await,
            CallerKind::OldVersion => {
                let position = self.best_with_version(row);
                self.with_token(row, caller, position, found).await
            }
            CallerKind::InUrl => self.in_url(row, found).await,
            CallerKind::Cookie => self.in_cookie(row, found).await,
            CallerKind::CrossSite => self.cross_site(row, found).await,
            CallerKind::WebSocket => self.in_protocols(row, found).await,
            CallerKind::TwoTokens => self.two_tokens(row, found).await,
            CallerKind::ShortOf(argument, _) => self.short(row, caller, argument, found).await,
        }
    }

    /// Returns whether the guard looks up the session of each token that the route takes, to refuse a token whose
    /// session has ended. The guard does so for refresh tokens always, for links never, and for access tokens and
    /// tickets as configured. Returns `false` if the application has no store of sessions.
    fn checks_sessions(&self, row: &Row<'_>) -> bool {
        let sessions = self.app.origin.jwt.config().sessions.as_ref();
        sessions.is_some_and(|all| all.are_checked(&row.required.policy.token_use))
    }

    /// Returns the index, in the list of test entities, of the first entity that can meet all requirements of the
    /// route; `None` if no entity can. The route's predicate (the function that `guard = ..` names) does not
    /// count, because the matrix does not know which callers it accepts.
    pub(super) fn fit(&self, row: &Row<'_>) -> Option<usize> {
        (0..self.people.len()).find(|position| self.is_fit(row, *position))
    }

    /// Returns whether the route accepts tokens of the entity type of the test entity at `position` in the list of
    /// test entities, regardless of the other requirements of the route.
    pub(super) fn is_of(&self, row: &Row<'_>, position: usize) -> bool {
        let person = self.people.get(position);
        person.is_some_and(|person| row.accepts(person.entity.table()))
    }

    /// Returns the index, in the list of test entities, of the best test entity for the route: the first one that
    /// can meet the route's requirements, or else the first one of an entity type that the route accepts.
    pub(super) fn best(&self, row: &Row<'_>) -> Option<usize> {
        let accepts = |table| row.accepts(table);
        let mut people = self.people.iter();
        self.fit(row)
            .or_else(|| people.position(|person| accepts(person.entity.table())))
    }

    /// Returns the index, in the list of test entities, of a test entity of a type that the route accepts, and
    /// whose tokens contain a version (the claim `token_version`). Prefers an entity that can meet all
    /// requirements of the route.
    fn best_with_version(&self, row: &Row<'_>) -> Option<usize> {
        let versioned = self
            .people
            .iter()
            .enumerate()
            .filter_map(|(position, person)| {
                let is_tried = person.token_version().is_some() && self.is_of(row, position);
                is_tried.then_some(position)
            });
        let mut versioned = versioned.peekable();
        let first = versioned.peek().copied();
        versioned
            .find(|position| self.is_fit(row, *position))
            .or(first)
    }

    /// Returns one request of this kind of caller to the route, with an `Authorization` header for each of
    /// `tokens`. On a route that takes tokens only in the query, a single token is in the query instead, unless
    /// `caller` is [`CallerKind::TwoTokens`].
    ///
    /// `position` is the index, in the list of test entities, of the entity that the tokens name; `None` if the
    /// guard finds no token of an entity in the request. The required response depends on this entity.
    pub(super) fn probe(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        position: Option<usize>,
        tokens: Vec<String>,
    ) -> MatrixRequest {
        let is_fit = position.is_some_and(|position| self.is_fit(row, position));
        let (target, tokens) = match (&*tokens, row.parameter()) {
            ([token], Some(parameter))
                if row.is_query_only() && caller != CallerKind::TwoTokens =>
            {
                (format!("{}?{parameter}={token}", row.target), Vec::new())
            }
            _ => (row.target.to_owned(), tokens),
        };
        MatrixRequest {
            method: row.method.clone(),
            target,
            tokens,
            headers: Vec::new(),
            body: self.bodies.of(row.route).to_owned(),
            expected: Expectation::of(caller, &row.required.policy, is_fit),
            words: caller.words(&self.people),
        }
    }

    /// Returns the request without a token to the route. For a `GET` route, also returns a `HEAD` request, because
    /// axum serves `HEAD` with the handler of `GET`.
    fn without_token(&self, row: &Row<'_>, found: &Findings<'_>) -> Vec<MatrixRequest> {
        let mut probes = vec![self.probe(row, CallerKind::NoToken, None, Vec::new())];
        let known = found.methods.get(&*row.route.path);
        let has_head = known.is_some_and(|methods| methods.contains(&"HEAD"));
        if row.method == Method::GET && !has_head {
            probes.push(MatrixRequest {
                method: Method::HEAD,
                ..self.probe(row, CallerKind::NoToken, None, Vec::new())
            });
        }
        probes
    }

    /// Returns a token of the test entity at `position` in the list of test entities, with the claims that meet
    /// the route's requirements and with the given flaw, such as an expired lifetime. Returns `None` if such a
    /// token cannot be made.
    pub(super) async fn token(
        &self,
        row: &Row<'_>,
        position: usize,
        flaw: Flaw,
        found: &mut Findings<'_>,
    ) -> Result<Option<String>, MatrixFailure> {
        let Some(person) = self.people.get(position) else {
            return Ok(None);
        };
        let granted = self.granted(row, person, found.mint.now());
        let wanted = Wanted {
            position,
            flaw,
            token_use: row.required.policy.token_use.clone(),
            granted,
        };
        found.mint.token(&self.people, wanted).await
    }

    async fn with_token(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        position: Option<usize>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let Some(position) = position else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, caller.flaw(), found).await?;
        let probe = token.map(|token| self.probe(row, caller, Some(position), vec![token]));
        Ok(probe.into_iter().collect())
    }

    /// Returns requests with valid tokens that do not meet the requirement of this attribute argument, such as
    /// `role`. Each token fails to meet it in another way.
    async fn short(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        argument: &str,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let mut probes = Vec::new();
        let fit = self.fit(row);
        let Some((position, person)) =
            fit.and_then(|position| Some((position, self.people.get(position)?)))
        else {
            return Ok(probes);
        };
        for (claims, words) in self.short_of(row, person, argument, found.mint.now()) {
            let mint = &mut found.mint;
            let wanted = Wanted {
                position,
                flaw: Flaw::None,
                token_use: row.required.policy.token_use.clone(),
                granted: claims,
            };
            let token = mint.token(&self.people, wanted).await?;
            probes.push(MatrixRequest {
                words,
                ..self.probe(row, caller, Some(position), token.into_iter().collect())
            });
        }
        Ok(probes)
    }
}

/// Returns a request for each common method, such as `PUT`, for which the path of the route has no route. The
/// application must respond with 405. Returns no requests for a fallback, and none if another route of the path
/// comes first in the policy, so that each path is tried once.
fn other_methods(row: &Row<'_>, found: &Findings<'_>) -> Vec<MatrixRequest> {
    let known = found.methods.get(&*row.route.path);
    let known = known.map(Vec::as_slice).unwrap_or_default();
    if row.own.is_whole_router() || known.first() != Some(&row.route.method.as_str()) {
        return Vec::new();
    }
    [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ]
    .into_iter()
    .filter(|method| !known.contains(&method.as_str()))
    // axum serves HEAD with the handler of GET.
    .filter(|method| *method != Method::HEAD || !known.contains(&"GET"))
    .map(|method| MatrixRequest {
        method,
        target: row.target.to_owned(),
        tokens: Vec::new(),
        headers: Vec::new(),
        body: String::new(),
        expected: Expectation::NoMethod,
        words: CallerKind::OtherMethods.words(&[]),
    })
    .collect()
}
