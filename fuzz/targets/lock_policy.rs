//! The lock file of a policy: it is read back as it was written, and does not differ from its policy.

#![no_main]

use arbitrary::Arbitrary;
use jwt_router::{PolicyTable, fuzzing};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

#[derive(Arbitrary, Debug)]
struct Route<'i> {
    method: u8,
    path: &'i str,
    handler: &'i str,
    is_public: bool,
    claims_only: bool,
    query: Option<&'i str>,
    entity: Vec<&'i str>,
    role: Vec<Names<'i>>,
    scope: Vec<Names<'i>>,
    acr: Vec<&'i str>,
    factor: Vec<Names<'i>>,
    fresh: Option<u64>,
    guard: Option<&'i str>,
}

#[derive(Arbitrary, Debug)]
struct Names<'i> {
    is_all: bool,
    names: Vec<&'i str>,
}

fuzz_target!(|routes: Vec<Route<'_>>| {
    let routes: Vec<Value> = routes.iter().map(Route::json).collect();
    // What an application cannot have is refused here already.
    let Ok(policy) = serde_json::from_value::<PolicyTable>(routes.into()) else {
        return;
    };
    let json = serde_json::to_string(&policy).expect("a policy is JSON");
    let again: PolicyTable = serde_json::from_str(&json).expect("a policy is read back");
    assert_eq!(again, policy);
    assert_eq!(again.sha256(), policy.sha256());

    // One method and path is one route of an application, whatever its captures are called.
    let mut names: Vec<_> = policy
        .routes()
        .iter()
        .map(|route| (&route.method, &route.path))
        .collect();
    names.dedup();
    if names.len() < policy.routes().len() {
        return;
    }
    let file = fuzzing::lock_file_of(&policy);
    let lines = fuzzing::lock_lines(&file).unwrap_or_else(|error| panic!("{error}\n{file}"));
    assert_eq!(lines, file.lines().collect::<Vec<_>>());
    assert_eq!(fuzzing::lock_differences(&file, &policy), Ok(Vec::new()));
});

impl Route<'_> {
    fn json(&self) -> Value {
        let mut requirements = Map::new();
        let mut add = |argument: &str, value: Option<Value>| {
            if let Some(value) = value.filter(|_| !self.is_public) {
                requirements.insert(argument.to_owned(), value);
            }
        };
        let sets = |sets: &[Names<'_>]| {
            let sets: Vec<Value> = sets.iter().filter_map(Names::json).collect();
            (!sets.is_empty()).then(|| sets.into())
        };
        add("entity", names(&self.entity));
        add("role", sets(&self.role));
        add("scope", sets(&self.scope));
        add("acr", names(&self.acr).map(|names| json!([{"any": names}])));
        add("factor", sets(&self.factor));
        add("fresh", self.fresh.map(Value::from));
        add("guard", self.guard.map(Value::from));
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        // A handler is the path of a function; names are not empty, and do not end in a space.
        let handler = format!("{}:", self.handler.trim_start());
        json!({
            "method": methods[usize::from(self.method) % methods.len()],
            "path": format!("/{}", self.path),
            "access": if self.is_public { "public" } else { "protected" },
            "requirements": requirements,
            "claims_only": self.claims_only,
            "query": self.query.filter(|query| !query.is_empty()),
            "handler": handler,
            "file": "src/main.rs",
            "line": 1,
        })
    }
}

impl Names<'_> {
    fn json(&self) -> Option<Value> {
        let word = if self.is_all { "all" } else { "any" };
        names(&self.names).map(|names| json!({word: names}))
    }
}

/// Returns the names that an application can have; `None` where there are none.
fn names(names: &[&str]) -> Option<Value> {
    let names = names.iter().filter(|name| !name.is_empty());
    let names: Vec<Value> = names.map(|name| (*name).into()).collect();
    (!names.is_empty()).then(|| names.into())
}
