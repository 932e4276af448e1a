//! Applications that accept the tokens of another application's key pair.

use jwt_router::OidcIssuer;
use jwt_router_tests::block_on;
use serde_json::json;

use super::*;

#[test]
fn one_application_trusts_the_tokens_of_another() {
    block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let signs = ed25519().issuer(&url).audience("shop").build().unwrap();
        let issuer = signs
            .app_with((), routes![me])
            .publish_jwks()
            .build()
            .unwrap();
        tokio::spawn(axum::serve(listener, issuer).into_future());
        let trusted = OidcIssuer::jwks(&url, format!("{url}/.well-known/jwks.json"));
        let shop = JwtRoutes::builder()
            .clock(FixedClock::at_unix(NOW))
            .entity::<User>(MemoryStore::new([ada()]))
            .trusted_issuer(trusted.audience("shop").entity::<User>("user_id"))
            .build()
            .unwrap();
        let minted = signs.create_token(&ada()).unwrap();
        let answer = get("/me")
            .bearer(minted.as_str())
            .sent_to(&app(&shop))
            .await;
        answer.is(200, "Ada");
    });
}

// SECURITY.md, Issuers: a token is verified with the keys of whoever it says wrote it, and no others.
#[test]
fn ours_and_an_issuers_tokens_are_each_verified_with_their_own_key() {
    block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let other = with(signing(Algorithm::EdDSA, &aws_pem())).issuer(&url);
        let other = other.audience("shop").build().unwrap();
        let routes = other.app_with((), routes![me]).publish_jwks();
        tokio::spawn(axum::serve(listener, routes.build().unwrap()).into_future());
        let keys = format!("{url}/.well-known/jwks.json");
        let trusted = OidcIssuer::jwks(&url, keys).audience("shop");
        let own = ed25519().issuer("https://own.example.com").audience("shop");
        let own = own.trusted_issuer(trusted.entity::<User>("user_id"));
        let own = app(&own.build().unwrap());
        // Who signs, in whose name, and whose key the header names, if any.
        let forge = |key: &str, issuer: &str, named: Option<&str>| {
            let claims = json!({
                "table_name": "users", "user_id": 1, "iss": issuer, "aud": "shop", "exp": NOW + 60,
            });
            eddsa(key, named, &claims)
        };
        let theirs = jwt_keys(&other)[0]["kid"].as_str().unwrap().to_owned();
        let ours = "https://own.example.com";
        for (issuer, named, status) in [
            (ours, Some(&**ED25519_ID), 200),
            (ours, None, 200),
            (&url, Some(&**ED25519_ID), 401),
            (&url, Some(&theirs), 401),
            (&url, None, 401),
        ] {
            let token = forge(&ED25519, issuer, named);
            let answer = get("/me").bearer(&token).sent_to(&own).await;
            assert_eq!(answer.status, status, "{issuer} {named:?}");
        }
        let good = other.create_token(&ada()).unwrap();
        let answer = get("/me").bearer(good.as_str()).sent_to(&own).await;
        answer.is(200, "Ada");
    });
}

/// A token that the library would not mint.
fn eddsa(pem: &str, named: Option<&str>, claims: &Value) -> String {
    let header = match named {
        Some(named) => json!({"alg": "EdDSA", "kid": named}),
        None => json!({"alg": "EdDSA"}),
    };
    ed25519_token(pem, &header, claims)
}

fn ed25519_token(pem: &str, header: &Value, claims: &Value) -> String {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let pkcs8 = STANDARD.decode(body).unwrap();
    let pair = aws_lc_rs::signature::Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8).unwrap();
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()).as_ref());
    format!("{signed}.{signature}")
}

// RFC 9864, section 2.2.
#[test]
fn ed25519_is_another_name_of_eddsa() {
    block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pem = aws_pem();
        let issuer = with(signing(Algorithm::EdDSA, &pem)).issuer(&url);
        let issuer = issuer.audience("shop").build().unwrap();
        let key = &jwt_keys(&issuer)[0];
        let set = json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "kid": "theirs", "x": key["x"],
        }]});
        let keys = axum::Router::new().route(
            "/keys",
            axum::routing::get(async move || axum::Json(set.clone())),
        );
        tokio::spawn(axum::serve(listener, keys).into_future());
        let trusted = OidcIssuer::jwks(&url, format!("{url}/keys")).audience("shop");
        let own = ed25519().issuer("https://own.example.com").audience("shop");
        let app = app(&own
            .trusted_issuer(trusted.entity::<User>("user_id"))
            .build()
            .unwrap());
        for alg in ["EdDSA", "Ed25519"] {
            for (pem, issuer, id) in [
                (*ED25519, "https://own.example.com", &**ED25519_ID),
                (&pem, &url, "theirs"),
            ] {
                let claims = json!({
                    "table_name": "users", "user_id": 1, "iss": issuer, "aud": "shop",
                    "exp": NOW + 60,
                });
                for header in [json!({"alg": alg, "kid": id}), json!({"alg": alg})] {
                    let token = ed25519_token(pem, &header, &claims);
                    let answer = get("/me").bearer(&token).sent_to(&app).await;
                    answer.is(200, "Ada");
                }
            }
        }
    });
}
