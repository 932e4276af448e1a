use std::io;

use jwt_router::{EntityField, FindBy, entity};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
    email: String,
}

fn find(_field: EntityField<User>, _store: impl FindBy<User>) {}

fn main() {
    let email = EntityField::new("email", |user: &User| &user.email);
    find(email, |_id: i64| async { Ok::<_, io::Error>(None::<User>) });
}
