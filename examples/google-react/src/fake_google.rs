//! `--fake-google`: a stand-in for Google that runs in this program, and two users.

use std::error::Error;

use google_react::SignIn;
use sqlx::SqlitePool;

#[cfg(feature = "fake-google")]
pub(crate) async fn sign_in(db: &SqlitePool, page: String) -> Result<SignIn, Box<dyn Error>> {
    use jwt_router::testing::FakeGoogle;

    // The fake's consent page suggests these two addresses, and accepts any other.
    google_react::add_user(db, "ada@gmail.com", "Ada").await?;
    google_react::add_user(db, "grace@example.com", "Grace").await?;
    let fake = FakeGoogle::builder()
        .redirect_uri(page.clone())
        .start()
        .await?;
    let sign_in = SignIn::with_fake(&fake, page);
    tokio::spawn(fake.run());
    Ok(sign_in)
}

#[cfg(not(feature = "fake-google"))]
#[expect(
    clippy::unused_async,
    reason = "with the feature `fake-google`, it awaits"
)]
pub(crate) async fn sign_in(_db: &SqlitePool, _page: String) -> Result<SignIn, Box<dyn Error>> {
    Err("this program is built without the feature `fake-google`".into())
}
