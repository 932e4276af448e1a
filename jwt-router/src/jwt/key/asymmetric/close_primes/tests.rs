//! Square roots of long numbers, and Fermat's method.

use super::*;

fn number(value: u128) -> Number {
    Number::from_bytes(&value.to_be_bytes())
}

#[test]
fn a_square_root_is_that_of_the_standard_library() {
    let mut value: u128 = 1;
    for step in 0..2000_u128 {
        value = value
            .wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
            .wrapping_add(step);
        for value in [
            value,
            value >> 70,
            step,
            value.isqrt().pow(2),
            value.isqrt().pow(2).saturating_sub(1),
        ] {
            let (root, rest) = number(value).square_root();
            let expected = value.isqrt();
            assert_eq!(root, number(expected), "{value}");
            assert_eq!(rest, number(value - expected * expected), "{value}");
            let is_square = expected * expected == value;
            assert_eq!(number(value).is_square(), is_square, "{value}");
        }
    }
}

#[test]
fn factors_are_found_where_they_are_close_to_each_other() {
    let found = |value: u128| are_found(&value.to_be_bytes());
    let near = (1_u128 << 61) - 1;
    assert!(found(near * near));
    assert!(found(near * (near + 2)));
    assert!(found(near * (near + 1_000_000)));
    assert!(!found(near * (near / 2 + 1)));
    // For a small number, the rounds suffice even for factors that are not close.
    assert!(found(101 * 103));
}
