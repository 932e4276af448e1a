use jwt_router::{EntityField, FindBy, entity};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
    email: String,
}

/// In place of the type in sea-orm, which this package does not depend on.
struct DatabaseConnection;

fn find(_field: EntityField<User>, _store: impl FindBy<User>) {}

fn main() {
    let email = EntityField::new("email", |user: &User| &user.email);
    find(email, DatabaseConnection);
}
