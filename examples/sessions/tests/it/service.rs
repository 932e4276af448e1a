//! A program with an empty database of its own, and browsers that keep its cookies.

use std::{collections::BTreeMap, sync::Mutex};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use jwt_router::{App, JwtRoutes, Secret};
use serde_json::Value;
use sessions::{Letter, Outbox, Site, User};
use sqlx::SqlitePool;
use tokio::sync::mpsc::Receiver;
use tower::ServiceExt;

pub(crate) const ORIGIN: &str = "http://localhost:3000";
pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const ACCESS: &str = "__Host-session";
pub(crate) const REFRESH: &str = "__Host-session-refresh";

pub(crate) struct Service {
    pub(crate) app: App,
    pub(crate) db: SqlitePool,
    letters: Mutex<Receiver<Letter>>,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A browser, with the cookies that it keeps for the program.
pub(crate) struct Browser<'s> {
    service: &'s Service,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) agent: &'static str,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let db = sessions::open_database().await.unwrap();
        let (outbox, letters) = Outbox::new();
        let site = Site {
            db: db.clone(),
            outbox,
            origin: ORIGIN.to_owned(),
        };
        let jwt = JwtRoutes::builder().secret(Secret::random().unwrap());
        Self {
            app: sessions::app(site, jwt).unwrap(),
            db,
            letters: Mutex::new(letters),
        }
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        form: &str,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !form.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(form.to_owned())).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 64 * 1024).await.unwrap();
        Reply {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8(body.into()).unwrap(),
        }
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            service: self,
            cookies: BTreeMap::new(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        }
    }

    /// Returns a browser in which a new user with this name is logged in.
    pub(crate) async fn registered(&self, name: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let form = format!("email={name}@example.com&name={name}&password={PASSWORD}");
        let reply = browser.send("POST", "/api/v1/register", &form).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
        browser
    }

    /// Returns another browser in which the user with this name is logged in.
    pub(crate) async fn logged_in(&self, name: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let reply = browser.log_in(name, PASSWORD).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
        browser
    }

    pub(crate) async fn user(&self, name: &str) -> User {
        let select = sqlx::query_as("select * from users where email = ?");
        let user = select.bind(format!("{name}@example.com"));
        user.fetch_one(&self.db).await.unwrap()
    }

    pub(crate) fn letter(&self) -> Option<Letter> {
        self.letters.lock().unwrap().try_recv().ok()
    }
}

impl Browser<'_> {
    /// Sends a request of a page of the program.
    pub(crate) async fn send(&mut self, method: &str, path: &str, form: &str) -> Reply {
        let own = ("sec-fetch-site", "same-origin");
        self.send_with(&[own], method, path, form).await
    }

    /// Sends a request with these headers, and keeps the cookies of the response.
    pub(crate) async fn send_with(
        &mut self,
        headers: &[(&str, &str)],
        method: &str,
        path: &str,
        form: &str,
    ) -> Reply {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let mut headers = headers.to_vec();
        headers.push(("user-agent", self.agent));
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        let reply = self.service.send(method, path, &headers, form).await;
        for line in reply.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            match pair.split_once('=').unwrap() {
                (name, "") => self.cookies.remove(name),
                (name, value) => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        reply
    }

    pub(crate) async fn log_in(&mut self, name: &str, password: &str) -> Reply {
        let form = format!("email={name}@example.com&password={password}");
        self.send("POST", "/api/v1/login", &form).await
    }

    /// Returns the status of a request of the user, without a refresh of the session.
    pub(crate) async fn status(&mut self) -> StatusCode {
        self.send("GET", "/api/v1/me", "").await.status
    }

    pub(crate) async fn name(&mut self) -> String {
        let me = self.send("GET", "/api/v1/me", "").await.json();
        me["name"].as_str().unwrap().to_owned()
    }
}

impl Reply {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        serde_json::from_str(&self.text).unwrap()
    }

    /// Returns the member `error` of a refusal by the guard.
    #[track_caller]
    pub(crate) fn error(&self) -> String {
        let problem: Value = serde_json::from_str(&self.text).unwrap();
        problem["error"].as_str().unwrap().to_owned()
    }
}
