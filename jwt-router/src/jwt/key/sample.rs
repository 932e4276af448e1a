//! Secrets that look long enough and are known to everyone.

use zeroize::Zeroizing;

use super::Secret;

/// Random-looking secrets that are printed in public: they are compared without regard to case.
const PUBLISHED: [&str; 4] = [
    // RFC 7515, appendix A.1.
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    // The tutorial of FastAPI.
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    // A much copied tutorial for Spring Security.
    "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
    // The same, as text.
    "NcRfUjXn2r5u8x/A?D(G+KbPdSgVkYp",
];

/// What sample secrets are made of (`your-256-bit-secret`, `a-string-secret-at-least-256-bits-long`,
/// `my32characterultrasecureandultralongsecret`, `changeme1234567890`), longer words before their parts.
const WORDS: [&str; 55] = [
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

/// A random secret keeps at least this many letters and digits when the [`WORDS`] are taken out.
const UNGUESSED_LENGTH: usize = 16;

/// Whether a secret that is long enough is known to others, or quickly guessed.
///
/// Random bytes, base64 and hex never are: by chance they hold a word or two, never twenty.
pub(super) fn is_guessable(secret: &[u8]) -> bool {
    is_repeated_pattern(secret)
        || has_few_values(secret)
        || is_published(secret)
        || is_made_of_sample_words(secret)
}

/// A pattern that is too short for a secret stays so however often it is repeated.
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

/// Fewer than eight different values: `000..001`, or a key pressed for a while.
fn has_few_values(secret: &[u8]) -> bool {
    let mut values = Zeroizing::new(secret.to_vec());
    values.sort_unstable();
    values.dedup();
    values.len() < 8
}

fn is_published(secret: &[u8]) -> bool {
    PUBLISHED.iter().any(|published| {
        secret
            .trim_ascii()
            .eq_ignore_ascii_case(published.as_bytes())
    })
}

fn is_made_of_sample_words(secret: &[u8]) -> bool {
    if !secret
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
    {
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
    // Padding adds length and nothing else: `changeme0000000000000000000000000`.
    let mut letters: Zeroizing<Vec<u8>> = Zeroizing::new(rest.bytes().collect());
    letters.dedup();
    letters.len() < UNGUESSED_LENGTH
}
