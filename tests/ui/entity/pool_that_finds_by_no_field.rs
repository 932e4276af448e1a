use jwt_router::{EntityField, FindBy, entity};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
    email: String,
}

/// In place of the type in sqlx, which this package does not depend on.
struct Pool<DB>(DB);

struct Postgres;

fn find(_field: EntityField<User>, _store: impl FindBy<User>) {}

fn main() {
    let email = EntityField::new("email", |user: &User| &user.email);
    find(email, Pool(Postgres));
}
