use jwt_router::prelude::*;

const ADMIN: &str = "admin";
const EDITOR: &str = "editor";

#[protected(GET, "/posts", role = ADMIN, EDITOR)]
async fn posts() {}

fn main() {}
