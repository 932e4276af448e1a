//! The guide shows the code of this example.

const GUIDE: &str = include_str!("../../../../jwt-router/src/docs/databases.md");
const SOURCES: [&str; 2] = [
    include_str!("../../src/with_diesel.rs"),
    include_str!("../../src/with_tokio_postgres.rs"),
];

/// Returns the lines of code that a reader of the guide would copy, without comments and lints.
fn code(text: &str) -> Vec<&str> {
    let is_left_out = |line: &str| {
        let line = line.trim_start();
        line.is_empty()
            || ["//", "#![", "#[must_use]"]
                .iter()
                .any(|start| line.starts_with(start))
    };
    text.lines().filter(|line| !is_left_out(line)).collect()
}

#[test]
fn the_closures_of_the_guide_are_those_of_the_example() {
    let blocks: Vec<&str> = GUIDE
        .split("```rust,ignore\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert_eq!(blocks.len(), SOURCES.len());
    for (block, source) in blocks.into_iter().zip(SOURCES) {
        assert_eq!(code(block), code(source));
    }
}
