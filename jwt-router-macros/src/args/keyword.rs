//! The description of an argument: its name, its kind of value, and the texts of its messages.

use proc_macro2::{Ident, TokenTree};

/// The description of an argument, with which the argument is read and mistakes in it are reported.
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    /// The kind of the argument's value, in the words of messages such as "`state` takes a type".
    pub(crate) takes: &'static str,
    /// An example of the argument, such as `role = "admin"`; a flag's example is its name.
    pub(crate) example: &'static str,
    /// Names of the same argument in other frameworks.
    pub(super) other_words: &'static [&'static str],
    /// Whether the argument is refused on a public route.
    pub(super) needs_token: bool,
    /// Whether `defaults!` takes it, if it is a requirement.
    pub(super) is_in_defaults: bool,
    /// Whether the requirement reads a claim of a login, which no link has.
    pub(crate) is_of_logins: bool,
    /// How a second value is recognized, and the help for it; `None` if a second value is never recognized.
    several: Option<(Several, &'static str)>,
    /// A function that returns the help for a word without `name =` that looks like a value of this argument.
    pub(super) unnamed: Option<fn(&Ident) -> Option<String>>,
}

/// Which pieces after an argument are a second value of it, as in `role = "admin", "editor"`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Several {
    /// A word by itself.
    Words,
    /// Any piece that is not an argument itself.
    Pieces,
}

impl Keyword {
    /// Creates an argument that is not a requirement.
    pub(crate) const fn new(
        name: &'static str,
        takes: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            takes,
            example,
            other_words: &[],
            needs_token: false,
            is_in_defaults: false,
            is_of_logins: false,
            several: None,
            unnamed: None,
        }
    }

    /// Creates a requirement, which `defaults!` takes too.
    pub(crate) const fn requirement(
        name: &'static str,
        takes: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            is_in_defaults: true,
            ..Self::new(name, takes, example).needs_token()
        }
    }

    /// Refuses the argument on a public route.
    pub(crate) const fn needs_token(mut self) -> Self {
        self.needs_token = true;
        self
    }

    /// Refuses the requirement in `defaults!`.
    pub(crate) const fn of_handlers(mut self) -> Self {
        self.is_in_defaults = false;
        self
    }

    /// Refuses the requirement beside `purpose`.
    pub(crate) const fn of_logins(mut self) -> Self {
        self.is_of_logins = true;
        self
    }

    /// Suggests the argument where one of these words is written instead.
    pub(crate) const fn other_words(mut self, words: &'static [&'static str]) -> Self {
        self.other_words = words;
        self
    }

    /// Sets the help for a second value, and for an argument that is given twice.
    pub(crate) const fn several(mut self, second: Several, help: &'static str) -> Self {
        self.several = Some((second, help));
        self
    }

    /// Sets the function that suggests the argument for a word without `name =`.
    pub(crate) const fn unnamed(mut self, help: fn(&Ident) -> Option<String>) -> Self {
        self.unnamed = Some(help);
        self
    }

    /// Returns whether the argument takes no value.
    pub(super) fn is_flag(&self) -> bool {
        self.name == self.example
    }

    /// Returns the help for an argument that is given twice.
    pub(super) fn help_for_twice(&self) -> &'static str {
        self.several.map_or("keep one of them", |(_, help)| help)
    }

    /// Returns the help for `piece` if it is a second value of this argument.
    pub(super) fn help_for_second(&self, piece: &[TokenTree]) -> Option<&'static str> {
        let (second, help) = self.several?;
        let is_second = match second {
            Several::Words => matches!(piece, [TokenTree::Ident(_)]),
            Several::Pieces => true,
        };
        is_second.then_some(help)
    }
}
