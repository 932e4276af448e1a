//! Tokens of other issuers: which are accepted, and whom they stand for.

mod choices;
mod claim_names;
mod google;
mod id_tokens;
mod key_types;
mod names;
mod newcomers;
mod profile;
mod recipients;
mod streams;

use std::time::Duration;

use axum::Router;
use jwt_router::{App, EntityField, FindBy, JwtRoutes, OidcIssuer, StoreError, prelude::*};
use jwt_router_tests::{
    Answer, Keys, NOW, Refusal, RequestExt as _, SECRET, TestIssuer, TestKey, block_on, forge_raw,
    get, users_only,
};
use serde_json::{Value, json};

use crate::log::logged;

#[entity(table = "members", key = "subject")]
#[derive(Clone)]
struct Member {
    subject: String,
}

#[entity(table = "accounts", key = "number")]
#[derive(Clone)]
struct Account {
    number: i64,
}

#[protected(GET, "/member", register = false)]
async fn member(g: G<Member>) -> String {
    g.subject.clone()
}

#[protected(GET, "/account", register = false)]
async fn account(g: G<Account>) -> String {
    g.number.to_string()
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn claims_only(g: G) -> String {
    g.key::<Member>().unwrap_or_else(|| "no key".to_owned())
}

#[protected(GET, "/renew", register = false)]
async fn renew(g: G<Member>, jwt: JwtRoutes) -> String {
    match jwt.update_token(&g) {
        Ok(_) => "renewed".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[protected(GET, "/logout", claims_only, register = false)]
async fn logout(g: G, jwt: JwtRoutes) -> String {
    match jwt.end_own_sessions(&g).await {
        Ok(_) => "logged out".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[protected(GET, "/posts", scope = "posts:read", register = false)]
async fn posts(g: G<Member>) -> String {
    g.subject.clone()
}

#[protected(GET, "/fresh", fresh = "15m", register = false)]
async fn fresh(_g: G<Member>) {}

#[protected(GET, "/strong", acr = "aal2", factor = "otp", register = false)]
async fn strong(_g: G<Member>) {}

/// Makes a member of whatever is asked for.
#[derive(Clone)]
struct ByField;

impl FindBy<Member> for ByField {
    async fn find_by(
        &self,
        _field: &EntityField<Member>,
        value: &str,
    ) -> Result<Option<Member>, StoreError> {
        let subject = value.to_owned();
        Ok(Some(Member { subject }))
    }
}

fn subject() -> EntityField<Member> {
    EntityField::new("subject", |member: &Member| &member.subject)
}

fn known() -> JwtRoutesBuilder {
    let mary = Member {
        subject: "mary".to_owned(),
    };
    users_only()
        .entity::<Member>(MemoryStore::new([mary]))
        .entity::<Account>(MemoryStore::new([Account { number: 7 }]))
}

fn built(builder: JwtRoutesBuilder) -> App {
    let routes = routes![
        member,
        account,
        claims_only,
        renew,
        logout,
        posts,
        strong,
        fresh
    ];
    builder
        .build()
        .unwrap()
        .app_with((), routes)
        .build()
        .unwrap()
}

fn claims(issuer: &TestIssuer, more: Value) -> Value {
    let mut claims = json!({"iss": issuer.url, "sub": "mary", "aud": "my-api", "exp": NOW + 600});
    let Value::Object(more) = more else {
        panic!("claims are an object")
    };
    claims.as_object_mut().unwrap().extend(more);
    claims
}

/// What is asked of an application that trusts one issuer.
struct Case {
    key: TestKey,
    issuer: TestIssuer,
    app: App,
}

impl Case {
    async fn of(configure: impl FnOnce(OidcIssuer) -> OidcIssuer) -> Self {
        Self::with(known(), configure).await
    }

    async fn with(
        builder: JwtRoutesBuilder,
        configure: impl FnOnce(OidcIssuer) -> OidcIssuer,
    ) -> Self {
        Self::any(builder, |issuer| configure(issuer.audience("my-api"))).await
    }

    async fn without_audience(configure: impl FnOnce(OidcIssuer) -> OidcIssuer) -> Self {
        Self::any(known(), configure).await
    }

    async fn any(
        builder: JwtRoutesBuilder,
        configure: impl FnOnce(OidcIssuer) -> OidcIssuer,
    ) -> Self {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let trusted = configure(OidcIssuer::discover(&issuer.url));
        let app = built(builder.trusted_issuer(trusted));
        Self { key, issuer, app }
    }

    async fn by_subject() -> Self {
        Self::of(|issuer| issuer.entity::<Member>("sub").scope_claim("scope")).await
    }

    async fn ask(&self, path: &str, token: &str) -> Answer {
        get(path).bearer(token).sent_to(&self.app).await
    }

    /// The answer to a good token with these claims beside or instead.
    async fn say(&self, path: &str, more: Value) -> Answer {
        let token = self.key.sign(&claims(&self.issuer, more));
        self.ask(path, &token).await
    }
}

#[track_caller]
fn check(path: &str, more: Value, refusal: Option<Refusal>) {
    let answer = block_on(async { Case::by_subject().await.say(path, more.clone()).await });
    match refusal {
        None => assert_eq!(answer.status, 200, "{more}"),
        Some(refusal) => answer.is_refused(refusal),
    }
}

#[track_caller]
fn check_claims(more: Value, is_good: bool) {
    check("/member", more, (!is_good).then_some(Refusal::BadToken));
}

// SECURITY.md, Issuers: `iss` exact, `aud` required, `exp` required.
#[test]
fn issuer_audience_and_dates_are_checked() {
    check_claims(json!({}), true);
    check_claims(json!({"iss": "https://login.example.com"}), false);
    check_claims(json!({"iss": null}), false);
    check_claims(json!({"aud": ["other", "my-api"]}), true);
    check_claims(json!({"aud": "other"}), false);
    check_claims(json!({"aud": []}), false);
    check_claims(json!({"aud": null}), false);
    check_claims(json!({"aud": "MY-API"}), false);
    check_claims(json!({"exp": NOW - 61}), false);
    check_claims(json!({"exp": "never"}), false);
    check_claims(json!({"exp": null}), false);
    check_claims(json!({"nbf": NOW + 61}), false);
    check_claims(json!({"iat": NOW + 61}), false);
}

/// Checks the word that the log has for a token with this header and this `iss` of the issuer.
#[track_caller]
fn check_log(header: Value, iss: impl FnOnce(&str) -> String, code: &str) {
    let log = logged(|| {
        block_on(async {
            let case = Case::by_subject().await;
            let claims = claims(&case.issuer, json!({"iss": iss(&case.issuer.url)}));
            let token = case.key.sign_as(&header, &claims);
            case.ask("/member", &token)
                .await
                .is_refused(Refusal::BadToken);
        });
    });
    assert_eq!(code_in(&log).as_deref(), Some(code));
}

/// The code of the one refusal in the log.
#[track_caller]
fn code_in(log: &[Value]) -> Option<String> {
    let is_guards = |event: &&Value| event["target"] == "jwt_router::guard";
    match log.iter().filter(is_guards).collect::<Vec<_>>()[..] {
        [] => None,
        [event] => Some(event["fields"]["code"].as_str().unwrap().to_owned()),
        [..] => panic!("{log:?}"),
    }
}

#[test]
fn the_log_says_that_an_issuer_is_unknown() {
    let es256 = json!({"alg": "ES256", "kid": "a"});
    check_log(es256, |iss| format!("{iss}/"), "unknown_issuer");
    let none = json!({"alg": "none"});
    check_log(none, |iss| format!("{iss}/"), "wrong_algorithm");
}

#[test]
fn clocks_may_differ_by_a_minute() {
    check_claims(json!({"exp": NOW - 59}), true);
    check_claims(json!({"nbf": NOW + 60}), true);
    check_claims(json!({"iat": NOW + 60}), true);
}

// The leeway is that of the issuer, whatever that of our own tokens is.
#[test]
fn a_recent_login_is_judged_by_the_leeway_of_its_issuer() {
    for (configured, seconds) in [(None, 60), (Some(0), 0), (Some(2), 2), (Some(300), 300)] {
        block_on(async {
            let own = Duration::from_secs(30);
            let case = Case::with(known().leeway(own), |issuer| {
                let issuer = issuer.entity::<Member>("sub");
                match configured {
                    Some(leeway) => issuer.leeway(Duration::from_secs(leeway)),
                    None => issuer,
                }
            });
            let case = case.await;
            for (login, status) in [
                (NOW + seconds, 200),
                (NOW + seconds + 1, 401),
                (NOW - 900, 200),
                (NOW - 901, 401),
            ] {
                let answer = case.say("/fresh", json!({"auth_time": login})).await;
                assert_eq!(answer.status, status, "{configured:?} {login}");
            }
        });
    }
}

#[test]
fn the_claim_is_exactly_the_entitys_key() {
    check_claims(json!({"sub": "nobody"}), false);
    check_claims(json!({"sub": null}), false);
    check_claims(json!({"sub": 7}), false);
    check_claims(json!({"sub": ["mary"]}), false);
    // The table is not for the token of another to say.
    check_claims(json!({"table_name": "users", "user_id": 1}), true);
    check(
        "/account",
        json!({"table_name": "accounts", "number": 7}),
        Some(Refusal::Forbidden),
    );
    block_on(async {
        let case = Case::of(|issuer| issuer.entity::<Account>("account")).await;
        case.say("/account", json!({"account": 7}))
            .await
            .is(200, "7");
        for account in [json!("7"), json!(7.0), json!(true), json!(null)] {
            let answer = case.say("/account", json!({ "account": account })).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[track_caller]
fn check_token(forge: impl FnOnce(&TestKey, &TestIssuer) -> String) {
    block_on(async {
        let case = Case::by_subject().await;
        case.say("/member", json!({})).await.is(200, "mary");
        let answer = case.ask("/member", &forge(&case.key, &case.issuer)).await;
        answer.is_refused(Refusal::BadToken);
    });
}

// RFC 8725, sections 2.1, 3.1 and 3.2.
#[test]
fn an_issuers_token_has_its_keys_algorithm() {
    for alg in ["none", "None", "HS256", "ES384", "RS256", "EdDSA", "es256"] {
        check_token(|key, issuer| {
            let header = json!({"alg": alg, "kid": "a"});
            key.sign_as(&header, &claims(issuer, json!({})))
        });
    }
}

#[test]
fn a_public_key_is_no_secret() {
    for header in [
        r#"{"alg":"HS256","kid":"a"}"#,
        r#"{"alg":"HS256","typ":"JWT"}"#,
    ] {
        check_token(|key, issuer| {
            let jwk = key.jwk().to_string();
            forge_raw(header, &claims(issuer, json!({})).to_string(), &jwk)
        });
        check_token(|key, issuer| {
            let jwk = key.jwk();
            let x = jwk["x"].as_str().unwrap();
            forge_raw(header, &claims(issuer, json!({})).to_string(), x)
        });
    }
}

#[test]
fn a_header_with_a_key_or_of_another_kind_is_refused() {
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
        ("typ", json!("logout+jwt")),
        ("cty", json!("JWT")),
        ("kid", json!("b")),
        ("kid", json!(1)),
    ] {
        check_token(|key, issuer| {
            let mut header = json!({"alg": "ES256", "kid": "a"});
            header[name] = value;
            key.sign_as(&header, &claims(issuer, json!({})))
        });
    }
}

// RFC 7515, sections 4.1.2 to 4.1.6: SAP and Cloud Foundry send `jku` in every token.
#[test]
fn a_key_in_the_header_is_ignored() {
    block_on(async {
        let case = Case::by_subject().await;
        let other = TestKey::new("a");
        let elsewhere = TestIssuer::start(Keys::Are(vec![other.jwk()])).await;
        for (name, value) in [
            ("jku", json!(format!("{}/keys", elsewhere.url))),
            ("x5u", json!(format!("{}/keys", elsewhere.url))),
            ("x5c", json!(["MIIB"])),
            ("x5t", json!("AA")),
            ("jwk", other.jwk()),
        ] {
            let mut header = json!({"alg": "ES256", "kid": "a"});
            header[name] = value;
            let claims = claims(&case.issuer, json!({}));
            let signed = case.key.sign_as(&header, &claims);
            let answer = get("/member").bearer(&signed).sent_to(&case.app).await;
            answer.is(200, "mary");
            // The key that it names signs nothing.
            let forged = other.sign_as(&header, &claims);
            let answer = get("/member").bearer(&forged).sent_to(&case.app).await;
            answer.is_refused(Refusal::BadToken);
        }
        assert_eq!(elsewhere.fetches(), 0);
    });
}

#[test]
fn a_token_of_another_kind_is_logged_as_such() {
    for (header, more, code) in [
        (json!({"typ": "logout+jwt"}), json!({}), "wrong_type"),
        (json!({"typ": "dpop+jwt"}), json!({}), "wrong_type"),
        (json!({"zip": "DEF"}), json!({}), "unsupported_header"),
        (json!({}), json!({"cnf": {"jkt": "x"}}), "bound_to_key"),
        (json!({}), json!({"events": {}}), "security_event"),
    ] {
        let log = logged(|| {
            block_on(async {
                let case = Case::by_subject().await;
                let mut whole = json!({"alg": "ES256", "kid": "a"});
                let Value::Object(header) = header.clone() else {
                    panic!("a header is an object")
                };
                whole.as_object_mut().unwrap().extend(header);
                let token = case
                    .key
                    .sign_as(&whole, &claims(&case.issuer, more.clone()));
                let answer = get("/member").bearer(&token).sent_to(&case.app).await;
                answer.is_refused(Refusal::BadToken);
            });
        });
        let codes: Vec<_> = log.iter().map(|event| &event["fields"]["code"]).collect();
        assert!(codes.contains(&&json!(code)), "{code}: {log:?}");
    }
}

#[test]
fn another_key_with_the_same_name_signs_nothing() {
    check_token(|_, issuer| TestKey::new("a").sign(&claims(issuer, json!({}))));
}

#[test]
fn a_token_of_one_issuer_is_not_verified_with_anothers_key() {
    block_on(async {
        let [ours, theirs] = ["a", "a"].map(TestKey::new);
        let one = TestIssuer::start(Keys::Are(vec![ours.jwk()])).await;
        let other = TestIssuer::start(Keys::Are(vec![theirs.jwk()])).await;
        let trusted = |issuer: &TestIssuer| {
            let trusted = OidcIssuer::discover(&issuer.url).audience("my-api");
            trusted.entity::<Member>("member")
        };
        let shared = trusted(&other).same_users_as(&*one.url);
        let app = built(known().trusted_issuer(trusted(&one)).trusted_issuer(shared));
        for (key, issuer, status) in [
            (&ours, &one, 200),
            (&theirs, &other, 200),
            (&ours, &other, 401),
            (&theirs, &one, 401),
        ] {
            let token = key.sign(&claims(issuer, json!({"member": "mary"})));
            let answer = get("/member").bearer(&token).sent_to(&app).await;
            assert_eq!(answer.status, status);
        }
    });
}

// RFC 8725, section 3.12; RFC 9068, section 4.
#[test]
fn an_id_token_is_no_access_token() {
    for more in [
        json!({"at_hash": "x"}),
        json!({"c_hash": "x"}),
        json!({"typ": "ID"}),
        json!({"typ": "Refresh"}),
        json!({"token_use": "id"}),
    ] {
        check_claims(more, false);
    }
    check_claims(json!({"typ": "Bearer", "token_use": "access"}), true);
    block_on(async {
        let strict = |issuer: OidcIssuer| issuer.entity::<Member>("sub").access_tokens_only();
        let case = Case::of(strict).await;
        for (typ, status) in [("at+jwt", 200), ("application/AT+JWT", 200), ("JWT", 401)] {
            let header = json!({"alg": "ES256", "kid": "a", "typ": typ});
            let token = case.key.sign_as(&header, &claims(&case.issuer, json!({})));
            assert_eq!(case.ask("/member", &token).await.status, status, "{typ}");
        }
        let untyped = case.say("/member", json!({})).await;
        untyped.is_refused(Refusal::BadToken);
    });
}

#[test]
fn an_authorized_party_is_required_once_configured() {
    check_claims(json!({"azp": "any", "aud": ["my-api", "account"]}), true);
    block_on(async {
        let case = Case::of(|issuer| issuer.entity::<Member>("sub").authorized_party("web")).await;
        case.say("/member", json!({"azp": "web"}))
            .await
            .is(200, "mary");
        for more in [json!({}), json!({"azp": "other"}), json!({"azp": ["web"]})] {
            case.say("/member", more)
                .await
                .is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn an_algorithm_that_the_issuer_does_not_use_is_refused() {
    block_on(async {
        let only = jwt_router::Algorithm::RS256;
        let case = Case::of(|issuer| issuer.entity::<Member>("sub").algorithm(only)).await;
        case.say("/member", json!({}))
            .await
            .is_refused(Refusal::BadToken);
    });
}

fn finding() -> JwtRoutesBuilder {
    users_only()
        .entity::<Member>(MemoryStore::new([]))
        .entity::<Account>(MemoryStore::new([]))
}

#[test]
fn an_entity_is_found_by_a_field() {
    block_on(async {
        let by_email = |issuer: OidcIssuer| issuer.entity_by("email", subject(), ByField);
        let case = Case::with(finding(), by_email).await;
        let verified = json!({"email": "mary@example.com", "email_verified": true});
        let answer = case.say("/member", verified).await;
        answer.is(200, "mary@example.com");
        for more in [
            json!({"email": "mary@example.com"}),
            json!({"email": "mary@example.com", "email_verified": false}),
            json!({"email_verified": true}),
            json!({"email": 7, "email_verified": true}),
        ] {
            case.say("/member", more)
                .await
                .is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn an_entity_is_found_by_issuer_and_subject() {
    block_on(async {
        let by_both = |issuer: OidcIssuer| issuer.entity_by_subject(subject(), ByField);
        let case = Case::with(finding(), by_both).await;
        let answer = case.say("/member", json!({})).await;
        answer.is(200, &format!("{} mary", case.issuer.url));
        case.say("/claims", json!({})).await.is(200, "no key");
    });
}

#[test]
fn a_route_that_reads_claims_only_ends_no_sessions_of_an_unknown_key() {
    block_on(async {
        let by_both = |issuer: OidcIssuer| issuer.entity_by_subject(subject(), ByField);
        let case = Case::with(finding(), by_both).await;
        let reason = "the key of the caller is unknown, because another issuer signed the token and the route loads no \
                      entity: remove `claims_only`";
        case.say("/logout", json!({})).await.is(200, reason);
    });
}

#[test]
fn a_route_that_reads_claims_only_knows_the_key() {
    block_on(async {
        let case = Case::by_subject().await;
        case.say("/claims", json!({"sub": "nobody"}))
            .await
            .is(200, "nobody");
    });
}

#[test]
fn a_scope_of_the_issuer_opens_what_demands_it() {
    check("/posts", json!({"scope": "openid posts:read"}), None);
    block_on(async {
        let case = Case::by_subject().await;
        assert_eq!(
            case.say("/posts", json!({"scope": "openid"})).await.status,
            403
        );
        assert_eq!(case.say("/posts", json!({})).await.status, 403);
    });
}

#[test]
fn the_login_at_the_issuer_opens_what_demands_it() {
    check(
        "/strong",
        json!({"acr": "aal2", "amr": ["pwd", "otp"]}),
        None,
    );
    block_on(async {
        let case = Case::by_subject().await;
        for less in [
            json!({}),
            json!({"acr": "aal2"}),
            json!({"amr": ["otp"]}),
            json!({"acr": "aal1", "amr": ["otp"]}),
            json!({"acr": ["aal2"], "amr": ["otp"]}),
            json!({"acr": "aal2", "amr": "otp"}),
        ] {
            let answer = case.say("/strong", less.clone()).await;
            assert_eq!(answer.status, 401, "{less}");
        }
    });
    // Where the claim names the entity, it says no level.
    block_on(async {
        let by_level = |issuer: OidcIssuer| issuer.entity::<Member>("acr");
        let aal2 = Member {
            subject: "aal2".to_owned(),
        };
        let users = users_only()
            .entity::<Member>(MemoryStore::new([aal2]))
            .entity::<Account>(MemoryStore::new([]));
        let case = Case::with(users, by_level).await;
        let claims = json!({"acr": "aal2", "amr": ["otp"]});
        case.say("/member", claims.clone()).await.is(200, "aal2");
        assert_eq!(case.say("/strong", claims).await.status, 401);
    });
}

#[test]
fn the_token_of_another_issuer_is_not_renewed() {
    block_on(async {
        let answer = Case::by_subject().await.say("/renew", json!({})).await;
        answer.is(200, "the caller's token is of another issuer or of another `JwtRoutes`, so that it is not renewed here, and no ticket is minted from it: use the `JwtRoutes` of the route, or mint a token of your own with `create_token`");
    });
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<Member>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.subject.clone())
}

#[test]
fn a_public_route_and_a_merged_router_wait_for_the_keys_too() {
    for (path, anonymous) in [("/feed", 200), ("/by-hand", 401)] {
        block_on(async {
            let mut case = Case::by_subject().await;
            let trusted = OidcIssuer::discover(&case.issuer.url).audience("my-api");
            let jwt = known().trusted_issuer(trusted.entity::<Member>("sub"));
            let by_hand = Router::new().route("/by-hand", axum::routing::get(member));
            let app = jwt.build().unwrap().app_with((), routes![feed]);
            case.app = app.merge(by_hand).build().unwrap();
            case.say(path, json!({})).await.is(200, "mary");
            let expired = case.say(path, json!({"exp": 1})).await;
            expired.is_refused(Refusal::BadToken);
            let answer = get(path).sent_to(&case.app).await;
            assert_eq!(answer.status, anonymous);
        });
    }
}

fn check_problem(builder: JwtRoutesBuilder, words: &str) {
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

fn good(issuer: &str) -> OidcIssuer {
    OidcIssuer::discover(issuer)
        .audience("my-api")
        .entity::<Member>("sub")
}

#[test]
fn an_issuer_is_checked_when_the_application_is_configured() {
    let with = |issuer: OidcIssuer| JwtRoutes::builder().secret(SECRET).trusted_issuer(issuer);
    let example = "https://login.example.com";
    assert!(with(good(example)).build().is_ok());
    assert!(
        with(good("http://127.0.0.1:8080/realms/app"))
            .build()
            .is_ok()
    );
    check_problem(
        with(good("http://login.example.com")),
        "its scheme has to be `https`",
    );
    check_problem(with(good("https://login.example.com?realm=a")), "no query");
    check_problem(
        with(good("https://login.example.com ")),
        "it has white space",
    );
    check_problem(
        with(good(
            "https://login.example.com/.well-known/openid-configuration",
        )),
        "write what stands before `/.well-known`",
    );
    check_problem(with(good("")), "it is empty");
    let keys = OidcIssuer::jwks(example, "http://login.example.com/keys");
    check_problem(
        with(keys.audience("my-api").entity::<Member>("sub")),
        "its keys' URL: its scheme has to be `https`",
    );
    check_problem(with(OidcIssuer::discover(example)), "call `.audience(..)`");
    check_problem(
        with(OidcIssuer::discover(example)),
        "call `.entity::<User>(\"sub\")`",
    );
    check_problem(
        with(good(example).entity::<Member>("iss")),
        "has another meaning",
    );
    check_problem(
        with(good(example).algorithm(jwt_router::Algorithm::HS256)),
        "HS256 has a secret",
    );
    check_problem(with(good(example)).issuer(example), "it is your own");
    check_problem(
        with(good(example)).trusted_issuer(good(example)),
        "it is configured twice",
    );
    let other = "https://other.example.com";
    check_problem(
        with(good(example)).trusted_issuer(good(other)),
        "entity_by_subject",
    );
}

/// Two issuers that name the members by claims of theirs.
fn two_issuers(
    first: impl FnOnce(OidcIssuer) -> OidcIssuer,
    second: impl FnOnce(OidcIssuer) -> OidcIssuer,
) -> JwtRoutesBuilder {
    let issuer = |name| OidcIssuer::discover(name).audience("my-api");
    JwtRoutes::builder()
        .entity::<Member>(MemoryStore::new([]))
        .entity::<Account>(MemoryStore::new([]))
        .trusted_issuer(first(issuer("https://one.example.com")))
        .trusted_issuer(second(issuer("https://two.example.com")))
}

#[test]
fn one_claim_of_two_issuers_does_not_name_one_entity() {
    for claim in ["sub", "oid", "uid", "phone_number", "email", "members"] {
        check_problem(
            two_issuers(
                |one| one.entity::<Member>(claim),
                |two| two.entity::<Member>(claim),
            ),
            "one.example.com",
        );
        check_problem(
            two_issuers(
                |one| one.entity_by(claim, subject(), ByField),
                |two| two.entity_by(claim, subject(), ByField),
            ),
            ".same_users_as(",
        );
    }
    // Two claims may have one value, too.
    check_problem(
        two_issuers(
            |one| one.entity::<Member>("sub"),
            |two| two.entity_by("email", subject(), ByField),
        ),
        ".entity_by_subject(..)",
    );
}

#[test]
fn a_claim_alone_does_not_name_the_entities_of_another_issuers_subjects() {
    let name = "login";
    check_problem(
        two_issuers(
            |one| one.entity_by_subject(subject(), ByField),
            |two| two.entity_by(name, subject(), ByField),
        ),
        ".same_users_as(",
    );
    check_problem(
        two_issuers(
            |one| one.entity::<Member>(name),
            |two| two.entity_by_subject(subject(), ByField),
        ),
        ".same_users_as(",
    );
    let shared = two_issuers(
        |one| one.entity_by_subject(subject(), ByField),
        |two| {
            two.entity_by(name, subject(), ByField)
                .same_users_as("https://one.example.com")
        },
    );
    assert!(shared.build().is_ok());
}

#[test]
fn two_issuers_may_name_one_entity_by_issuer_and_subject_or_two_entities() {
    let apart = two_issuers(
        |one| one.entity_by_subject(subject(), ByField),
        |two| two.entity_by_subject(subject(), ByField),
    );
    assert!(apart.build().is_ok());
    let two_entities = two_issuers(
        |one| one.entity::<Member>("sub"),
        |two| two.entity::<Account>("uid"),
    );
    assert!(two_entities.build().is_ok());
}

#[test]
fn the_program_may_say_that_two_issuers_share_their_users() {
    let shared = two_issuers(
        |one| one.entity::<Member>("sub"),
        |two| {
            two.entity::<Member>("sub")
                .same_users_as("https://one.example.com")
        },
    );
    assert!(shared.build().is_ok());
    check_problem(
        two_issuers(
            |one| one.entity::<Member>("sub"),
            |two| {
                two.entity::<Account>("uid")
                    .same_users_as("https://one.example.com/")
            },
        ),
        "names no other issuer",
    );
}

/// Checks that a token whose `claim` is empty is refused, whatever the store returns.
#[track_caller]
fn check_empty(claim: &str, configure: impl FnOnce(OidcIssuer) -> OidcIssuer) {
    let nobody = Member {
        subject: String::new(),
    };
    let log = logged(|| {
        block_on(async {
            let builder = users_only()
                .entity::<Member>(MemoryStore::new([nobody]))
                .entity::<Account>(MemoryStore::new([]));
            let case = Case::with(builder, configure).await;
            let answer = case.say("/member", json!({ claim: "" })).await;
            answer.is_refused(Refusal::BadToken);
        });
    });
    assert_eq!(code_in(&log).as_deref(), Some("empty_key"));
}

#[test]
fn an_empty_claim_names_no_entity() {
    check_empty("employee", |issuer| issuer.entity::<Member>("employee"));
    check_empty("sub", |issuer| issuer.entity::<Member>("sub"));
    check_empty("nick", |issuer| {
        issuer.entity_by("nick", subject(), ByField)
    });
    check_empty("sub", |issuer| issuer.entity_by_subject(subject(), ByField));
}

#[test]
fn an_entity_that_nothing_loads_is_a_mistake_at_the_start() {
    let jwt = JwtRoutes::builder().trusted_issuer(good("https://login.example.com"));
    let jwt = jwt.build().unwrap();
    let error = jwt.app_with((), routes![member]).build().unwrap_err();
    assert!(error.to_string().contains("Member"), "{error}");
    assert!(jwt.app_with((), routes![claims_only]).build().is_ok());
}

#[test]
fn a_period_of_an_issuer_is_a_text_or_a_duration() {
    let issuer = || good("https://login.example.com");
    let hours = Duration::from_secs(12 * 60 * 60);
    for issuer in [
        issuer().leeway("30s").key_lifetime("12h"),
        issuer().leeway(Duration::ZERO).key_lifetime(hours),
    ] {
        assert!(JwtRoutes::builder().trusted_issuer(issuer).build().is_ok());
    }
    for (issuer, expected) in [
        (
            issuer().leeway("30"),
            "`.leeway(..)` is `30`: write a number and a unit",
        ),
        (
            issuer().key_lifetime("a day"),
            "`.key_lifetime(..)` is `a day`: write a number",
        ),
        (
            issuer().leeway("301s"),
            "its leeway is more than five minutes",
        ),
    ] {
        check_problem(JwtRoutes::builder().trusted_issuer(issuer), expected);
    }
}

// SECURITY.md, Issuers: a name is a URL or a registered name.
#[test]
fn the_name_of_an_issuer_is_checked_wherever_there_is_one() {
    for name in [
        "https://login.example.com\u{200b}",
        "a b",
        "https:\\\\login",
        "a\n",
        ":",
    ] {
        let words = format!("`{}`", name.escape_debug());
        check_problem(JwtRoutes::builder().secret(SECRET).issuer(name), &words);
        let vars = [("JWT_ROUTER_SECRET", SECRET), ("JWT_ROUTER_ISSUER", name)];
        let error = JwtRoutesBuilder::from_vars(vars).unwrap_err().to_string();
        assert!(
            error.contains("JWT_ROUTER_ISSUER") && error.contains(&words),
            "{error}"
        );
        let jwks = OidcIssuer::jwks(name, "https://login.example.com/keys");
        let jwks = jwks.audience("my-api").entity::<Member>("sub");
        check_problem(JwtRoutes::builder().trusted_issuer(jwks), &words);
        check_problem(JwtRoutes::builder().trusted_issuer(good(name)), &words);
        let other = good("https://login.example.com").also_named(name);
        check_problem(JwtRoutes::builder().trusted_issuer(other), &words);
    }
    for name in [
        "my-service",
        "urn:example:service",
        "https://app.example.com/",
    ] {
        assert!(
            JwtRoutes::builder()
                .secret(SECRET)
                .issuer(name)
                .build()
                .is_ok()
        );
    }
}
