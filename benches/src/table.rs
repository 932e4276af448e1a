//! A table that is aligned on a terminal and is Markdown when pasted.

use std::fmt;

/// Rows of text under a header; the first column reads from the left, the others from the right.
#[derive(Debug)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns and no rows.
    #[must_use]
    pub fn new<T: Into<String>>(header: impl IntoIterator<Item = T>) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, which has a cell for each column.
    pub fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.header.len(), "a cell for each column");
        self.rows.push(cells);
    }

    fn width(&self, column: usize) -> usize {
        let rows = self.rows.iter().chain([&self.header]);
        let widest = rows.map(|row| row[column].chars().count()).max();
        widest.unwrap_or(0).max(3)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths: Vec<usize> = (0..self.header.len()).map(|i| self.width(i)).collect();
        write_row(f, &self.header, &widths)?;
        for (column, width) in widths.iter().enumerate() {
            if column == 0 {
                write!(f, "| {} ", "-".repeat(*width))?;
            } else {
                write!(f, "| {}: ", "-".repeat(*width - 1))?;
            }
        }
        writeln!(f, "|")?;
        self.rows
            .iter()
            .try_for_each(|row| write_row(f, row, &widths))
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, cells: &[String], widths: &[usize]) -> fmt::Result {
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if column == 0 {
            write!(f, "| {cell:<width$} ")?;
        } else {
            write!(f, "| {cell:>width$} ")?;
        }
    }
    writeln!(f, "|")
}
