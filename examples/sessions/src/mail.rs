//! Letters to users, which this program prints instead of mailing them.

use std::fmt;

use tokio::sync::mpsc::{self, Receiver, Sender};

/// How many letters wait to be sent at most.
const CAPACITY: usize = 64;

/// A mail to a user.
pub struct Letter {
    /// The address of the user.
    pub to: String,
    /// The link in the mail.
    pub link: String,
}

/// It does not show the link, by which anyone can set the password.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

/// Where handlers put letters. They do not wait until a letter is sent: the time of a response would show which
/// addresses have an account.
#[derive(Clone)]
pub struct Outbox(Sender<Letter>);

impl Outbox {
    /// Returns an outbox, and the other end, which sends the letters.
    #[must_use]
    pub fn new() -> (Self, Receiver<Letter>) {
        let (outbox, letters) = mpsc::channel(CAPACITY);
        (Self(outbox), letters)
    }

    pub(crate) fn put(&self, letter: Letter) {
        if self.0.try_send(letter).is_err() {
            tracing::error!("a letter is lost: too many are waiting, or no one sends them");
        }
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbox")
    }
}
