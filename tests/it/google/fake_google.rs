//! The fake Google, as a browser and as other OpenID clients see it.

use jwt_router::{
    OidcIssuer, routes,
    testing::{FakeFault, FakeGoogle},
};
use jwt_router_tests::{NOW, RequestExt as _, block_on, claims_of, get};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{REDIRECT, app, builder, clock, fake, jwt, log_in, provider, token_of};

/// Asks the fake over TCP: a form is posted, no form is a GET.
async fn browse(fake: &FakeGoogle, target: &str, form: Option<&str>) -> String {
    let address = fake.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("host: {address}\r\nconnection: close\r\n");
    let request = match form {
        None => format!("GET {target} HTTP/1.1\r\n{head}\r\n"),
        Some(form) => format!(
            "POST {target} HTTP/1.1\r\n{head}content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        ),
    };
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// The query of a consent page.
fn query(client: &str, redirect_uri: &str) -> String {
    format!(
        "response_type=code&scope=openid+email&state=s%22%26%3C&nonce=n1&client_id={client}&redirect_uri={redirect_uri}"
    )
}

#[test]
fn the_consent_page_is_a_form_that_keeps_what_was_asked() {
    block_on(async {
        let fake = fake().await;
        let query = query(FakeGoogle::CLIENT_ID, "http://localhost:3000/");
        let page = browse(&fake, &format!("/o/oauth2/v2/auth?{query}"), None).await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        for part in [
            r#"<form method="post" action="/o/oauth2/v2/auth">"#,
            r#"<input type="hidden" name="state" value="s&quot;&amp;&lt;">"#,
            r#"<input type="hidden" name="nonce" value="n1">"#,
            r#"<button name="fake_answer" value="allow">"#,
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    });
}

#[test]
fn the_button_sends_the_browser_back_with_code_and_state() {
    block_on(async {
        let fake = fake().await;
        let query = query(FakeGoogle::CLIENT_ID, "http://localhost:3000/");
        for (pressed, expected) in [
            (
                "fake_email=ada%40gmail.com&fake_answer=allow",
                "code=4%2F0A",
            ),
            (
                "fake_email=ada%40gmail.com&fake_answer=deny",
                "error=access_denied",
            ),
            ("fake_email=ada%40gmail.com", "error=access_denied"),
        ] {
            let form = format!("{query}&{pressed}");
            let back = browse(&fake, "/o/oauth2/v2/auth", Some(&form)).await;
            assert!(back.starts_with("HTTP/1.1 302"), "{back}");
            let location = format!("location: http://localhost:3000/?state=s%22%26%3C&{expected}");
            assert!(back.contains(&location), "{back}");
        }
    });
}

#[test]
fn the_consent_page_refuses_what_googles_would() {
    block_on(async {
        let fake = FakeGoogle::builder()
            .redirect_uri(REDIRECT)
            .start()
            .await
            .unwrap();
        let registered = "https%3A%2F%2Fapp.example.com%2Flogin%3Ffrom%3Dgoogle";
        for (query, expected) in [
            (
                query("other", registered),
                Err("invalid_client: the OAuth client was not found"),
            ),
            (
                query(FakeGoogle::CLIENT_ID, "https://evil.example/"),
                Err("redirect_uri_mismatch: this redirect URI is not registered"),
            ),
            (query(FakeGoogle::CLIENT_ID, registered), Ok(())),
        ] {
            let target = format!("/o/oauth2/v2/auth?{query}");
            let page = browse(&fake, &target, None).await;
            let status = if expected.is_ok() { "200" } else { "400" };
            assert!(page.starts_with(&format!("HTTP/1.1 {status}")), "{page}");
            let page = format!("{}{target}", fake.url());
            assert_eq!(fake.sign_in(&page, "ada@gmail.com").map(drop), expected);
        }
    });
}

// The same provider in other shapes, found by discovery.
#[test]
fn an_issuer_of_every_shape_is_discovered() {
    block_on(async {
        let fake = fake().await;
        for issuer in [
            fake.url().to_owned(),
            format!("{}/realms/demo", fake.url()),
            format!("{}/auth0/", fake.url()),
        ] {
            let trusted = OidcIssuer::discover(&issuer).audience(FakeGoogle::CLIENT_ID);
            let trusted = trusted.entity_by("email", super::email(), super::people());
            let jwt = builder().trusted_issuer(trusted).build().unwrap();
            let app = jwt.app_with((), routes![super::me]).build().unwrap();
            let token = fake.id_token(&issuer, "ada@gmail.com").unwrap();
            assert_eq!(claims_of(&token)["iss"], issuer);
            assert_eq!(claims_of(&token)["exp"], NOW + 3600);
            let me = get("/me").bearer(&token).sent_to(&app).await;
            me.is(200, "1 ada@gmail.com");
        }
        assert_eq!(
            fake.id_token("https://accounts.google.com", "ada@gmail.com"),
            None
        );
    });
}

#[test]
fn a_fake_that_was_stopped_gives_no_answer() {
    block_on(async {
        let fake = FakeGoogle::builder().clock(clock()).start().await.unwrap();
        let app = app(&jwt(provider(&fake)));
        token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        let code = fake.code("ada@gmail.com");
        fake.stop();
        fake.run().await;
        super::is_refused(&log_in(&app, &code).await, 503, "provider_unavailable");
    });
}

#[test]
fn faults_are_of_one_fake_and_heal() {
    block_on(async {
        let (one, other) = (fake().await, fake().await);
        one.fail(FakeFault::ServerError);
        let failing = app(&jwt(provider(&one)));
        let working = app(&jwt(provider(&other)));
        let answer = log_in(&failing, &one.code("ada@gmail.com")).await;
        super::is_refused(&answer, 503, "provider_unavailable");
        token_of(&log_in(&working, &other.code("ada@gmail.com")).await);
        one.heal();
        token_of(&log_in(&failing, &one.code("ada@gmail.com")).await);
    });
}

#[test]
fn an_expired_token_has_expired_by_every_claim_of_its_information() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake).pass_google_token_through()));
        let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        let information = async || {
            let target = format!("/tokeninfo?access_token={token}");
            let answer = browse(&fake, &target, None).await;
            let (_, body) = answer.split_once("\r\n\r\n").unwrap();
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            let number = |name: &str| body[name].as_str().unwrap().parse().unwrap();
            (number("exp"), number("expires_in"))
        };
        let now = i64::try_from(NOW).unwrap();
        assert_eq!(information().await, (now + 3599, 3599));
        fake.fail(FakeFault::Expired);
        assert_eq!(information().await, (now - 3600, 0));
    });
}
