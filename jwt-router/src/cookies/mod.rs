//! The cookies that hold the tokens of a session: their settings, how they are read and written, and from which pages
//! the guard takes them.

mod login_layer;
mod origins;
mod session_cookies;
mod set_cookie;
mod settings;

pub use self::settings::Cookies;
pub(crate) use self::{
    login_layer::LoginLayer,
    origins::Sender,
    session_cookies::{CookieFault, SessionCookies},
};
