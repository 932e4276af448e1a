//! Recognizes secrets that are long enough, but public or easy to guess.

use zeroize::Zeroizing;

use super::{Secret, digests};

/// Random-looking secrets that are printed in public documents, compared case-insensitively.
const PUBLISHED: [&str; 14] = [
    // RFC 7515, appendix A.1.
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    // The tutorial of FastAPI.
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    // A tutorial for Spring Security that many projects have copied.
    "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
    // The same, as text.
    "NcRfUjXn2r5u8x/A?D(G+KbPdSgVkYp",
    // RFC 7636, appendix B.
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    // RFC 8037, appendix A, and the thumbprints of the keys in RFC 7515, RFC 7517 and RFC 8037.
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8",
    "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
    "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
    "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
    "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    // A public key in the documentation of this crate, and its thumbprint.
    "kKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk",
    "wtWFjBCDaCXwmEDdeHooM9j8auSXj3DRb84VC429-HE",
];

/// The words of sample secrets, such as `your-256-bit-secret` and `changeme1234567890`, in the order in which they
/// are removed: longer words before their parts.
pub(super) const WORDS: [&str; 55] = [
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefghijklmnop",
    "abcdefgh",
    "1234567890",
    "0123456789",
    "12345678",
    "123456",
    "application",
    "development",
    "environment",
    "placeholder",
    "production",
    "characters",
    "character",
    "changeit",
    "changethis",
    "changeme",
    "password",
    "keyboard",
    "jsonwebtoken",
    "signature",
    "signing",
    "example",
    "private",
    "replace",
    "default",
    "minimum",
    "deadbeef",
    "qwerty",
    "random",
    "secret",
    "secure",
    "server",
    "sample",
    "string",
    "please",
    "should",
    "testing",
    "shhhhh",
    "token",
    "least",
    "flask",
    "local",
    "super",
    "ultra",
    "bytes",
    "value",
    "your",
    "this",
    "with",
    "very",
    "bits",
    "long",
    "test",
    "key",
];

/// Further words besides [`WORDS`] whose hashes can be guessed: common passwords, and texts that people use in
/// tests.
pub(super) const PASSWORDS: [&str; 60] = [
    "",
    "1",
    "a",
    "abc",
    "abc123",
    "access",
    "admin",
    "administrator",
    "adminadmin",
    "apikey",
    "app",
    "auth",
    "axum",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "demo",
    "dragon",
    "flask-secret",
    "foo",
    "foobar",
    "football",
    "guest",
    "hello",
    "hello world",
    "helloworld",
    "hunter2",
    "iloveyou",
    "jwt",
    "jwt-router",
    "jwt-secret",
    "jwt_secret",
    "jwtsecret",
    "letmein",
    "login",
    "master",
    "monkey",
    "my-secret",
    "my_secret",
    "mypassword",
    "mysecret",
    "mysecretkey",
    "p@ssw0rd",
    "passw0rd",
    "password1",
    "password123",
    "passphrase",
    "root",
    "rust",
    "s3cr3t",
    "secret-key",
    "secret123",
    "secret_key",
    "secretkey",
    "session",
    "supersecret",
    "test123",
    "user",
    "welcome",
    "your-256-bit-secret",
    "your_secret_key",
];

/// Runs of characters in the order of the alphabet, of digits and of keyboards. A secret that contains a piece of a
/// run, forwards or backwards, is less random by it.
const RUNS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "01234567890123456789abcdef",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz",
];

/// The least length of a piece of [`RUNS`] that is removed from a secret before its rest is measured. Random text has
/// such a piece by chance at about one of ten thousand positions.
const SHORTEST_RUN: usize = 4;

/// The least number of letters and digits that a secret must have left after [`WORDS`] and the pieces of [`RUNS`] are
/// removed.
const UNGUESSED_LENGTH: usize = 16;

/// Returns whether a secret of sufficient length is public or easy to guess.
///
/// Random bytes, base64 and hex pass: by chance, they contain one or two of the words of samples, and not twenty.
pub(super) fn is_guessable(secret: &[u8]) -> bool {
    is_repeated_pattern(secret)
        || has_few_values(secret)
        || is_padded_with_spaces(secret)
        || is_published(secret)
        || digests::is_of_word(secret)
        || is_made_of_sample_words(secret)
}

/// Returns whether a secret repeats a pattern that is shorter than the least length of a secret. Repetition adds no
/// entropy.
fn is_repeated_pattern(secret: &[u8]) -> bool {
    (1..Secret::MINIMUM_LENGTH)
        .take_while(|period| period * 2 <= secret.len())
        .any(|period| {
            secret
                .iter()
                .zip(secret.iter().skip(period))
                .all(|(left, right)| left == right)
        })
}

/// Returns whether a secret has fewer than eight different bytes, as `000..001` or a key that was held down.
fn has_few_values(secret: &[u8]) -> bool {
    let mut values = Zeroizing::new(secret.to_vec());
    values.sort_unstable();
    values.dedup();
    values.len() < 8
}

/// Returns whether a text would be too short without its white space.
fn is_padded_with_spaces(secret: &[u8]) -> bool {
    let spaces = secret.iter().filter(|byte| byte.is_ascii_whitespace());
    is_text(secret) && secret.len() - spaces.count() < UNGUESSED_LENGTH * 3 / 2
}

fn is_published(secret: &[u8]) -> bool {
    PUBLISHED.iter().any(|published| {
        secret
            .trim_ascii()
            .eq_ignore_ascii_case(published.as_bytes())
    })
}

fn is_text(secret: &[u8]) -> bool {
    secret
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

fn is_made_of_sample_words(secret: &[u8]) -> bool {
    if !is_text(secret) {
        return false;
    }
    let mut rest: Zeroizing<String> = Zeroizing::new(
        secret
            .iter()
            .filter(|byte| byte.is_ascii_alphanumeric())
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect(),
    );
    for word in WORDS {
        rest = Zeroizing::new(rest.replace(word, ""));
    }
    let rest = Zeroizing::new(without_runs(rest.as_bytes()));
    // Repeated characters are padding, which adds no entropy: `changeme0000000000000000000000000`.
    let mut letters: Zeroizing<Vec<u8>> = Zeroizing::new(rest.to_vec());
    letters.dedup();
    letters.len() < UNGUESSED_LENGTH
}

/// Removes the longest pieces of [`RUNS`], from left to right.
fn without_runs(text: &[u8]) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match run_at(rest) {
            length if length >= SHORTEST_RUN => rest = rest.get(length..).unwrap_or_default(),
            _ => {
                kept.push(*first);
                rest = after;
            }
        }
    }
    kept
}

/// Returns the length of the longest piece of a run at the start of the text; 0 when there is none.
fn run_at(text: &[u8]) -> usize {
    let is_piece = |length: usize| {
        text.get(..length).is_some_and(|piece| {
            let mut backwards = Zeroizing::new(piece.to_vec());
            backwards.reverse();
            RUNS.iter().any(|run| {
                let mut windows = run.as_bytes().windows(length);
                windows.any(|window| window == piece || window == backwards.as_slice())
            })
        })
    };
    let mut length = SHORTEST_RUN - 1;
    while is_piece(length + 1) {
        length += 1;
    }
    length
}
