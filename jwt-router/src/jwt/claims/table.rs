/// The position of a table in the list of tables whose tokens an application accepts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TableIndex(usize);

impl TableIndex {
    pub(crate) const fn new(position: usize) -> Self {
        Self(position)
    }

    pub(crate) const fn get(self) -> usize {
        self.0
    }
}
