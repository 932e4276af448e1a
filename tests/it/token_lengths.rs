//! How long a token may be, and how long a minted one is at most.

use jwt_router::{SignError, prelude::*};
use jwt_router_tests::{NOW, Refusal, RequestExt as _, SECRET, User, builder, forge_raw, get, jwt};
use serde_json::json;

use crate::log::logged;

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

/// Ada's token, of exactly this length.
fn token_of(length: usize) -> String {
    let token = |header: usize, payload: usize| {
        let header = json!({"alg": "HS256", "x": "x".repeat(header)});
        let claims = json!({
            "table_name": "users", "user_id": 1, "exp": NOW + 60, "x": "x".repeat(payload),
        });
        forge_raw(&header.to_string(), &claims.to_string(), SECRET)
    };
    // Three bytes are four letters, so the payload alone does not give every length.
    let payload = (length - token(0, 0).len()) * 3 / 4 - 4;
    let tokens =
        (0..4).flat_map(|header| (payload..payload + 8).map(move |payload| token(header, payload)));
    tokens
        .into_iter()
        .find(|token| token.len() == length)
        .unwrap()
}

/// Checks that a token of `length` bytes is accepted, and a longer one is not, with a code of its own in the log.
#[track_caller]
fn check(builder: &dyn Fn() -> JwtRoutesBuilder, length: usize) {
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![me]).build().unwrap();
    get("/me").bearer(&token_of(length)).to(&app).is(200, "Ada");
    let log = logged(|| {
        let longer = get("/me").bearer(&token_of(length + 1)).to(&app);
        longer.is_refused(Refusal::BadToken);
    });
    assert_eq!(log[0]["fields"]["code"], "too_long", "{log:?}");
    let minted = |pad: usize| {
        jwt.token::<User>(&1)
            .claims(&json!({"pad": "x".repeat(pad)}))
            .sign()
    };
    let pad = length * 3 / 4 - 300;
    get("/me")
        .bearer(minted(pad).unwrap().as_str())
        .to(&app)
        .is(200, "Ada");
    let error = minted(pad + 300).unwrap_err();
    let SignError::TooLong { maximum, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(maximum, length);
}

// SECURITY.md, Token: at most 16 KiB unless configured.
#[test]
fn a_token_has_at_most_16_kib() {
    check(&builder, 16 * 1024);
}

#[test]
fn the_greatest_length_of_a_token_is_configured() {
    for length in [1024, 1025, 8 * 1024, 64 * 1024] {
        check(&|| builder().max_token_length(length), length);
    }
}

#[test]
fn the_environment_configures_the_greatest_length_too() {
    let vars = [
        ("JWT_ROUTER_SECRET", SECRET),
        ("JWT_ROUTER_MAX_TOKEN_LENGTH", " 2048 "),
    ];
    let jwt = JwtRoutesBuilder::from_vars(vars).unwrap().build().unwrap();
    let long = jwt
        .token::<User>(&1)
        .claims(&json!({"pad": "x".repeat(2000)}))
        .sign();
    assert!(matches!(
        long,
        Err(SignError::TooLong { maximum: 2048, .. })
    ));
}

#[test]
fn an_error_of_minting_says_what_to_change() {
    let long = jwt()
        .token::<User>(&1)
        .claims(&json!({"pad": "x".repeat(13_000)}))
        .sign();
    let words = long.unwrap_err().to_string();
    assert!(
        words.contains("16384 are accepted: give it fewer"),
        "{words}"
    );
    assert!(words.contains("`.max_token_length(..)`"), "{words}");
}

#[test]
fn the_greatest_length_is_bounded() {
    for bytes in [0, 1023, 65_537, usize::MAX] {
        let error = builder().max_token_length(bytes).build().unwrap_err();
        let words = format!(
            "a maximum of {bytes} bytes for a token is out of range: write at least 1024 and at most 65536"
        );
        assert!(error.to_string().contains(&words), "{error}");
    }
    for (value, words) in [
        ("16k", "is not a number of bytes: write `16384`"),
        ("-1", "is not a number of bytes"),
        ("", "is not a number of bytes"),
        ("12", ": a maximum of 12 bytes for a token is out of range"),
    ] {
        let vars = [
            ("JWT_ROUTER_SECRET", SECRET),
            ("JWT_ROUTER_MAX_TOKEN_LENGTH", value),
        ];
        let error = JwtRoutesBuilder::from_vars(vars).unwrap_err().to_string();
        let named = "the environment variable `JWT_ROUTER_MAX_TOKEN_LENGTH`";
        assert!(error.contains(named) && error.contains(words), "{error}");
    }
}

/// Entra ID writes at most 200 groups into a token.
#[cfg(feature = "jwks")]
#[test]
fn an_issuers_token_with_two_hundred_groups_is_accepted() {
    use jwt_router::OidcIssuer;
    use jwt_router_tests::{Keys, TestIssuer, TestKey, block_on, users_only};

    #[entity(table = "members", key = "oid")]
    #[derive(Clone)]
    struct Member {
        oid: String,
    }

    #[protected(GET, "/member", register = false)]
    async fn member(g: G<Member>) -> String {
        g.oid.clone()
    }

    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let oid = "690222be-ff1a-4d56-abd1-7e4f7d38e474".to_owned();
        let trusted = OidcIssuer::discover(&issuer.url).audience("my-api");
        let jwt = users_only()
            .entity::<Member>(MemoryStore::new([Member { oid: oid.clone() }]))
            .trusted_issuer(trusted.entity::<Member>("oid"))
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![member]).build().unwrap();
        let groups: Vec<serde_json::Value> = (0..200)
            .map(|group| json!(format!("{group:08x}-97c9-417e-b1b9-c4e8fc8a2f3f")))
            .collect();
        let claims = json!({
            "iss": issuer.url, "aud": "my-api", "oid": oid, "exp": NOW + 60, "groups": groups,
        });
        let token = key.sign(&claims);
        assert!(token.len() > 10 * 1024, "{}", token.len());
        get("/member")
            .bearer(&token)
            .sent_to(&app)
            .await
            .is(200, &oid);
    });
}
