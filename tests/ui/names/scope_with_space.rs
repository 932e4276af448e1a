use jwt_router::ScopeName;

#[derive(ScopeName)]
enum Scope {
    #[name = "posts:read posts:write"]
    Posts,
}

fn main() {}
