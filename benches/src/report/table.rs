//! A table in Markdown that can be read as it stands.

use std::fmt::{self, Display, Formatter};

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

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

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
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
        let mut builder = Builder::from_iter(&self.rows);
        builder.insert_record(0, self.header.iter().cloned());
        let mut table = builder.build();
        table.with(Style::markdown()).modify(Columns::new(1..), Alignment::right());
        for (number, line) in table.to_string().lines().enumerate() {
            if number == 1 {
                // tabled aligns the text, and Markdown's own mark for it is missing.
                let (first, figures) = line[1..].split_once('|').expect("a first column");
                writeln!(formatter, "|{first}|{}", figures.replace("-|", ":|"))?;
            } else {
                writeln!(formatter, "{line}")?;
            }
        }
        Ok(())
    }
}
