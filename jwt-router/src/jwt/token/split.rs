use std::iter;

/// Splits a text at each `byte`. Unlike `slice::split`, it searches many bytes at once, since tokens are long.
pub(crate) fn split(text: &[u8], byte: u8) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(byte, text).chain(iter::once(text.len()));
    let mut start = 0;
    ends.map(move |end| {
        let part = text.get(start..end).unwrap_or_default();
        start = end.saturating_add(1);
        part
    })
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn it_splits_as_slices_do() {
        for text in ["", ".", "a", "a.b", ".a.", "..", "a..b.c"] {
            let expected: Vec<_> = text.as_bytes().split(|byte| *byte == b'.').collect();
            assert_eq!(
                split(text.as_bytes(), b'.').collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
    }
}
