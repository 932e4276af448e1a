//! The names of the methods of `G`, which no accessor may have: the list of the macros has all of them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn tokens_of(path: &Path) -> Vec<TokenTree> {
    let text = fs::read_to_string(path).unwrap();
    let tokens: TokenStream = text.parse().unwrap();
    tokens.into_iter().collect()
}

/// The Rust files in a folder, and below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![path]
        }
    });
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files.filter(is_rust).collect()
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == punct)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(found) if found == word)
}

fn is_braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether these tokens, between `impl` and the braces, are of an inherent `impl` of `G`.
fn is_of_g(head: &[TokenTree]) -> bool {
    let mut depth = 0_usize;
    let mut words = head.iter().filter(|token| {
        if is_punct(token, '<') {
            depth += 1;
        } else if is_punct(token, '>') {
            depth -= 1;
        }
        depth == 0 && matches!(token, TokenTree::Ident(_))
    });
    let is_g = words.next().is_some_and(|first| is_word(first, "G"));
    is_g && !words.any(|word| is_word(word, "for"))
}

/// The public functions of an `impl` block. `pub(crate)` is followed by a group, and is not public.
fn public_functions(body: &[TokenTree]) -> Vec<String> {
    let qualifiers = ["const", "async", "unsafe"];
    let at = |position: usize| {
        body.get(position)
            .is_some_and(|token| is_word(token, "pub"))
    };
    let starts = (0..body.len()).filter(|position| at(*position));
    let names = starts.filter_map(|start| {
        let rest = body[start + 1..].iter();
        let mut rest = rest.skip_while(|token| qualifiers.iter().any(|word| is_word(token, word)));
        let is_function = rest.next().is_some_and(|token| is_word(token, "fn"));
        is_function.then(|| rest.next().unwrap().to_string())
    });
    names.collect()
}

/// The names of the public inherent methods of `G`.
fn methods_of_g() -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for file in files(&workspace().join("jwt-router/src")) {
        let tokens = tokens_of(&file);
        for (position, token) in tokens.iter().enumerate() {
            if !is_word(token, "impl") {
                continue;
            }
            let rest = &tokens[position + 1..];
            let Some(end) = rest.iter().position(is_braced) else {
                continue;
            };
            if let (true, TokenTree::Group(body)) = (is_of_g(&rest[..end]), &rest[end]) {
                let body: Vec<TokenTree> = body.stream().into_iter().collect();
                methods.extend(public_functions(&body));
            }
        }
    }
    methods
}

/// The names in a list of the macros.
fn names_in(list: &str) -> Vec<String> {
    let file = workspace().join("jwt-router-macros/src/model/entity/accessor.rs");
    let tokens = tokens_of(&file);
    let is_declared = |pair: &[TokenTree]| is_word(&pair[0], "const") && is_word(&pair[1], list);
    let start = tokens.windows(2).position(is_declared).unwrap();
    let mut values = tokens[start..]
        .iter()
        .skip_while(|token| !is_punct(token, '='));
    let names = values.find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let names = names.unwrap().into_iter().filter_map(|token| match token {
        TokenTree::Literal(name) => Some(name.to_string().trim_matches('"').to_owned()),
        _ => None,
    });
    names.collect()
}

#[test]
fn no_accessor_has_the_name_of_a_method_of_g() {
    let methods: Vec<String> = methods_of_g().into_iter().collect();
    assert!(methods.contains(&"table".to_owned()), "{methods:?}");
    assert_eq!(names_in("METHODS_OF_G"), methods);
}
