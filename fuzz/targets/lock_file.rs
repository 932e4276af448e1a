//! The lock file as text: each route that is read is written as it was, and nothing else is.

#![no_main]

use jwt_router::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let Ok(lines) = fuzzing::lock_lines(input) else {
        return;
    };
    let is_route = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let read: Vec<&str> = input.lines().filter(is_route).collect();
    assert_eq!(read.len(), lines.len());
    for (read, line) in read.iter().zip(&lines) {
        // Spaces around a handler are the only difference that a line may have.
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(read), words(line));
    }
    let written = lines.join("\n");
    assert_eq!(fuzzing::lock_lines(&written), Ok(lines), "{written}");
});
