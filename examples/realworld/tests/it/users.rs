//! Registration, login, and the caller's own user.

use serde_json::json;

use crate::conduit::{Conduit, PASSWORD};

#[tokio::test]
async fn a_new_user_has_neither_text_nor_picture() {
    let conduit = Conduit::start().await;
    let registered = conduit.visitor().register("ada").await;
    registered.check_status(201);
    let token = registered.text("/user/token");
    let expected = json!({
        "username": "ada", "email": "ada@example.com", "bio": null, "image": null, "token": token
    });
    assert_eq!(registered.json, json!({ "user": expected }));
}

#[tokio::test]
async fn the_token_of_a_registration_is_good() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    assert_eq!(ada.get("/user").await.text("/user/username"), "ada");
}

#[tokio::test]
async fn the_token_of_a_login_is_good() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let login = conduit.visitor().login("ada@example.com", PASSWORD).await;
    login.check_status(200);
    let ada = conduit.client(login.text("/user/token"));
    assert_eq!(ada.get("/user").await.text("/user/username"), "ada");
}

#[tokio::test]
async fn the_token_of_the_own_user_is_good() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let me = ada.get("/user").await;
    let renewed = conduit.client(me.text("/user/token"));
    assert_eq!(renewed.get("/user").await.text("/user/username"), "ada");
}

#[tokio::test]
async fn an_address_is_the_same_in_upper_case() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let login = conduit.visitor().login(" ADA@Example.com", PASSWORD).await;
    assert_eq!(login.text("/user/email"), "ada@example.com");
}

#[tokio::test]
async fn a_registration_shows_all_mistakes_at_once() {
    let conduit = Conduit::start().await;
    let answer = conduit
        .visitor()
        .post(
            "/users",
            json!({ "user": { "username": " ", "password": null } }),
        )
        .await;
    answer.check_status(422);
    let blank = ["can't be blank"];
    assert_eq!(
        answer.json,
        json!({ "errors": { "username": blank, "email": blank, "password": blank } })
    );
}

#[tokio::test]
async fn a_text_that_is_not_an_address_is_refused() {
    let conduit = Conduit::start().await;
    let long = format!("{}@example.com", "a".repeat(250));
    for email in ["ada", "@example.com", "ada@", "a@b@c", "a da@b.c", &long] {
        let user = json!({ "username": "ada", "email": email, "password": PASSWORD });
        let answer = conduit
            .visitor()
            .post("/users", json!({ "user": user }))
            .await;
        answer.check_error(422, "email", "is not an e-mail address");
    }
}

#[tokio::test]
async fn a_password_has_8_to_256_characters() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let change = async |password: &str| ada.change(json!({ "password": password })).await;
    let short = change("1234567").await;
    short.check_error(422, "password", "is too short (minimum is 8 characters)");
    let long = change(&"x".repeat(257)).await;
    long.check_error(422, "password", "is too long (maximum is 256 characters)");
    change("12345678").await.check_status(200);
    change(&"x".repeat(256)).await.check_status(200);
}

#[tokio::test]
async fn a_name_has_at_most_64_characters() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let long = ada.change(json!({ "username": "a".repeat(65) })).await;
    long.check_error(422, "username", "is too long (maximum is 64 characters)");
}

#[tokio::test]
async fn a_name_that_another_user_has_is_taken() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let user = json!({ "username": "ada", "email": "other@example.com", "password": PASSWORD });
    let answer = conduit
        .visitor()
        .post("/users", json!({ "user": user }))
        .await;
    answer.check_error(409, "username", "has already been taken");
}

#[tokio::test]
async fn an_address_that_another_user_has_is_taken() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let user = json!({ "username": "other", "email": "ADA@example.com", "password": PASSWORD });
    let answer = conduit
        .visitor()
        .post("/users", json!({ "user": user }))
        .await;
    answer.check_error(409, "email", "has already been taken");
}

#[tokio::test]
async fn a_name_and_an_address_that_are_taken_are_two_mistakes() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let again = conduit.visitor().register("ada").await;
    again.check_status(409);
    let taken = ["has already been taken"];
    assert_eq!(
        again.json,
        json!({ "errors": { "username": taken, "email": taken } })
    );
}

#[tokio::test]
async fn of_two_registrations_at_once_one_is_refused() {
    let conduit = Conduit::start().await;
    let (one, other) = (conduit.visitor(), conduit.visitor());
    let (one, other) = tokio::join!(one.register("ada"), other.register("ada"));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn a_user_cannot_take_the_name_of_another() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    let bob = conduit.user("bob").await;
    let taken = bob.change(json!({ "username": "ada" })).await;
    taken.check_error(409, "username", "has already been taken");
}

#[tokio::test]
async fn a_user_may_send_its_own_name_and_address_again() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    let same = json!({ "username": "ada", "email": "ada@example.com" });
    ada.change(same).await.check_status(200);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_have_the_same_response() {
    let conduit = Conduit::start().await;
    conduit.user("ada").await;
    for email in ["ada@example.com", "nobody@example.com", "no address"] {
        let answer = conduit.visitor().login(email, "wrong horse").await;
        answer.check_error(401, "credentials", "invalid");
        assert_eq!(answer.header("www-authenticate".parse().unwrap()), "Token");
    }
}

#[tokio::test]
async fn a_login_without_address_or_password_is_a_mistake() {
    let conduit = Conduit::start().await;
    let visitor = conduit.visitor();
    visitor
        .login("", PASSWORD)
        .await
        .check_error(422, "email", "can't be blank");
    let no_password = visitor.login("ada@example.com", "").await;
    no_password.check_error(422, "password", "can't be blank");
}

#[tokio::test]
async fn a_field_that_is_not_sent_keeps_its_value() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.change(json!({ "bio": "I count.", "image": "https://example.com/a.png" }))
        .await;
    let changed = ada.change(json!({ "username": "lovelace" })).await;
    let token = changed.text("/user/token");
    let expected = json!({
        "username": "lovelace", "email": "ada@example.com", "bio": "I count.",
        "image": "https://example.com/a.png", "token": token
    });
    assert_eq!(changed.json, json!({ "user": expected }));
}

#[tokio::test]
async fn text_and_picture_are_removed_by_null_and_by_an_empty_text() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for removed in [
        json!({ "bio": null, "image": "" }),
        json!({ "bio": "", "image": null }),
    ] {
        ada.change(json!({ "bio": "I count.", "image": "https://example.com/a.png" }))
            .await;
        ada.change(removed).await.check_status(200);
        let me = ada.get("/user").await;
        assert_eq!(me.json["user"]["bio"], json!(null));
        assert_eq!(me.json["user"]["image"], json!(null));
    }
}

#[tokio::test]
async fn name_address_and_password_cannot_be_removed() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for field in ["username", "email", "password"] {
        for removed in [json!(null), json!(""), json!("  ")] {
            let answer = ada.change(json!({ field: removed })).await;
            answer.check_error(422, field, "can't be blank");
        }
    }
}

#[tokio::test]
async fn a_changed_password_replaces_the_old_one() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.change(json!({ "password": "battery staple" }))
        .await
        .check_status(200);
    let visitor = conduit.visitor();
    visitor
        .login("ada@example.com", PASSWORD)
        .await
        .check_status(401);
    visitor
        .login("ada@example.com", "battery staple")
        .await
        .check_status(200);
}

#[tokio::test]
async fn a_token_outlives_a_change_of_name() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    ada.change(json!({ "username": "lovelace" }))
        .await
        .check_status(200);
    assert_eq!(ada.get("/user").await.text("/user/username"), "lovelace");
}

#[tokio::test]
async fn no_text_of_a_user_has_a_nul() {
    let conduit = Conduit::start().await;
    let ada = conduit.user("ada").await;
    for field in ["username", "email", "password", "bio", "image"] {
        let answer = ada.change(json!({ field: "a@b.c12345\0" })).await;
        answer.check_error(422, field, "can't contain the character NUL");
    }
}
