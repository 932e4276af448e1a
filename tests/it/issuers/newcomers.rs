//! Users whom an issuer knows and the application does not yet: `OidcIssuer::on_unknown`.

use std::{
    future::{pending, ready},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jwt_router::IssuerClaims;
use serde::Deserialize;

use super::*;

fn tom() -> Member {
    Member {
        subject: "tom".to_owned(),
    }
}

/// A store that the hook adds to.
type Members = MemoryStore<Member>;

/// Returns an application whose only member is Mary, and whose issuer creates others with `create`.
async fn case<F, Fut>(members: &Members, create: F) -> Case
where
    F: Fn(IssuerClaims) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Option<Member>, StoreError>> + Send + 'static,
{
    let builder = users_only()
        .entity::<Member>(members.clone())
        .entity::<Account>(MemoryStore::new([]));
    let configure = |issuer: OidcIssuer| issuer.entity::<Member>("sub").on_unknown(create);
    Case::with(builder, configure).await
}

fn members() -> Members {
    MemoryStore::new([Member {
        subject: "mary".to_owned(),
    }])
}

async fn say_tom(case: &Case) -> Answer {
    case.say("/member", json!({"sub": "tom"})).await
}

#[test]
fn an_unknown_user_is_refused_unless_the_program_creates_one() {
    block_on(async {
        let case = Case::by_subject().await;
        say_tom(&case).await.is_refused(Refusal::BadToken);
    });
}

#[test]
fn an_unknown_user_is_created_once_and_known_from_then_on() {
    block_on(async {
        let (members, calls) = (members(), Arc::new(AtomicUsize::new(0)));
        let (store, counted) = (members.clone(), Arc::clone(&calls));
        let case = case(&members, move |claims| {
            counted.fetch_add(1, Ordering::Relaxed);
            let subject = claims.subject().unwrap_or_default().to_owned();
            let member = Member { subject };
            store.insert(member.clone());
            ready(Ok(Some(member)))
        })
        .await;
        for _ in 0..3 {
            say_tom(&case).await.is(200, "tom");
        }
        case.say("/member", json!({})).await.is(200, "mary");
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn the_program_may_refuse_an_unknown_user() {
    let log = logged(|| {
        block_on(async {
            let case = case(&members(), |_| ready(Ok(None))).await;
            say_tom(&case).await.is_refused(Refusal::BadToken);
        });
    });
    let code = |event: &Value| event["fields"]["code"] == "no_such_entity";
    assert!(log.iter().any(code), "{log:?}");
}

// Single flight, within this process.
#[test]
fn concurrent_first_requests_of_one_user_create_it_once() {
    block_on(async {
        let (members, calls) = (members(), Arc::new(AtomicUsize::new(0)));
        let (store, counted) = (members.clone(), Arc::clone(&calls));
        let case = case(&members, move |claims| {
            let (store, counted) = (store.clone(), Arc::clone(&counted));
            async move {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
                let subject = claims.subject().unwrap_or_default().to_owned();
                let member = Member { subject };
                store.insert(member.clone());
                Ok(Some(member))
            }
        })
        .await;
        // The keys are fetched first, so that all requests come to the store together.
        case.say("/member", json!({})).await.is(200, "mary");
        let toms = tokio::join!(
            say_tom(&case),
            say_tom(&case),
            say_tom(&case),
            say_tom(&case)
        );
        for answer in [toms.0, toms.1, toms.2, toms.3] {
            answer.is(200, "tom");
        }
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        let ann = case.say("/member", json!({"sub": "ann"})).await;
        ann.is(200, "ann");
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    });
}

// A request whose client goes away does not leave the others waiting.
#[test]
fn the_next_request_creates_the_user_if_the_first_is_dropped() {
    block_on(async {
        let (members, calls) = (members(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        let case = case(&members, move |_| {
            let is_first = counted.fetch_add(1, Ordering::Relaxed) == 0;
            async move {
                if is_first {
                    pending::<()>().await;
                }
                Ok(Some(tom()))
            }
        })
        .await;
        case.say("/member", json!({})).await.is(200, "mary");
        let first = tokio::time::timeout(Duration::from_millis(20), say_tom(&case)).await;
        assert!(first.is_err());
        say_tom(&case).await.is(200, "tom");
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    });
}

// SECURITY.md, Request: a loaded entity is accepted only if its own key equals the token's.
#[test]
fn a_created_user_with_another_key_is_refused() {
    let log = logged(|| {
        block_on(async {
            let other = |_| {
                ready(Ok(Some(Member {
                    subject: "mary".to_owned(),
                })))
            };
            let case = case(&members(), other).await;
            say_tom(&case).await.is_refused(Refusal::BadToken);
        });
    });
    let code = |event: &Value| event["fields"]["code"] == "store_mismatch";
    assert!(log.iter().any(code), "{log:?}");
}

#[test]
fn a_created_user_is_compared_in_the_field_too() {
    block_on(async {
        let check = async |subject: &'static str, refusal: Option<Refusal>| {
            let members = members();
            let builder = users_only()
                .entity::<Member>(members.clone())
                .entity::<Account>(MemoryStore::new([]));
            let create = move |claims: IssuerClaims| {
                let identity = format!("{} {subject}", claims.issuer());
                ready(Ok(Some(Member { subject: identity })))
            };
            let configure = |issuer: OidcIssuer| {
                let issuer = issuer.entity_by_subject(super::subject(), members);
                issuer.on_unknown(create)
            };
            let case = Case::with(builder, configure).await;
            let answer = say_tom(&case).await;
            match refusal {
                None => answer.is(200, &format!("{} tom", case.issuer.url)),
                Some(refusal) => answer.is_refused(refusal),
            }
        };
        check("tom", None).await;
        check("ann", Some(Refusal::BadToken)).await;
    });
}

#[test]
fn a_hook_that_fails_panics_or_hangs_is_no_refusal_of_the_token() {
    block_on(async {
        let failing = case(&members(), |_| ready(Err(StoreError::new("disk on fire")))).await;
        say_tom(&failing).await.is_refused(Refusal::Unavailable);
        let panicking = case(&members(), |_| async { panic!("a mistake") }).await;
        say_tom(&panicking).await.is_refused(Refusal::Fault);
        let at_once = case(&members(), |_| -> std::future::Ready<_> {
            panic!("a mistake")
        })
        .await;
        say_tom(&at_once).await.is_refused(Refusal::Fault);
        let hanging = case(&members(), |_| pending()).await;
        hanging.say("/member", json!({})).await.is(200, "mary");
        tokio::time::pause();
        say_tom(&hanging).await.is_refused(Refusal::Unavailable);
    });
}

#[test]
fn the_hook_sees_the_verified_claims_and_not_the_token() {
    #[derive(Deserialize)]
    struct Profile {
        name: String,
    }

    block_on(async {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let hook = Arc::clone(&seen);
        let case = case(&members(), move |claims: IssuerClaims| {
            let profile: Profile = claims.claims().unwrap();
            hook.lock().unwrap().extend([
                claims.issuer().to_owned(),
                claims.subject().unwrap().to_owned(),
                profile.name,
                format!("{claims:?}"),
            ]);
            ready(Ok(Some(tom())))
        })
        .await;
        let claims = json!({"sub": "tom", "name": "Tom"});
        case.say("/member", claims).await.is(200, "tom");
        let seen = seen.lock().unwrap();
        assert_eq!(seen[..3], [&*case.issuer.url, "tom", "Tom"]);
        assert!(
            !seen[3].contains("eyJ") && !seen[3].contains("tom"),
            "{}",
            seen[3]
        );
    });
}

#[test]
fn only_a_valid_token_of_a_route_that_loads_creates_a_user() {
    block_on(async {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let case = case(&members(), move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            ready(Ok(Some(tom())))
        })
        .await;
        let say = async |path: &str, more: Value| case.say(path, more).await.status;
        assert_eq!(
            say("/member", json!({"sub": "tom", "exp": NOW - 90})).await,
            401
        );
        assert_eq!(
            say("/member", json!({"sub": "tom", "aud": "other"})).await,
            401
        );
        assert_eq!(say("/account", json!({"sub": "tom"})).await, 403);
        assert_eq!(say("/claims", json!({"sub": "tom"})).await, 200);
        let own = forge_raw(r#"{"alg":"HS256","typ":"JWT"}"#, "{}", SECRET);
        assert_eq!(case.ask("/member", &own).await.status, 401);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
        // The requirements of the route are checked for a created user as for a known one.
        assert_eq!(say("/posts", json!({"sub": "tom"})).await, 403);
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn a_hook_for_another_entity_is_a_problem() {
    let issuer = OidcIssuer::discover("https://login.example.com").audience("my-api");
    let issuer = issuer
        .entity::<Account>("n")
        .on_unknown(|_| ready(Ok(Some(tom()))));
    let error = known()
        .trusted_issuer(issuer)
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("`.on_unknown(..)` creates `it::issuers::Member`, and its tokens name `it::issuers::Account`"), "{error}");
}

/// Returns an application whose issuer's tokens name members by `email`, and creates others with `create`.
async fn by_email<F, Fut>(members: &Members, create: F) -> Case
where
    F: Fn(IssuerClaims) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Option<Member>, StoreError>> + Send + 'static,
{
    let builder = users_only()
        .entity::<Member>(members.clone())
        .entity::<Account>(MemoryStore::new([]));
    let store = members.clone();
    let configure = |issuer: OidcIssuer| {
        let issuer = issuer.entity_by("email", subject(), store);
        issuer.on_unknown(create)
    };
    Case::with(builder, configure).await
}

async fn say_mail(case: &Case, email: &str) -> Answer {
    let claims = json!({"sub": "7", "email": email, "email_verified": true});
    case.say("/member", claims).await
}

/// Creates the member of the token's `email`, and counts the calls.
fn new_member(
    members: &Members,
    calls: &Arc<AtomicUsize>,
) -> impl Fn(IssuerClaims) -> std::future::Ready<Result<Option<Member>, StoreError>>
+ Send
+ Sync
+ 'static {
    #[derive(Deserialize)]
    struct Profile {
        email: String,
    }
    let (store, calls) = (members.clone(), Arc::clone(calls));
    move |claims: IssuerClaims| {
        calls.fetch_add(1, Ordering::Relaxed);
        let profile: Profile = claims.claims().unwrap();
        let member = Member {
            subject: profile.email,
        };
        store.insert(member.clone());
        ready(Ok(Some(member)))
    }
}

#[test]
fn an_unknown_user_of_a_field_is_created_once() {
    block_on(async {
        let (members, calls) = (members(), Arc::default());
        let case = by_email(&members, new_member(&members, &calls)).await;
        for _ in 0..2 {
            let answer = say_mail(&case, "tom@example.com").await;
            answer.is(200, "tom@example.com");
        }
        say_mail(&case, "mary").await.is(200, "mary");
        say_mail(&case, "ann@example.com")
            .await
            .is(200, "ann@example.com");
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    });
}

// OpenID Connect Core 1.0, section 5.7: such an address may be another person's.
#[test]
fn no_user_is_created_for_an_unverified_email() {
    block_on(async {
        let (members, calls) = (members(), Arc::default());
        let case = by_email(&members, new_member(&members, &calls)).await;
        for verified in [json!(false), json!(null), json!("yes"), json!(1)] {
            let claims = json!({"email": "tom@example.com", "email_verified": verified});
            let answer = case.say("/member", claims).await;
            answer.is_refused(Refusal::BadToken);
        }
        let answer = case
            .say("/member", json!({"email": "tom@example.com"}))
            .await;
        answer.is_refused(Refusal::BadToken);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn no_user_is_created_for_a_field_that_is_empty_or_no_text() {
    block_on(async {
        let (members, calls) = (members(), Arc::default());
        let case = by_email(&members, new_member(&members, &calls)).await;
        for email in [json!(7), json!(null), json!(["tom@example.com"])] {
            let claims = json!({"email": email, "email_verified": true});
            let answer = case.say("/member", claims).await;
            answer.is_refused(Refusal::BadToken);
        }
        let answer = say_mail(&case, "").await;
        answer.is_refused(Refusal::BadToken);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
    });
}

// Some issuers write an empty text for every user without a value.
#[test]
fn no_user_is_created_for_an_empty_key() {
    block_on(async {
        let (members, calls) = (members(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        let case = case(&members, move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            let subject = String::new();
            ready(Ok(Some(Member { subject })))
        })
        .await;
        let answer = case.say("/member", json!({"sub": ""})).await;
        answer.is_refused(Refusal::BadToken);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn a_created_user_with_another_value_in_the_field_is_refused() {
    block_on(async {
        for created in ["mary", "TOM@example.com", "tom@example.com ", ""] {
            let create = move |_| {
                ready(Ok(Some(Member {
                    subject: created.to_owned(),
                })))
            };
            let case = by_email(&members(), create).await;
            let answer = say_mail(&case, "tom@example.com").await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn concurrent_first_requests_of_one_field_create_it_once() {
    block_on(async {
        let (members, calls) = (members(), Arc::new(AtomicUsize::new(0)));
        let (store, counted) = (members.clone(), Arc::clone(&calls));
        let case = by_email(&members, move |_| {
            let (store, counted) = (store.clone(), Arc::clone(&counted));
            async move {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
                let member = Member {
                    subject: "tom@example.com".to_owned(),
                };
                store.insert(member.clone());
                Ok(Some(member))
            }
        })
        .await;
        say_mail(&case, "mary").await.is(200, "mary");
        let tom = || say_mail(&case, "tom@example.com");
        let (one, other) = tokio::join!(tom(), tom());
        one.is(200, "tom@example.com");
        other.is(200, "tom@example.com");
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    });
}

// A store that is down is no store without the user.
#[test]
fn no_user_is_created_while_the_store_of_the_field_fails() {
    #[derive(Clone)]
    struct Down;

    impl FindBy<Member> for Down {
        async fn find_by(
            &self,
            _field: &EntityField<Member>,
            _value: &str,
        ) -> Result<Option<Member>, StoreError> {
            Err(StoreError::new("disk on fire"))
        }
    }

    block_on(async {
        let (members, calls) = (members(), Arc::default());
        let create = new_member(&members, &calls);
        let configure = |issuer: OidcIssuer| {
            let issuer = issuer.entity_by("email", subject(), Down);
            issuer.on_unknown(create)
        };
        let case = Case::of(configure).await;
        let answer = say_mail(&case, "tom@example.com").await;
        answer.is_refused(Refusal::Unavailable);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
    });
}
