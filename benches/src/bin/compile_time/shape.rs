//! What the handlers take.

/// Three shapes, of which a crate has as many handlers each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mix {
    /// Nothing; the caller and a path capture; a JSON body.
    Checked,
    /// A path capture; the caller's entity; the caller's claims.
    Built,
}

/// What a handler takes.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Nothing.
    Empty,
    /// Who calls, a path capture, and the state, if there is one.
    Captured,
    /// A JSON body and the state, if there is one.
    Posted,
    /// A path capture, and the state, if there is one.
    Open,
    /// The caller's entity, and the state, if there is one.
    Entity,
    /// The caller's claims, and the state, if there is one.
    Claims,
}

impl Mix {
    /// What the handler of this number takes.
    pub(crate) fn shape(self, index: usize) -> Shape {
        let [first, second, third] = match self {
            Self::Checked => [Shape::Empty, Shape::Captured, Shape::Posted],
            Self::Built => [Shape::Open, Shape::Entity, Shape::Claims],
        };
        match index % 3 {
            0 => first,
            1 => second,
            _ => third,
        }
    }
}

impl Shape {
    /// The method of such a handler.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Empty | Self::Captured | Self::Open | Self::Entity | Self::Claims => "GET",
            Self::Posted => "POST",
        }
    }

    /// The path of such a handler.
    pub(crate) fn path(self, index: usize) -> String {
        match self {
            Self::Captured | Self::Open => format!("/h{index}/{{id}}"),
            Self::Empty | Self::Posted | Self::Entity | Self::Claims => format!("/h{index}"),
        }
    }
}
