//! When the user of a login authenticated at Google: `fresh = ".."` counts from there, and not from
//! the login.

use std::time::Duration;

use jwt_router::{
    App, Google, GoogleBuilder, GoogleLogin, LoginCallback, LoginError, LoginRedirect,
    prelude::*,
    testing::{FakeAccount, FakeFault, FakeGoogle, FixedClock},
};
use jwt_router_tests::{Answer, NOW, RequestExt as _, block_on, claims_of, get, request};
use serde_json::json;

use super::{Person, builder, clock, is_refused, log_in, provider, token_of};

const QUARTER: Duration = Duration::from_secs(15 * 60);

#[protected(GET, "/recent", fresh = "15m", register = false)]
async fn recent(_g: G<Person>) {}

#[whitelist(GET, "/begin-again", register = false)]
async fn begin_again(google: Google) -> Result<LoginRedirect, LoginError> {
    google.max_age(QUARTER).begin()
}

#[whitelist(GET, "/begin-some-day", register = false)]
async fn begin_some_day(google: Google) -> Result<LoginRedirect, LoginError> {
    google.max_age("some days").begin()
}

/// It demands less than what was begun with, or more than was asked.
#[whitelist(GET, "/finish-within-a-day", register = false)]
async fn finish_within_a_day(
    google: Google,
    callback: LoginCallback,
) -> Result<jwt_router::GoogleToken, LoginError> {
    let day = Duration::from_secs(24 * 60 * 60);
    google.max_age(day).finish(callback).await
}

#[whitelist(POST, "/login-again", register = false)]
async fn login_again(
    google: Google,
    login: GoogleLogin,
) -> Result<jwt_router::GoogleToken, LoginError> {
    google.max_age(QUARTER).login(&login.code).await
}

struct Setting {
    fake: FakeGoogle,
    app: App,
    clock: FixedClock,
}

/// Ada authenticated at Google so many seconds ago.
async fn setting(session: u64, configure: fn(GoogleBuilder) -> GoogleBuilder) -> Setting {
    let clock = clock();
    let ada = FakeAccount::new("ada@gmail.com").session_age(Duration::from_secs(session));
    let fake = FakeGoogle::builder().clock(clock.clone()).account(ada);
    let fake = fake.start().await.unwrap();
    let provider = configure(provider(&fake));
    let jwt = builder().clock(clock.clone()).google(provider);
    let routes = routes![
        super::login,
        super::begin,
        super::finish,
        super::me,
        begin_again,
        begin_some_day,
        finish_within_a_day,
        login_again,
        recent
    ];
    let app = jwt.build().unwrap().app_with((), routes).build().unwrap();
    Setting { fake, app, clock }
}

impl Setting {
    /// Goes to Google's page from `begin`, stays there for so many seconds, and ends the login.
    async fn log_in_after(&self, begin: &str, seconds: u64, finish: &str) -> Answer {
        let sent = get(begin).sent_to(&self.app).await;
        let cookie = sent.header("set-cookie").split(';').next().unwrap();
        let page = sent.header("location");
        self.clock.advance(Duration::from_secs(seconds));
        let back = self.fake.sign_in(page, "ada@gmail.com").unwrap();
        let (_, query) = back.split_once("&state=").unwrap();
        let request = get(&format!("{finish}?state={query}"));
        let request = request.with("cookie", cookie.as_bytes());
        request.sent_to(&self.app).await
    }

    async fn log_in(&self, begin: &str) -> Answer {
        self.log_in_after(begin, 0, "/finish").await
    }

    /// The status of a route that wants a login of the last quarter of an hour.
    async fn recent(&self, token: &str) -> u16 {
        let answer = get("/recent").bearer(token).sent_to(&self.app).await;
        answer.status
    }
}

#[test]
fn no_login_begins_with_an_age_that_is_not_a_duration() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        let answer = get("/begin-some-day").sent_to(&setting.app).await;
        assert_eq!(answer.status, 500);
    });
}

#[test]
fn a_login_of_which_google_does_not_say_when_is_not_recent() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        let popup = log_in(&setting.app, &setting.fake.code("ada@gmail.com")).await;
        let redirected = setting.log_in("/begin").await;
        for answer in [popup, redirected] {
            let token = token_of(&answer);
            assert!(claims_of(&token).get("auth_time").is_none());
            assert_eq!(setting.recent(&token).await, 401);
            let me = get("/me").bearer(&token).sent_to(&setting.app).await;
            me.is(200, "1 ada@gmail.com");
        }
    });
}

#[test]
fn a_login_that_has_to_be_recent_asks_google_when() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        let begun = get("/begin-again").sent_to(&setting.app).await;
        let page = begun.header("location").to_owned();
        let claims =
            "claims=%7B%22id_token%22%3A%7B%22auth_time%22%3A%7B%22essential%22%3Atrue%7D%7D%7D";
        for pair in ["max_age=900", claims] {
            assert!(page.split('&').any(|known| known == pair), "{page}");
        }
        let begun = get("/begin").sent_to(&setting.app).await;
        let page = begun.header("location");
        assert!(
            !page.contains("max_age") && !page.contains("claims"),
            "{page}"
        );
    });
}

#[test]
fn a_token_is_as_fresh_as_the_session_at_google() {
    block_on(async {
        for (session, seconds_left) in [(0, 900), (600, 300), (900, 0)] {
            let setting = setting(session, |google| google).await;
            let token = token_of(&setting.log_in("/begin-again").await);
            assert_eq!(claims_of(&token)["auth_time"], NOW - session);
            setting.clock.advance(Duration::from_secs(seconds_left));
            assert_eq!(setting.recent(&token).await, 200, "{session}");
            setting.clock.advance(Duration::from_secs(1));
            assert_eq!(setting.recent(&token).await, 401, "{session}");
        }
    });
}

#[test]
fn a_session_that_is_too_old_logs_nobody_in() {
    block_on(async {
        // The clocks may differ by half a minute.
        for (session, is_recent) in [(930, true), (931, false), (30 * 24 * 3600, false)] {
            let setting = setting(session, |google| google).await;
            let answer = setting.log_in("/begin-again").await;
            if is_recent {
                token_of(&answer);
            } else {
                is_refused(&answer, 403, "login_not_recent");
            }
        }
    });
}

// OpenID Connect Core 1.0, section 3.1.2.1: the age is the one at which the user was sent there.
#[test]
fn what_a_user_takes_at_google_does_not_count() {
    block_on(async {
        // Ada authenticated 900 seconds before she was sent there, and then 931.
        let ada = setting(1499, |google| google).await;
        let answer = ada.log_in_after("/begin-again", 599, "/finish").await;
        assert_eq!(claims_of(&token_of(&answer))["auth_time"], NOW - 900);
        let ada = setting(1530, |google| google).await;
        let answer = ada.log_in_after("/begin-again", 599, "/finish").await;
        is_refused(&answer, 403, "login_not_recent");
    });
}

#[test]
fn the_stricter_of_two_ages_holds() {
    block_on(async {
        let finish = "/finish-within-a-day";
        let hour = setting(3600, |google| google).await;
        let answer = hour.log_in_after("/begin-again", 0, finish).await;
        is_refused(&answer, 403, "login_not_recent");
        // Where Google was not asked, it has not said it.
        let answer = hour.log_in_after("/begin", 0, finish).await;
        is_refused(&answer, 403, "login_not_recent");
        let now = setting(0, |google| google).await;
        token_of(&now.log_in_after("/begin-again", 0, finish).await);
    });
}

#[test]
fn a_login_that_has_to_be_recent_and_of_which_google_says_nothing_is_refused() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        setting.fake.fail(FakeFault::NoAuthTime);
        let answer = setting.log_in("/begin-again").await;
        is_refused(&answer, 403, "login_not_recent");
        // The React client cannot ask.
        let body = json!({"code": setting.fake.code("ada@gmail.com")}).to_string();
        let login = request("POST", "/login-again").json(&body);
        let answer = login.sent_to(&setting.app).await;
        is_refused(&answer, 403, "login_not_recent");
    });
}

#[test]
fn a_session_of_tomorrow_is_no_good_id_token() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        setting.fake.fail(FakeFault::AuthTimeInTheFuture);
        for begin in ["/begin", "/begin-again"] {
            let answer = setting.log_in(begin).await;
            is_refused(&answer, 401, "invalid_id_token");
        }
    });
}

#[test]
fn a_token_is_never_of_a_login_later_than_now() {
    block_on(async {
        let setting = setting(0, |google| google).await;
        // Google's clock is twenty seconds ahead.
        let ahead = FakeGoogle::builder().clock(FixedClock::at_unix(NOW + 20));
        let ahead = Setting {
            fake: ahead.start().await.unwrap(),
            ..setting
        };
        let jwt = builder().google(provider(&ahead.fake)).build().unwrap();
        let routes = routes![begin_again, super::finish];
        let ahead = Setting {
            app: jwt.app_with((), routes).build().unwrap(),
            ..ahead
        };
        let token = token_of(&ahead.log_in("/begin-again").await);
        assert_eq!(claims_of(&token)["auth_time"], NOW);
    });
}

// The step back that its name says.
#[test]
fn a_login_may_be_assumed_to_be_recent() {
    block_on(async {
        let setting = setting(3600, GoogleBuilder::assume_recent_login).await;
        let token = token_of(&log_in(&setting.app, &setting.fake.code("ada@gmail.com")).await);
        assert_eq!(setting.recent(&token).await, 200);
        // What Google says is believed rather than assumed, and what is demanded is.
        let answer = setting.log_in("/begin-again").await;
        is_refused(&answer, 403, "login_not_recent");
        let answer = setting
            .log_in_after("/begin", 0, "/finish-within-a-day")
            .await;
        is_refused(&answer, 403, "login_not_recent");
    });
}

#[protected(GET, "/stepped-up", acr = "aal2", factor = ["pwd", "otp"], register = false)]
async fn stepped_up(_g: G<Person>) {}

#[test]
fn the_level_and_the_factors_of_the_id_token_are_those_of_our_token() {
    block_on(async {
        let ada = FakeAccount::new("ada@gmail.com");
        for (account, status) in [
            (ada.clone().acr("aal2").factors(["pwd", "otp"]), 200),
            (ada.clone().acr("aal2").factors(["pwd"]), 401),
            (ada.clone().factors(["pwd", "otp"]), 401),
            (ada, 401),
        ] {
            let fake = FakeGoogle::builder().clock(clock()).account(account);
            let fake = fake.start().await.unwrap();
            let jwt = builder().google(provider(&fake)).build().unwrap();
            let routes = routes![super::login, stepped_up];
            let app = jwt.app_with((), routes).build().unwrap();
            let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
            let answer = get("/stepped-up").bearer(&token).sent_to(&app).await;
            assert_eq!(answer.status, status);
        }
    });
}
