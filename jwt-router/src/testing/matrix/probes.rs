//! The requests that belong to one route and one caller.

use http::Method;

use super::{
    caller::Caller,
    expected::Expected,
    failure::Failure,
    fault::Row,
    judge::{Findings, Judge},
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
        let demands = &row.demanded.demands;
        let expected = Expected::of(caller, demands, &self.people);
        let probe = |tokens: Vec<String>| Probe {
            method: row.method.clone(),
            target: row.target.to_owned(),
            tokens,
            expected,
        };
        match caller {
            Caller::NoToken => Ok(self.without_token(row, expected, found)),
            Caller::Malformed => Ok(vec![probe(vec!["a.b.c".to_owned()])]),
            Caller::OtherMethods => Ok(other_methods(row, found)),
            Caller::Person(position) => {
                let token = found.mint.token(&self.people, position, Flaw::None)?;
                Ok(token.map(|token| probe(vec![token])).into_iter().collect())
            }
            Caller::Expired | Caller::WrongKey | Caller::AlgNone | Caller::Nobody => {
                let Some(position) = self.accepted(row) else {
                    return Ok(Vec::new());
                };
                let token = found.mint.token(&self.people, position, caller.flaw())?;
                Ok(token.map(|token| probe(vec![token])).into_iter().collect())
            }
            Caller::InUrl | Caller::TwoTokens => {
                let Some(position) = self.accepted(row) else {
                    return Ok(Vec::new());
                };
                let token = found.mint.token(&self.people, position, Flaw::None)?;
                let token = token.unwrap_or_default();
                if caller == Caller::InUrl {
                    return Ok(in_url(row, expected, &token, found));
                }
                let mut twice = vec![probe(vec![token.clone(), token.clone()])];
                if let Some(parameter) = &demands.query {
                    twice.push(Probe {
                        target: format!("{}?{parameter}={token}", row.target),
                        ..probe(vec![token])
                    });
                }
                Ok(twice)
            }
        }
    }

    /// Somebody whose tokens the route accepts.
    fn accepted(&self, row: &Row<'_>) -> Option<usize> {
        let demands = &row.demanded.demands;
        self.people
            .iter()
            .position(|person| demands.accepts(person.entity.table()))
    }

    /// The request itself, and the `HEAD` that follows its `GET`.
    fn without_token(&self, row: &Row<'_>, expected: Expected, found: &Findings<'_>) -> Vec<Probe> {
        let mut methods = vec![row.method.clone()];
        let known = found.methods.get(&*row.route.path);
        let has_head = known.is_some_and(|methods| methods.contains(&"HEAD"));
        if row.method == Method::GET && !has_head {
            methods.push(Method::HEAD);
        }
        let probe = |method| Probe {
            method,
            target: row.target.to_owned(),
            tokens: Vec::new(),
            expected,
        };
        methods.into_iter().map(probe).collect()
    }
}

/// A token in the URL: where the route asks for it, and where it does not.
fn in_url(row: &Row<'_>, expected: Expected, token: &str, found: &Findings<'_>) -> Vec<Probe> {
    let own = row.demanded.demands.query.as_deref();
    let probe = |target: String, expected| Probe {
        method: row.method.clone(),
        target,
        tokens: Vec::new(),
        expected,
    };
    let mut probes = Vec::new();
    if let Some(own) = own {
        probes.push(probe(format!("{}?{own}={token}", row.target), expected));
    }
    let others: Vec<String> = found
        .parameters
        .iter()
        .filter(|parameter| own != Some(**parameter))
        .map(|parameter| format!("{parameter}={token}"))
        .collect();
    let nothing = Expected::of(Caller::NoToken, &row.demanded.demands, &[]);
    probes.push(probe(
        format!("{}?{}", row.target, others.join("&")),
        nothing,
    ));
    probes
}

/// Methods that the path does not have, for the first route of the path.
fn other_methods(row: &Row<'_>, found: &Findings<'_>) -> Vec<Probe> {
    let known = found.methods.get(&*row.route.path);
    let known = known.map(Vec::as_slice).unwrap_or_default();
    if known.first() != Some(&row.route.method) {
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
    })
    .collect()
}
