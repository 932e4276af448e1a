use axum::extract::{FromRef, State};
use jwt_router::prelude::*;

struct App;

struct Mailer;

impl FromRef<App> for Mailer {
    fn from_ref(_: &App) -> Self {
        Self
    }
}

#[protected(POST, "/invite", state = App)]
async fn invite(_: State<Mailer>) {}

fn main() {}
