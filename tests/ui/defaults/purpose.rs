use jwt_router::prelude::*;

defaults! { purpose = "reset-password" }

fn main() {}
