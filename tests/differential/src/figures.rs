//! What a comparison came to, as a line of text: so a batch tells it to the program that started
//! it. This file is a module of both.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// What a comparison came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Bodies that were compared.
    pub bodies: u64,
    /// Statements in them.
    pub statements: u64,
    /// Yields in them.
    pub yields: u64,
    /// Delegations in them.
    pub delegations: u64,
    /// Runs of each form.
    pub runs: u64,
    /// Those of the runs that panicked.
    pub panics: u64,
    /// Those of them that panicked in a destructor.
    pub panics_in_drops: u64,
    /// Items, returns, and answers to throws and closes.
    pub steps: u64,
    /// Entries of the logs.
    pub events: u64,
    /// Those of the runs in which the plain function leaked a value, and the generator as well.
    pub leaks: u64,
}

impl Figures {
    /// The figures with their names.
    fn named(&mut self) -> [(&'static str, &mut u64); 10] {
        [
            ("bodies", &mut self.bodies),
            ("statements", &mut self.statements),
            ("yields", &mut self.yields),
            ("delegations", &mut self.delegations),
            ("runs", &mut self.runs),
            ("panics", &mut self.panics),
            ("panics in drops", &mut self.panics_in_drops),
            ("steps", &mut self.steps),
            ("events", &mut self.events),
            ("leaks", &mut self.leaks),
        ]
    }

    /// Counts `other` in.
    pub fn add(&mut self, other: &Self) {
        let mut other = *other;
        for ((_, mine), (_, theirs)) in self.named().into_iter().zip(other.named()) {
            *mine += *theirs;
        }
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut figures = *self;
        for (place, (name, number)) in figures.named().into_iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{name} {number}")?;
        }
        Ok(())
    }
}

impl FromStr for Figures {
    type Err = String;

    /// # Errors
    ///
    /// What is not as `Display` writes it.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut figures = Self::default();
        let mut parts = text.split(", ");
        for (name, number) in figures.named() {
            let part = parts.next().unwrap_or_default();
            let value = part.strip_prefix(name).and_then(|value| value.trim_start().parse().ok());
            *number = value.ok_or_else(|| format!("`{part}` is not the number of {name}"))?;
        }
        match parts.next() {
            None => Ok(figures),
            Some(part) => Err(format!("`{part}` is no figure")),
        }
    }
}
