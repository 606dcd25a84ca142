//! Every form that a function can have makes a generator, in edition 2024 as in edition 2021,
//! and trips no lint.
//!
//! The generators and what is asserted of them stand in the crate `genfn-strict`, which is of
//! edition 2021. Here they are compiled once more.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused, unreachable_code, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

#[path = "../strict/src/forms.rs"]
pub mod forms;
