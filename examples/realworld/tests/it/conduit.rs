//! An application with an empty database of its own, and its clients.

mod schema;

pub(crate) use self::schema::URL as POSTGRES_URL;

use std::convert::Infallible;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use futures_util::stream;
use jwt_router::{App, JwtRoutes, Secret};
use realworld::Db;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use tower::ServiceExt;

use self::schema::Schema;

pub(crate) const PASSWORD: &str = "correct horse";

/// The application.
pub(crate) struct Conduit {
    pub(crate) app: App,
    db: Db,
    /// Dropped last, after the connections.
    _schema: Option<Schema>,
}

impl Conduit {
    pub(crate) async fn start() -> Self {
        let schema = Schema::create().await;
        let db = match &schema {
            Some(schema) => Db::postgres(schema.options()).await.unwrap(),
            None => Db::connect("sqlite::memory:").await.unwrap(),
        };
        let jwt = JwtRoutes::builder().secret(Secret::random().unwrap());
        let app = realworld::app(db.clone(), jwt).unwrap();
        Self {
            app,
            db,
            _schema: schema,
        }
    }

    /// Takes the database away.
    pub(crate) async fn lose_database(&self) {
        self.db.close().await;
    }

    /// Runs statements of SQL in the database.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match &self.db {
            Db::Postgres(pool) => drop(sql.execute(pool).await.unwrap()),
            Db::Sqlite(pool) => drop(sql.execute(pool).await.unwrap()),
        }
    }

    /// Deletes the article of each row that is inserted into a table, before it is inserted.
    pub(crate) async fn delete_articles_of(&self, table: &str) {
        let delete = "delete from articles where article_id = new.article_id";
        let sql = match &self.db {
            Db::Postgres(_) => format!(
                "create function gone() returns trigger language plpgsql as
                 $$ begin {delete}; return new; end $$;
                 create trigger gone before insert on {table} for each row execute function gone()"
            ),
            Db::Sqlite(_) => {
                format!("create trigger gone before insert on {table} begin {delete}; end")
            }
        };
        self.execute(&sql).await;
    }

    /// A client without a token.
    pub(crate) fn visitor(&self) -> Client {
        Client {
            app: self.app.clone(),
            authorization: None,
        }
    }

    /// A client with the token of a new user with this name.
    pub(crate) async fn user(&self, name: &str) -> Client {
        let registered = self.visitor().register(name).await;
        self.client(registered.text("/user/token"))
    }

    /// A client with this token.
    pub(crate) fn client(&self, token: &str) -> Client {
        self.sending(&format!("Token {token}"))
    }

    /// A client with this header `Authorization`.
    pub(crate) fn sending(&self, authorization: &str) -> Client {
        let authorization = Some(authorization.to_owned());
        Client {
            authorization,
            ..self.visitor()
        }
    }
}

/// A caller of the API, whose paths begin after `/api`.
pub(crate) struct Client {
    app: App,
    authorization: Option<String>,
}

impl Client {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Registers a user, `name@example.com`.
    pub(crate) async fn register(&self, name: &str) -> Answer {
        let email = format!("{name}@example.com");
        let user = json!({ "username": name, "email": email, "password": PASSWORD });
        self.post("/users", json!({ "user": user })).await
    }

    pub(crate) async fn login(&self, email: &str, password: &str) -> Answer {
        let user = json!({ "email": email, "password": password });
        self.post("/users/login", json!({ "user": user })).await
    }

    /// Changes fields of the client's own user.
    pub(crate) async fn change(&self, fields: Value) -> Answer {
        self.put("/user", json!({ "user": fields })).await
    }

    /// Writes an article, and returns its slug.
    pub(crate) async fn write(&self, title: &str) -> String {
        self.write_tagged(title, &[]).await
    }

    pub(crate) async fn write_tagged(&self, title: &str, tags: &[&str]) -> String {
        let article =
            json!({ "title": title, "description": "about it", "body": "it", "tagList": tags });
        let written = self.post("/articles", json!({ "article": article })).await;
        assert_eq!(written.status, StatusCode::CREATED, "{}", written.json);
        written.text("/article/slug").to_owned()
    }

    /// Comments on an article, and returns the path of the comment.
    pub(crate) async fn comment(&self, slug: &str, body: &str) -> String {
        let path = format!("/articles/{slug}/comments");
        let comment = self
            .post(&path, json!({ "comment": { "body": body } }))
            .await;
        assert_eq!(comment.status, StatusCode::CREATED, "{}", comment.json);
        format!("{path}/{}", comment.json["comment"]["id"])
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|json| ("application/json", json.to_string()));
        self.send_text(method, path, body).await
    }

    /// Sends a body as it is, with its `Content-Type`.
    pub(crate) async fn send_text(
        &self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Answer {
        match body {
            Some((content_type, text)) => {
                let body = Body::from(text);
                self.send_body(method, path, Some(content_type), body).await
            }
            None => self.send_body(method, path, None, Body::empty()).await,
        }
    }

    /// Sends a JSON body that arrives after the rest of the request, when `body` is done.
    pub(crate) async fn put_late(
        &self,
        path: &str,
        body: impl Future<Output = Value> + Send + 'static,
    ) -> Answer {
        let body = stream::once(async { Ok::<_, Infallible>(body.await.to_string()) });
        let (content_type, body) = (Some("application/json"), Body::from_stream(body));
        self.send_body(Method::PUT, path, content_type, body).await
    }

    async fn send_body(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api{path}"));
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let response = self
            .app
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1024 * 1024).await.unwrap();
        let text = String::from_utf8(bytes.into()).unwrap();
        // True of every response, whatever the test is about.
        assert!(!text.contains("argon2"), "a password hash: {text}");
        let json = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).expect(&text)
        };
        Answer {
            status: parts.status,
            headers: parts.headers,
            json,
        }
    }
}

/// A response.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Null where the response has no body.
    pub(crate) json: Value,
}

impl Answer {
    /// The text at a place of the body, such as `/user/token`.
    #[track_caller]
    pub(crate) fn text(&self, pointer: &str) -> &str {
        let found = self.json.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {pointer}: {}", self.json))
    }

    /// The list at a place of the body, each element by one of its members.
    #[track_caller]
    pub(crate) fn list(&self, pointer: &str, member: &str) -> Vec<&str> {
        let found = self.json.pointer(pointer).and_then(Value::as_array);
        let elements = found.expect("a list").iter();
        elements
            .map(|element| element[member].as_str().expect("a text"))
            .collect()
    }

    /// The response is this error, in the form of the specification.
    #[track_caller]
    pub(crate) fn check_error(&self, status: u16, field: &str, mistake: &str) {
        assert_eq!(self.status, status, "{}", self.json);
        assert_eq!(self.json, json!({ "errors": { field: [mistake] } }));
    }

    #[track_caller]
    pub(crate) fn check_status(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.json);
    }

    #[track_caller]
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers[name].to_str().unwrap()
    }
}
