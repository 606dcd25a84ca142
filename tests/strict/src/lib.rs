//! Generators of every form, under the strictest lints there are: nothing that the attribute
//! makes of a clean function may trip one. This crate is of edition 2021; `forms.rs` is also a
//! module of the test `strict` of `genfn-tests`, which is of edition 2024.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unused,
    unused_lifetimes,
    unreachable_code,
    unreachable_pub,
    trivial_casts,
    rust_2018_idioms,
    rust_2021_compatibility,
    future_incompatible,
    let_underscore,
    nonstandard_style
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

pub mod explicit;
pub mod forms;
pub mod statements;
