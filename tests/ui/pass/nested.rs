//! Handlers in modules and in functions, called from elsewhere.

use jwt_router::{Routes, prelude::*};

pub(crate) mod inner {
    use jwt_router::prelude::*;

    #[whitelist(GET, "/nested/inner")]
    pub(in crate::nested) async fn show() -> &'static str {
        "inner"
    }
}

#[whitelist(GET, "/nested/outer")]
async fn show() -> String {
    format!("{} and outer", inner::show().await)
}

#[test]
fn handlers_stand_in_functions_too() {
    #[protected(GET, "/nested/function", register = false)]
    async fn show() {}

    let listed: Routes<()> = routes![show, inner::show];
    assert!(!format!("{listed:?}").is_empty());
}

#[tokio::test]
async fn a_handler_is_called_like_any_function() {
    assert_eq!(show().await, "inner and outer");
}
