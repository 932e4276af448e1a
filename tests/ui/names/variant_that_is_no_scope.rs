use jwt_router::ScopeName;

#[derive(ScopeName)]
enum Scope {
    Größe,
}

fn main() {}
