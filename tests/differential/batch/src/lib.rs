//! One batch of random bodies, each as a generator and as a plain function, and their comparison.

// The words of the bodies, which not every batch uses all.
#![allow(dead_code, unused_macros)]

mod log;
#[macro_use]
mod plain;
mod runs;
mod vocabulary;

#[allow(warnings, clippy::all, clippy::pedantic, reason = "they are written for their forms")]
mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies.rs"));
}

#[path = "../../src/figures.rs"]
mod figures;

pub use figures::Figures;
pub use log::Destructors;
pub use runs::{Mismatch, Report};

/// Runs both forms of all bodies in every way that there is, and compares them.
///
/// # Errors
///
/// A run in which they differ.
pub fn compare(destructors: Destructors) -> Result<Report, Box<Mismatch>> {
    let written = Figures {
        statements: bodies::STATEMENTS,
        yields: bodies::YIELDS,
        delegations: bodies::DELEGATIONS,
        ..Figures::default()
    };
    let mut report = runs::compare(bodies::BODIES, destructors)?;
    report.figures.add(&written);
    Ok(report)
}

/// How many bodies there are.
#[must_use]
pub fn bodies() -> usize {
    bodies::BODIES.len()
}

/// Compares the body at this place, and gives the mismatch if there is one.
#[must_use]
pub fn mismatch_at(place: usize, destructors: Destructors) -> Option<Box<Mismatch>> {
    runs::compare_one(&bodies::BODIES[place], destructors).err()
}
