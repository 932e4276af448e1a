//! From a Google account to a user.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use jwt_router::{
    EntityField, FindBy, GoogleBuilder, GoogleProfile, StoreError,
    prelude::*,
    testing::{FakeAccount, FakeGoogle},
};
use jwt_router_tests::{block_on, claims_of};

use super::{
    Employee, Person, app, builder, fake, is_refused, jwt, log_in, people, person, provider,
    provider_of, staff, token_of,
};

/// The id of the user whom a code logs in; or the error.
async fn login(
    builder: JwtRoutesBuilder,
    provider: GoogleBuilder,
    code: &str,
) -> Result<i64, String> {
    let app = app(&builder.google(provider).build().unwrap());
    let answer = log_in(&app, code).await;
    if answer.status == 200 {
        return Ok(claims_of(&token_of(&answer))["id"].as_i64().unwrap());
    }
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    is_refused(&answer, answer.status, body["error"].as_str().unwrap());
    Err(body["error"].as_str().unwrap().to_owned())
}

#[track_caller]
fn check(account: FakeAccount, expected: Result<i64, &str>) {
    block_on(async {
        let fake = fake().await;
        let found = login(builder(), provider(&fake), &fake.code_for(account)).await;
        assert_eq!(found, expected.map_err(str::to_owned));
    });
}

#[test]
fn a_user_is_found_by_an_address_of_which_google_is_the_authority() {
    check(FakeAccount::new("ada@gmail.com"), Ok(1));
    let grace = FakeAccount::new("grace@example.com");
    check(grace.clone().hosted_domain("example.com"), Ok(2));
    check(grace, Err("unknown_user"));
    // Whoever once could read Eve's mail is not Eve.
    check(FakeAccount::new("eve@outlook.com"), Err("unknown_user"));
    check(
        FakeAccount::new("eve@gmail.com.outlook.com"),
        Err("unknown_user"),
    );
}

#[test]
fn an_unknown_user_is_403() {
    check(FakeAccount::new("mallory@gmail.com"), Err("unknown_user"));
}

#[test]
fn an_account_of_another_organization_is_403() {
    block_on(async {
        let fake = fake().await;
        for (account, expected) in [
            (
                FakeAccount::new("grace@example.com").hosted_domain("example.com"),
                Ok(2),
            ),
            (
                FakeAccount::new("grace@example.com").hosted_domain("EXAMPLE.com.evil.example"),
                Err("wrong_domain"),
            ),
            (FakeAccount::new("grace@example.com"), Err("wrong_domain")),
            (FakeAccount::new("ada@gmail.com"), Err("wrong_domain")),
        ] {
            let provider = provider(&fake).hosted_domain("example.com");
            let found = login(builder(), provider, &fake.code_for(account)).await;
            assert_eq!(found, expected.map_err(str::to_owned));
        }
    });
}

/// A provider that adds whoever is unknown, and tells who that was.
fn creating(
    fake: &FakeGoogle,
    users: &MemoryStore<Person>,
) -> (GoogleBuilder, Arc<Mutex<Vec<String>>>) {
    let created = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&created);
    let users = users.clone();
    let next = Arc::new(AtomicI64::new(100));
    let provider = provider_of(fake, users.clone()).on_unknown(move |profile: GoogleProfile| {
        log.lock().unwrap().push(profile.email.clone());
        let new = Person {
            google: Some(profile.subject),
            ..person(next.fetch_add(1, Ordering::SeqCst), &profile.email)
        };
        let users = users.clone();
        async move {
            users.insert(new.clone());
            Ok(Some(new))
        }
    });
    (provider, created)
}

fn with_people(users: &MemoryStore<Person>) -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .clock(super::clock())
        .entity::<Person>(users.clone())
        .entity::<Employee>(staff())
}

#[test]
fn an_unknown_user_is_made_once_where_the_program_says_so() {
    block_on(async {
        let fake = fake().await;
        let users = people();
        let (provider, created) = creating(&fake, &users);
        let app = app(&with_people(&users).google(provider).build().unwrap());
        for _ in 0..2 {
            let answer = log_in(&app, &fake.code("new@gmail.com")).await;
            assert_eq!(claims_of(&token_of(&answer))["id"], 100);
        }
        assert_eq!(*created.lock().unwrap(), ["new@gmail.com"]);
    });
}

#[test]
fn a_user_whom_nothing_could_find_again_is_not_made() {
    block_on(async {
        let fake = fake().await;
        let users = people();
        let (provider, created) = creating(&fake, &users);
        let code = fake.code_for(FakeAccount::new("new@outlook.com"));
        let found = login(with_people(&users), provider, &code).await;
        assert_eq!(found, Err("unknown_user".to_owned()));
        assert!(created.lock().unwrap().is_empty());
    });
}

#[test]
fn a_program_may_refuse_a_user_it_does_not_know() {
    block_on(async {
        let fake = fake().await;
        let refusing = provider(&fake)
            .on_unknown(|_: GoogleProfile| async { Ok::<Option<Person>, StoreError>(None) });
        let found = login(builder(), refusing, &fake.code("new@gmail.com")).await;
        assert_eq!(found, Err("unknown_user".to_owned()));
    });
}

/// Links an account to the user who is found by its address, unless another one is linked.
fn linking(provider: GoogleBuilder, users: &MemoryStore<Person>) -> GoogleBuilder {
    let users = users.clone();
    let google = EntityField::new("google", |person: &Person| {
        person.google.as_deref().unwrap_or_default()
    });
    provider.linked(google, move |profile: GoogleProfile, user: Person| {
        let users = users.clone();
        async move {
            if user.google.is_some() {
                return Ok(None);
            }
            let linked = Person {
                google: Some(profile.subject),
                ..user
            };
            users.insert(linked.clone());
            Ok(Some(linked))
        }
    })
}

// The user is the account; the address only links.
#[test]
fn a_linked_user_is_found_by_the_account() {
    block_on(async {
        let fake = fake().await;
        let users = people();
        let provider = linking(provider_of(&fake, users.clone()), &users);
        let app = app(&with_people(&users).google(provider).build().unwrap());
        let ada = FakeAccount::new("ada@gmail.com").subject("1001");
        let renamed = FakeAccount::new("ada.lovelace@outlook.com").subject("1001");
        for account in [ada, renamed] {
            let answer = log_in(&app, &fake.code_for(account)).await;
            assert_eq!(claims_of(&token_of(&answer))["id"], 1);
        }
        // Somebody else has Ada's old address now.
        let other = FakeAccount::new("ada@gmail.com").subject("1002");
        let answer = log_in(&app, &fake.code_for(other)).await;
        is_refused(&answer, 403, "unknown_user");
        // An address that is not Google's does not link.
        let eve = FakeAccount::new("eve@outlook.com").subject("1003");
        let answer = log_in(&app, &fake.code_for(eve)).await;
        is_refused(&answer, 403, "unknown_user");
    });
}

/// The field with the number of the Google account; empty for a person who is not linked.
fn number() -> EntityField<Person> {
    EntityField::new("google", |person: &Person| {
        person.google.as_deref().unwrap_or_default()
    })
}

/// The result of a login with `account` if the function of `linked` returns `linked(profile, user)`.
#[track_caller]
fn check_linked(
    users: &MemoryStore<Person>,
    account: FakeAccount,
    linked: impl Fn(GoogleProfile, Person) -> Person + Send + Sync + 'static,
    expected: Result<i64, &str>,
) {
    block_on(async {
        let fake = fake().await;
        let provider = provider_of(&fake, users.clone()).linked(number(), move |profile, user| {
            std::future::ready(Ok(Some(linked(profile, user))))
        });
        let found = login(with_people(users), provider, &fake.code_for(account)).await;
        assert_eq!(found, expected.map_err(str::to_owned));
    });
}

fn linked_to(profile: GoogleProfile, user: Person) -> Person {
    Person {
        google: Some(profile.subject),
        ..user
    }
}

// SECURITY.md, OAuth: an address finds a user only until the user is linked.
#[test]
fn the_next_owner_of_an_address_does_not_get_the_user_of_the_last_one() {
    let bob = Person {
        google: Some("1001".to_owned()),
        ..person(7, "bob@corp.com")
    };
    let users = MemoryStore::new([bob]);
    let account = |subject: &str| {
        let account = FakeAccount::new("bob@corp.com").subject(subject);
        account.hosted_domain("corp.com")
    };
    check_linked(&users, account("1001"), linked_to, Ok(7));
    check_linked(&users, account("1002"), linked_to, Err("unknown_user"));
}

#[test]
fn a_link_to_another_user_is_refused() {
    let other = |profile, user| Person {
        id: 2,
        ..linked_to(profile, user)
    };
    let ada = || FakeAccount::new("ada@gmail.com");
    check_linked(&people(), ada(), linked_to, Ok(1));
    check_linked(&people(), ada(), other, Err("unknown_user"));
}

#[test]
fn a_link_without_the_number_of_the_account_is_refused() {
    let ada = || FakeAccount::new("ada@gmail.com").subject("1001");
    check_linked(&people(), ada(), |_, user| user, Err("unknown_user"));
    let to_another = |_, user| Person {
        google: Some("1002".to_owned()),
        ..user
    };
    check_linked(&people(), ada(), to_another, Err("unknown_user"));
}

/// The result of a login with `account` if the function of `on_unknown` returns `created`.
async fn created(account: FakeAccount, created: Person, is_linked: bool) -> Result<i64, String> {
    let fake = fake().await;
    let users = people();
    let provider = provider_of(&fake, users.clone())
        .on_unknown(move |_| std::future::ready(Ok(Some(created.clone()))));
    let provider = if is_linked {
        linking(provider, &users)
    } else {
        provider
    };
    login(with_people(&users), provider, &fake.code_for(account)).await
}

// SECURITY.md, OAuth: Google knows of such an address only that the user could read its mail once.
#[test]
fn an_address_that_google_does_not_administer_gets_no_user_from_on_unknown() {
    block_on(async {
        let account = || FakeAccount::new("victim@company.com").subject("1001");
        // "Insert, or return the row that is there", by the address.
        let victim = person(7, "victim@company.com");
        let refused = Err("unknown_user".to_owned());
        assert_eq!(created(account(), victim.clone(), true).await, refused);
        let of_another = Person {
            google: Some("1002".to_owned()),
            ..victim.clone()
        };
        assert_eq!(created(account(), of_another, true).await, refused);
        let new = Person {
            google: Some("1001".to_owned()),
            ..victim
        };
        assert_eq!(created(account(), new, true).await, Ok(7));
    });
}

#[test]
fn a_created_user_with_another_address_is_refused() {
    block_on(async {
        for (address, expected) in [
            ("new@gmail.com", Ok(7)),
            ("ada@gmail.com", Err("unknown_user".to_owned())),
            ("New@gmail.com", Err("unknown_user".to_owned())),
            ("", Err("unknown_user".to_owned())),
        ] {
            let account = FakeAccount::new("new@gmail.com");
            let found = created(account, person(7, address), false).await;
            assert_eq!(found, expected, "{address}");
        }
    });
}

#[test]
fn a_linked_provider_makes_users_of_every_address() {
    block_on(async {
        let fake = fake().await;
        let users = people();
        let (provider, created) = creating(&fake, &users);
        let provider = linking(provider, &users);
        let app = app(&with_people(&users).google(provider).build().unwrap());
        for _ in 0..2 {
            let eve = FakeAccount::new("new@outlook.com");
            let answer = log_in(&app, &fake.code_for(eve)).await;
            assert_eq!(claims_of(&token_of(&answer))["id"], 100);
        }
        assert_eq!(created.lock().unwrap().len(), 1);
    });
}

// A fault of ours is never a 401.
/// A store whose database does not answer.
struct Down;

impl FindBy<Person> for Down {
    async fn find_by(
        &self,
        _field: &EntityField<Person>,
        _value: &str,
    ) -> Result<Option<Person>, StoreError> {
        Err(StoreError::new("no database"))
    }
}

#[test]
fn a_store_that_fails_is_503() {
    block_on(async {
        let fake = fake().await;
        let provider = provider_of(&fake, Down);
        let found = login(builder(), provider, &fake.code("ada@gmail.com")).await;
        assert_eq!(found, Err("unavailable".to_owned()));
    });
}

#[test]
fn a_hook_that_panics_is_500_and_no_closed_connection() {
    fn panicking(_: GoogleProfile) -> std::future::Ready<Result<Option<Person>, StoreError>> {
        panic!("marker-panic")
    }
    block_on(async {
        let fake = fake().await;
        let provider = provider(&fake).on_unknown(panicking);
        let found = login(builder(), provider, &fake.code("new@gmail.com")).await;
        assert_eq!(found, Err("internal".to_owned()));
    });
}

#[test]
fn the_tokens_of_a_login_live_as_long_as_the_provider_says() {
    block_on(async {
        let fake = fake().await;
        let provider = provider(&fake).expires_in(std::time::Duration::from_secs(90));
        let app = app(&jwt(provider));
        let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        assert_eq!(claims_of(&token)["exp"], jwt_router_tests::NOW + 90);
    });
}
