use jwt_router::ScopeName;

#[derive(ScopeName)]
enum Scope {
    #[name = 7]
    ReadPosts,
}

fn main() {}
