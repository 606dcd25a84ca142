//! Every form that a function can have makes a generator, and every place that an expression can
//! stand in takes a yield, in edition 2024 as in edition 2021, and no lint is tripped.
//!
//! The generators and what is asserted of them stand in the crate `genfn-strict`, which is of
//! edition 2021. Here they are compiled once more.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused, unreachable_code, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

#[path = "../../strict/src/explicit.rs"]
pub mod explicit;
#[path = "../../strict/src/forms.rs"]
pub mod forms;
#[path = "../../strict/src/statements.rs"]
pub mod statements;
