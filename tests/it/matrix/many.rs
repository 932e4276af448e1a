//! A matrix is quick enough to be run with every test.

use std::time::{Duration, Instant};

use super::*;

/// Ten handlers, of ten methods and paths.
macro_rules! ten {
    ($($ten:ident $digit:literal)*) => {
        $(
            mod $ten {
                use super::*;

                ten!(handlers $digit: a b c d e f g h i j k l m n o p q r s t);

                pub(super) fn routes() -> Routes<()> {
                    routes![a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t]
                }
            }
        )*
    };
    (handlers $digit:literal: $($name:ident)*) => {
        $(ten!(handler $digit $name);)*
    };
    (handler $digit:literal $name:ident) => {
        #[protected(GET, "/x", register = false)]
        async fn $name() {}
    };
}
