//! Reads the strings and booleans of a TOML document, each with its path.
//!
//! If this crate depended on a TOML parser, every program would have to compile the parser. Cargo has read the file
//! before, so it is valid. The values that are not interpreted here (dates, numbers, the items of arrays) name no
//! dependency.

/// A value of a TOML document, with the names that lead to it.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) path: Vec<String>,
    /// The text of a string or of a bare word, such as `true`.
    pub(super) text: String,
}

/// Returns every string and bare word of a document, in its order.
pub(super) fn leaves(document: &str) -> Vec<Leaf> {
    let mut reader = Reader {
        rest: document.trim_start_matches('\u{feff}'),
        leaves: Vec::new(),
    };
    let mut table = Vec::new();
    loop {
        reader.skip_space(true);
        if reader.rest.is_empty() {
            return reader.leaves;
        }
        if reader.takes('[') {
            // `[[array.of.tables]]`
            reader.takes('[');
            table = reader.key();
        } else {
            let key = reader.key();
            reader.skip_space(false);
            if reader.takes('=') {
                reader.value(&[&*table, &*key].concat());
            }
        }
        reader.skip_line();
    }
}

struct Reader<'t> {
    rest: &'t str,
    leaves: Vec<Leaf>,
}

impl<'t> Reader<'t> {
    /// Removes the character from the beginning of the text, and returns whether the text began with it.
    fn takes(&mut self, char: char) -> bool {
        match self.rest.strip_prefix(char) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Removes the text before the first character for which `ends` returns `true`, and returns the removed text.
    fn until(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    fn skip_line(&mut self) {
        self.until(|char| char == '\n');
    }

    /// Skips white space and comments; if `lines`, over the ends of lines too.
    fn skip_space(&mut self, lines: bool) {
        loop {
            self.until(|char| !char.is_whitespace() || (char == '\n' && !lines));
            if !self.rest.starts_with('#') {
                return;
            }
            self.skip_line();
        }
    }

    /// Reads a key: names that are bare or in quotes, with dots between them.
    fn key(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            self.skip_space(false);
            let name = self.string().unwrap_or_else(|| {
                let is_end = |char: char| !char.is_alphanumeric() && char != '-' && char != '_';
                self.until(is_end).to_owned()
            });
            names.push(name);
            self.skip_space(false);
            if !self.takes('.') {
                return names;
            }
        }
    }

    /// Reads a string in any of the four forms of TOML; `None` if the text does not begin with a string.
    fn string(&mut self) -> Option<String> {
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            let Some(mut rest) = self.rest.strip_prefix(quote) else {
                continue;
            };
            let mut text = String::new();
            loop {
                if let Some(rest) = rest.strip_prefix(quote) {
                    self.rest = rest;
                    return Some(text);
                }
                let Some(char) = rest.chars().next() else {
                    self.rest = "";
                    return Some(text);
                };
                let mut length = char.len_utf8();
                if char == '\\' && quote.starts_with('"') {
                    // A name with an escape is none that is looked for; only the end of the string matters.
                    let escaped = rest.chars().nth(1);
                    length = length.saturating_add(escaped.map_or(0, char::len_utf8));
                }
                let (piece, after) = rest.split_at(length);
                text.push_str(piece);
                rest = after;
            }
        }
        None
    }

    fn value(&mut self, path: &[String]) {
        self.skip_space(false);
        if self.takes('{') {
            self.inline_table(path);
        } else if self.takes('[') {
            self.array();
        } else {
            let text = self.string().unwrap_or_else(|| {
                let is_end = |char: char| matches!(char, ',' | ']' | '}' | '#' | '\n');
                self.until(is_end).trim().to_owned()
            });
            let path = path.to_vec();
            self.leaves.push(Leaf { path, text });
        }
    }

    fn inline_table(&mut self, path: &[String]) {
        loop {
            self.skip_space(true);
            if self.rest.is_empty() || self.takes('}') {
                return;
            }
            if self.takes(',') {
                continue;
            }
            let key = self.key();
            self.skip_space(true);
            if !self.takes('=') {
                self.rest = "";
                return;
            }
            self.value(&[path, &*key].concat());
        }
    }

    /// Skips the values of an array, since none of them names a dependency.
    fn array(&mut self) {
        let found = self.leaves.len();
        loop {
            self.skip_space(true);
            if self.rest.is_empty() || self.takes(']') {
                break;
            }
            if self.takes(',') {
                continue;
            }
            let before = self.rest.len();
            self.value(&[]);
            if self.rest.len() == before {
                self.rest = "";
            }
        }
        self.leaves.truncate(found);
    }
}
