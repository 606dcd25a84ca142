//! The tests of behaviours and the examples, rewritten: their generators have explicit states where their
//! bodies can have one.
//!
//! `exceptions.tsv` names the functions that cannot, each with the reason. A copy of the package
//! `genfn-tests` is written in which all others are `#[generator(state)]`, and its tests are run.
//!
//! `GENFN_STATE=overwrite cargo test -p genfn-tests-state` finds the exceptions anew: it builds the copy,
//! and takes back each function that the compiler reports, until it compiles.

pub mod exceptions;
pub mod functions;
pub mod package;

pub use exceptions::Exceptions;
pub use package::Package;
