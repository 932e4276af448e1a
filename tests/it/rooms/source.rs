//! Reads a crate's modules, and which of its top-level modules each of them names.
//!
//! It reads tokens and not syntax, so that a path in the body of a macro counts too; doc comments and
//! strings are literals, and do not.

use std::{collections::HashMap, iter::Peekable, slice};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::path::{self, Name};

/// The production code of a crate.
#[derive(Default)]
pub(super) struct Source {
    /// The modules that `lib.rs` declares, in its order.
    pub(super) rooms: Vec<String>,
    /// What `lib.rs` re-exports, and the room of each name; `None` for names of other crates.
    pub(super) exports: HashMap<String, Option<String>>,
    /// The exported macros, and the room of each.
    pub(super) macros: HashMap<String, String>,
    pub(super) references: Vec<Reference>,
}

/// A name of the crate's root, as a module writes it.
#[derive(Debug)]
pub(super) struct Reference {
    /// The room that writes it.
    pub(super) from: String,
    pub(super) name: String,
    pub(super) file: String,
    pub(super) line: usize,
}

/// A module that is being read.
#[derive(Clone)]
struct Module {
    /// From the crate's root, which is empty.
    path: Vec<String>,
    file: String,
    /// Where the files of its child modules are.
    directory: String,
    /// Whether the tokens are those of an exported macro: its `$crate` is written by the crate that
    /// calls it.
    is_exported_macro: bool,
}

/// The attributes before an item that matter here.
#[derive(Default)]
struct Attributes {
    is_test: bool,
    is_exported: bool,
}

impl Source {
    /// Reads the modules from `lib.rs` on; `file` returns the text of a file, if there is one.
    pub(super) fn read(file: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut source = Self::default();
        let root = Module {
            path: Vec::new(),
            file: "lib.rs".to_owned(),
            directory: String::new(),
            is_exported_macro: false,
        };
        source.read_file(&root, file);
        source
    }

    fn read_file(&mut self, module: &Module, file: &dyn Fn(&str) -> Option<String>) {
        let text = file(&module.file).unwrap();
        let tokens = text.parse().unwrap_or_else(|error| {
            panic!("{} cannot be read: {error}", module.file);
        });
        self.read_tokens(module, tokens, file);
    }

    fn read_tokens(
        &mut self,
        module: &Module,
        tokens: TokenStream,
        file: &dyn Fn(&str) -> Option<String>,
    ) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.iter().peekable();
        let mut attributes = Attributes::default();
        let mut after_dollar = false;
        while let Some(token) = rest.peek() {
            let is_dollar = is_punct(token, '$');
            match token {
                token if is_punct(token, '#') => {
                    attributes.read(&mut rest);
                    continue;
                }
                _ if attributes.is_test => skip_item(&mut rest),
                TokenTree::Ident(word) if *word == "mod" => {
                    self.read_module(module, &mut rest, file);
                }
                TokenTree::Ident(word) if *word == "macro_rules" => {
                    self.read_macro(module, attributes.is_exported, &mut rest, file);
                }
                TokenTree::Ident(word) if *word == "use" => {
                    rest.next();
                    let names = path::read(&mut rest);
                    self.add(module, names, true);
                }
                TokenTree::Ident(_) => {
                    let names = path::read(&mut rest);
                    if !(after_dollar && module.is_exported_macro) {
                        self.add(module, names, false);
                    }
                }
                TokenTree::Group(group) => {
                    self.read_tokens(module, group.stream(), file);
                    rest.next();
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    rest.next();
                }
            }
            after_dollar = is_dollar;
            attributes = Attributes::default();
        }
    }

    /// Reads `mod name;` and its file, or `mod name { .. }`.
    fn read_module(
        &mut self,
        parent: &Module,
        rest: &mut Peekable<slice::Iter<'_, TokenTree>>,
        file: &dyn Fn(&str) -> Option<String>,
    ) {
        rest.next();
        let Some(TokenTree::Ident(name)) = rest.peek() else {
            return;
        };
        let name = name.to_string();
        rest.next();
        let mut module = parent.clone();
        module.path.push(name.clone());
        module.directory = format!("{}{name}/", parent.directory);
        if let Some(group) = rest.peek().and_then(|token| braces(token)) {
            rest.next();
            // What `lib.rs` has of its own is no room.
            if !parent.path.is_empty() {
                self.read_tokens(&module, group.stream(), file);
            }
            return;
        }
        if parent.path.is_empty() {
            self.rooms.push(name.clone());
        }
        let paths = [
            format!("{}{name}.rs", parent.directory),
            format!("{}mod.rs", module.directory),
        ];
        let found = paths.into_iter().find(|path| file(path).is_some());
        module.file =
            found.unwrap_or_else(|| panic!("`mod {name};` of {} has no file", parent.file));
        self.read_file(&module, file);
    }

    /// Reads `macro_rules! name { .. }`.
    fn read_macro(
        &mut self,
        module: &Module,
        is_exported: bool,
        rest: &mut Peekable<slice::Iter<'_, TokenTree>>,
        file: &dyn Fn(&str) -> Option<String>,
    ) {
        rest.next();
        let ahead: Vec<&TokenTree> = rest.clone().take(3).collect();
        let [_, TokenTree::Ident(name), TokenTree::Group(body)] = ahead.as_slice() else {
            // A name that a `quote!` fills in.
            return;
        };
        let mut inside = module.clone();
        if is_exported {
            inside.is_exported_macro = true;
            self.macros.insert(name.to_string(), module.room());
        }
        self.read_tokens(&inside, body.stream(), file);
        rest.nth(2);
    }

    /// Adds what the names are of the crate's root.
    fn add(&mut self, module: &Module, names: Vec<Vec<Name>>, is_use: bool) {
        let is_root = module.path.is_empty();
        for name in names {
            if is_root && is_use {
                self.export(&name);
            } else if let Some(of_root) = path::of_root(&name, &module.path) {
                self.references.push(Reference {
                    from: module.room(),
                    name: of_root.text.clone(),
                    file: module.file.clone(),
                    line: of_root.line,
                });
            }
        }
    }

    /// Adds a name that `lib.rs` imports, which any module can call the root's.
    fn export(&mut self, name: &[Name]) {
        let mut segments = name.iter().filter(|name| !name.is_keyword());
        if let (Some(first), Some(last)) = (segments.next(), name.last()) {
            let is_room = self.rooms.contains(&first.text);
            let room = is_room.then(|| first.text.clone());
            self.exports.insert(last.text.clone(), room);
        }
    }

    /// The room of a name of the crate's root; `None` when it is of another crate.
    ///
    /// What `lib.rs` defines itself, imports as a whole or does not have is of the room `lib`.
    pub(super) fn room_of(&self, name: &str) -> Option<&str> {
        if let Some(room) = self.rooms.iter().find(|room| *room == name) {
            return Some(room);
        }
        match (self.macros.get(name), self.exports.get(name)) {
            (Some(room), _) => Some(room),
            (None, Some(room)) => room.as_deref(),
            (None, None) => Some("lib"),
        }
    }
}

impl Module {
    fn room(&self) -> String {
        let room = self.path.first();
        room.map_or_else(|| "lib".to_owned(), String::clone)
    }
}

impl Attributes {
    /// Reads `#[..]` or `#![..]`.
    fn read(&mut self, rest: &mut Peekable<slice::Iter<'_, TokenTree>>) {
        rest.next();
        rest.next_if(|token| is_punct(token, '!'));
        let Some(TokenTree::Group(group)) = rest.peek() else {
            return;
        };
        rest.next();
        let text = group.stream().to_string().replace(' ', "");
        self.is_test |= text == "cfg(test)" || text.starts_with("cfg(all(test,");
        self.is_exported |= text == "macro_export";
    }
}

/// Skips an item that only tests have.
fn skip_item(rest: &mut Peekable<slice::Iter<'_, TokenTree>>) {
    let ends_with_semicolon = |token: &TokenTree| match token {
        TokenTree::Ident(word) => matches!(word.to_string().as_str(), "use" | "static" | "type"),
        _ => false,
    };
    let is_statement = rest.peek().is_some_and(|token| ends_with_semicolon(token));
    for token in rest.by_ref() {
        if is_punct(token, ';') || (!is_statement && braces(token).is_some()) {
            return;
        }
    }
}

fn braces(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
            None
        }
    }
}

pub(super) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}
