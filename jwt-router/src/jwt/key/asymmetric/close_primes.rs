//! Recognizes products of two primes that are close to each other (CVE-2022-26320), by Fermat's method.

use std::cmp::Ordering;

/// The number of values of `a` that are tried. One is enough for a modulus whose second prime is the next prime
/// after the first.
const ROUNDS: usize = 100;

/// Returns whether Fermat's method factors a modulus in a few rounds, because its two primes are close.
///
/// The method looks for a square `b^2 = a^2 - n`, with `a` counting up from the square root of `n`: then `n = a^2 -
/// b^2` has the factors `a - b` and `a + b`. The closer the primes are, the sooner the method finds them.
pub(super) fn are_found(modulus: &[u8]) -> bool {
    let (root, rest) = Number::from_bytes(modulus).square_root();
    if rest.is_zero() {
        return true;
    }
    // With `n = root^2 + rest`, `a` starts at `root + 1`, so that `a^2 - n` is `2 * root + 1 - rest`. `square`
    // is `a^2 - n`, and `step` is the difference of the next square, which grows by two.
    let mut step = root;
    step.double_and_add(true);
    let mut square = step.clone();
    square.subtract(&rest);
    for _ in 0..ROUNDS {
        if square.is_square() {
            return true;
        }
        step.add_two();
        square.add(&step);
    }
    false
}

/// A natural number in digits of 64 bits, with the lowest first and without leading zeros.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Number(Vec<u64>);

impl Number {
    fn from_bytes(bytes: &[u8]) -> Self {
        let (head, words) = bytes.as_rchunks::<8>();
        let head = head
            .iter()
            .fold(0, |head, byte| (head << 8) | u64::from(*byte));
        let words = words.iter().rev().map(|word| u64::from_be_bytes(*word));
        Self(words.chain([head]).collect()).trimmed()
    }

    fn trimmed(mut self) -> Self {
        self.trim();
        self
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the square root, rounded down, and the remainder. It computes one bit of the root at a time.
    fn square_root(&self) -> (Self, Self) {
        let (mut root, mut rest) = (Self::default(), Self::default());
        for digit in self.0.iter().rev() {
            for pair in (0..64).step_by(2).rev() {
                rest.double_and_add(digit >> (pair + 1) & 1 == 1);
                rest.double_and_add(digit >> pair & 1 == 1);
                // With the next bit `1`, the square of the root grows by `4 * root + 1`.
                let mut growth = root.clone();
                growth.double_and_add(false);
                growth.double_and_add(true);
                let is_one = rest.compare(&growth) != Ordering::Less;
                if is_one {
                    rest.subtract(&growth);
                }
                root.double_and_add(is_one);
            }
        }
        (root, rest)
    }

    /// Returns whether the number is a square. The root, which is slow, is computed only when cheaper tests do
    /// not exclude a square.
    fn is_square(&self) -> bool {
        let low = self.0.first().copied().unwrap_or_default();
        // Squares have 12 of the 64 remainders modulo 64.
        let may_be = (0..32).any(|root: u64| root * root % 64 == low % 64);
        may_be && self.is_square_modulo_small_numbers() && self.square_root().1.is_zero()
    }

    /// Returns whether the number is a square modulo each of a few odd numbers. Every square passes this test, and
    /// few other numbers do.
    fn is_square_modulo_small_numbers(&self) -> bool {
        const MODULI: [u64; 6] = [9, 5, 7, 11, 13, 17];
        let product: u64 = MODULI.iter().product();
        let rest = self.0.iter().rev().fold(0, |rest, digit| {
            let high = (rest << 32 | digit >> 32) % product;
            (high << 32 | digit & 0xffff_ffff) % product
        });
        let is_square =
            |modulus: &u64| (0..*modulus).any(|root| root * root % modulus == rest % modulus);
        MODULI.iter().all(is_square)
    }

    fn compare(&self, other: &Self) -> Ordering {
        let digits = self.0.iter().rev();
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| digits.cmp(other.0.iter().rev()))
    }

    /// Doubles the number, and adds one if `one`.
    fn double_and_add(&mut self, one: bool) {
        let mut carry = u64::from(one);
        for digit in &mut self.0 {
            let high = *digit >> 63;
            *digit = *digit << 1 | carry;
            carry = high;
        }
        if carry != 0 {
            self.0.push(carry);
        }
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = false;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, more) in self.0.iter_mut().zip(others) {
            let (sum, first) = digit.overflowing_add(more);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *digit = sum;
            carry = first || second;
        }
        if carry {
            self.0.push(1);
        }
    }

    fn add_two(&mut self) {
        self.add(&Self(vec![2]));
    }

    /// Subtracts a number that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, less) in self.0.iter_mut().zip(others) {
            let (rest, first) = digit.overflowing_sub(less);
            let (rest, second) = rest.overflowing_sub(u64::from(borrow));
            *digit = rest;
            borrow = first || second;
        }
        self.trim();
    }
}

#[cfg(test)]
mod tests;
