//! The functions whose bodies cannot have an explicit state.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// A file of the copy, relative to the workspace, and a function in it.
pub type Place = (String, String);

/// Each function, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions(pub BTreeMap<Place, String>);

impl Exceptions {
    /// Whether a function is one.
    #[must_use]
    pub fn contains(&self, file: &str, function: &str) -> bool {
        self.0.contains_key(&(file.to_owned(), function.to_owned()))
    }

    /// Those of a table: a file, a function and a reason in a line.
    ///
    /// # Panics
    ///
    /// Where a line has not these three.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut exceptions = Self::default();
        for line in table.lines() {
            let mut cells = line.splitn(3, '\t').map(str::to_owned);
            let mut next = || cells.next().expect("a line has a file, a function and a reason");
            let place = (next(), next());
            exceptions.0.insert(place, next());
        }
        exceptions
    }
}

impl Display for Exceptions {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for ((file, function), reason) in &self.0 {
            writeln!(formatter, "{file}\t{function}\t{reason}")?;
        }
        Ok(())
    }
}
