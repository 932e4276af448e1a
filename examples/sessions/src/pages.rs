//! The pages: HTML, a style sheet and scripts, which the program contains.

use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jwt_router::prelude::*;

/// The pages run the scripts of this origin and no others, send requests to it alone, and are in no frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

#[ignored(GET, "/")]
async fn home() -> Content {
    Content::html(include_str!("../web/home.html"))
}

#[ignored(GET, "/login")]
async fn login_page() -> Content {
    Content::html(include_str!("../web/login.html"))
}

#[ignored(GET, "/password")]
async fn password_page() -> Content {
    Content::html(include_str!("../web/password.html"))
}

#[ignored(GET, "/assets/{name}")]
async fn asset(Path(name): Path<String>) -> Result<Content, StatusCode> {
    match name.as_str() {
        "style.css" => Ok(Content {
            media_type: "text/css; charset=utf-8",
            text: include_str!("../web/style.css"),
        }),
        "api.js" => Ok(Content::script(include_str!("../web/api.js"))),
        "home.js" => Ok(Content::script(include_str!("../web/home.js"))),
        "login.js" => Ok(Content::script(include_str!("../web/login.js"))),
        "password.js" => Ok(Content::script(include_str!("../web/password.js"))),
        _ => Err(StatusCode::NOT_FOUND),
    }
}

/// A file of the folder `web`.
struct Content {
    media_type: &'static str,
    text: &'static str,
}

impl Content {
    const fn html(text: &'static str) -> Self {
        let media_type = "text/html; charset=utf-8";
        Self { media_type, text }
    }

    const fn script(text: &'static str) -> Self {
        let media_type = "text/javascript; charset=utf-8";
        Self { media_type, text }
    }
}

impl IntoResponse for Content {
    fn into_response(self) -> Response {
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static(self.media_type),
            ),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
            (
                header::REFERRER_POLICY,
                HeaderValue::from_static("no-referrer"),
            ),
        ];
        (headers, self.text).into_response()
    }
}
