use jwt_router::ScopeName;

#[derive(ScopeName)]
enum Scope {
    #[name = "posts read"]
    ReadPosts,
    #[name]
    Write(u8),
}

#[jwt_router::protected(GET, "/posts", scope = Scope::ReadPosts)]
async fn posts() {}

fn main() {}
