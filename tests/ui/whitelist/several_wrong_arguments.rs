use jwt_router::prelude::*;

struct Page;

struct Teacher;

#[whitelist(GET, "/users")]
async fn users(_: Page, _: Teacher) {}

fn main() {}
