//! A table in Markdown that can be read as it stands.

use std::fmt::{self, Display, Formatter};

pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new<const COLUMNS: usize>(header: [&str; COLUMNS]) -> Self {
        Self { header: header.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    pub(super) fn add_column(&mut self, title: &str) {
        self.header.push(title.to_owned());
    }

    /// A row has a cell for each column.
    pub(super) fn add_row(&mut self, row: Vec<String>) {
        assert_eq!(row.len(), self.header.len(), "a row has a cell for each column");
        self.rows.push(row);
    }
}

/// The first column is flush left, the others are figures.
impl Display for Table {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let lines = || [&self.header].into_iter().chain(&self.rows);
        let width = |column: usize| lines().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> =
            (0..self.header.len()).map(|column| width(column).unwrap_or(0).max(2)).collect();
        for (number, line) in lines().enumerate() {
            for (column, cell) in line.iter().enumerate() {
                let width = widths[column];
                if column == 0 {
                    write!(formatter, "| {cell:width$} ")?;
                } else {
                    write!(formatter, "| {cell:>width$} ")?;
                }
            }
            writeln!(formatter, "|")?;
            if number == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let dashes = "-".repeat(*width + 1);
                    let end = if column == 0 { "-" } else { ":" };
                    write!(formatter, "|{dashes}{end}")?;
                }
                writeln!(formatter, "|")?;
            }
        }
        Ok(())
    }
}
