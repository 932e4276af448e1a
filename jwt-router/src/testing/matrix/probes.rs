//! The requests that belong to one route and one caller.

use http::Method;

use super::{
    caller::Caller,
    expected::Expected,
    failure::Failure,
    judge::{Findings, Judge},
    row::Row,
    send::Probe,
    token::Flaw,
};

impl Judge<'_> {
    /// The requests that belong to one route and one caller.
    pub(super) fn probes(
        &self,
        row: &Row<'_>,
        caller: Caller,
        found: &mut Findings<'_>,
    ) -> Result<Vec<Probe>, Failure> {
        match caller {
            Caller::NoToken => Ok(self.without_token(row, found)),
            Caller::Malformed => Ok(vec![self.probe(
                row,
                caller,
                None,
                vec!["a.b.c".to_owned()],
            )]),
            Caller::OtherMethods => Ok(other_methods(row, found)),
            Caller::Person(position) => self.with_token(row, caller, Some(position), found),
            Caller::Expired
            | Caller::WrongKey
            | Caller::AlgNone
            | Caller::Refresh
            | Caller::Nobody => self.with_token(row, caller, self.best(row), found),
            Caller::InUrl => self.in_url(row, found),
            Caller::TwoTokens => self.two_tokens(row, found),
            Caller::ShortOf(argument, _) => self.short(row, caller, argument, found),
        }
    }

    /// Somebody whom the route lets in, predicates aside.
    pub(super) fn fit(&self, row: &Row<'_>) -> Option<usize> {
        (0..self.people.len()).find(|position| self.is_fit(row, *position))
    }

    /// What cannot be seen of a route with these people, as a sentence.
    pub(super) fn untried(&self, row: &Row<'_>) -> Option<String> {
        let route = row.own.name();
        if row.required.policy.is_public {
            return None;
        }
        let Some(fit) = self.fit(row).and_then(|position| self.people.get(position)) else {
            return Some(format!(
                "{route}: nobody given by `.entity(&..)` may come here, so whom it lets in was not tried"
            ));
        };
        let is_refused = |position| !self.is_fit(row, position);
        let mut others = (0..self.people.len()).filter(|position| self.is_of(row, *position));
        if others.any(is_refused) {
            return None;
        }
        let mut decided = row.kinds().filter(|kind| kind.is_decided_by(fit.entity));
        decided.next().map(|kind| {
            format!(
                "{route}: everybody given by `.entity(&..)` has the {}s that it demands, so whom it refuses without them was not tried",
                kind.argument()
            )
        })
    }

    /// Whether the route takes the tokens of this person's table.
    fn is_of(&self, row: &Row<'_>, position: usize) -> bool {
        let person = self.people.get(position);
        person.is_some_and(|person| row.accepts(person.entity.table()))
    }

    /// The same, or at least somebody whose tokens the route takes.
    fn best(&self, row: &Row<'_>) -> Option<usize> {
        let accepts = |table| row.accepts(table);
        let mut people = self.people.iter();
        self.fit(row)
            .or_else(|| people.position(|person| accepts(person.entity.table())))
    }

    /// A request with these tokens in its header.
    fn probe(
        &self,
        row: &Row<'_>,
        caller: Caller,
        position: Option<usize>,
        tokens: Vec<String>,
    ) -> Probe {
        let is_fit = position.is_some_and(|position| self.is_fit(row, position));
        Probe {
            method: row.method.clone(),
            target: row.target.to_owned(),
            tokens,
            expected: Expected::of(caller, &row.required.policy, is_fit),
            words: caller.words(&self.people),
        }
    }

    /// The request itself, and the `HEAD` that follows its `GET`.
    fn without_token(&self, row: &Row<'_>, found: &Findings<'_>) -> Vec<Probe> {
        let mut probes = vec![self.probe(row, Caller::NoToken, None, Vec::new())];
        let known = found.methods.get(&*row.route.path);
        let has_head = known.is_some_and(|methods| methods.contains(&"HEAD"));
        if row.method == Method::GET && !has_head {
            probes.push(Probe {
                method: Method::HEAD,
                ..self.probe(row, Caller::NoToken, None, Vec::new())
            });
        }
        probes
    }

    /// The token of the person at this position, with the caller's flaw and all that is wanted.
    fn token(
        &self,
        row: &Row<'_>,
        position: usize,
        flaw: Flaw,
        found: &mut Findings<'_>,
    ) -> Result<Option<String>, Failure> {
        let Some(person) = self.people.get(position) else {
            return Ok(None);
        };
        let granted = self.granted(row, person, found.mint.now());
        Ok(found.mint.token(&self.people, position, flaw, &granted)?)
    }

    fn with_token(
        &self,
        row: &Row<'_>,
        caller: Caller,
        position: Option<usize>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<Probe>, Failure> {
        let Some(position) = position else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, caller.flaw(), found)?;
        let probe = token.map(|token| self.probe(row, caller, Some(position), vec![token]));
        Ok(probe.into_iter().collect())
    }

    /// A good token in the URL: where the route asks for it, and where it does not.
    fn in_url(&self, row: &Row<'_>, found: &mut Findings<'_>) -> Result<Vec<Probe>, Failure> {
        let Some(position) = self.best(row) else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, Flaw::None, found)?;
        let token = token.unwrap_or_default();
        let own = row.required.policy.query.as_deref();
        let mut probes = Vec::new();
        if let Some(own) = own {
            probes.push(Probe {
                target: format!("{}?{own}={token}", row.target),
                ..self.probe(row, Caller::InUrl, Some(position), Vec::new())
            });
        }
        let others: Vec<String> = found
            .parameters
            .iter()
            .filter(|parameter| own != Some(**parameter))
            .map(|parameter| format!("{parameter}={token}"))
            .collect();
        probes.push(Probe {
            target: format!("{}?{}", row.target, others.join("&")),
            words: Caller::InUrl.words(&self.people),
            ..self.probe(row, Caller::NoToken, None, Vec::new())
        });
        Ok(probes)
    }

    /// Good tokens in two headers, and in a header and the URL.
    fn two_tokens(&self, row: &Row<'_>, found: &mut Findings<'_>) -> Result<Vec<Probe>, Failure> {
        let Some(position) = self.best(row) else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, Flaw::None, found)?;
        let token = token.unwrap_or_default();
        let probe = |tokens| self.probe(row, Caller::TwoTokens, Some(position), tokens);
        let mut probes = vec![probe(vec![token.clone(), token.clone()])];
        if let Some(parameter) = row.required.policy.query.as_deref() {
            probes.push(Probe {
                target: format!("{}?{parameter}={token}", row.target),
                ..probe(vec![token])
            });
        }
        Ok(probes)
    }

    /// Good tokens that are short of one requirement.
    fn short(
        &self,
        row: &Row<'_>,
        caller: Caller,
        argument: &str,
        found: &mut Findings<'_>,
    ) -> Result<Vec<Probe>, Failure> {
        let mut probes = Vec::new();
        let fit = self.fit(row);
        let Some((position, person)) =
            fit.and_then(|position| Some((position, self.people.get(position)?)))
        else {
            return Ok(probes);
        };
        for (claims, words) in self.short_of(row, person, argument, found.mint.now()) {
            let mint = &mut found.mint;
            let token = mint.token(&self.people, position, Flaw::None, &claims)?;
            probes.push(Probe {
                words,
                ..self.probe(row, caller, Some(position), token.into_iter().collect())
            });
        }
        Ok(probes)
    }
}

/// Methods that the path does not have, for the first route of the path.
fn other_methods(row: &Row<'_>, found: &Findings<'_>) -> Vec<Probe> {
    let known = found.methods.get(&*row.route.path);
    let known = known.map(Vec::as_slice).unwrap_or_default();
    if known.first() != Some(&row.route.method.as_str()) {
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
    // It follows GET.
    .filter(|method| *method != Method::HEAD || !known.contains(&"GET"))
    .map(|method| Probe {
        method,
        target: row.target.to_owned(),
        tokens: Vec::new(),
        expected: Expected::NoMethod,
        words: Caller::OtherMethods.words(&[]),
    })
    .collect()
}
