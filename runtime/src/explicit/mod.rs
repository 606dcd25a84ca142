//! Generators whose state is an enum that the macro writes: no heap, no pin, and no `unsafe`.
//!
//! ```text
//! ExplicitGenerator { state: State::Start { .. }, step }
//! a step                 step(&mut state, input) -> output
//!     takes the state    the enum is Finished while the body runs
//!     a yield            puts State::At3 { .. } back, and gives Output::Yielded
//!     the end, a panic   leaves Finished
//! ```
//!
//! `step` captures nothing that has a size, so what a suspended generator holds is the state alone, and the generator
//! is `Clone`, `Copy`, `Send` or `'static` where the state is.

pub(crate) mod arguments;
pub(crate) mod beside;
pub(crate) mod boxes;
pub(crate) mod by_value;
pub(crate) mod callables;
pub(crate) mod callee;
pub(crate) mod copying;
pub(crate) mod delegate;
pub(crate) mod fallible;
pub(crate) mod functions;
pub(crate) mod in_place;
pub(crate) mod iterator;
pub(crate) mod keep;
pub(crate) mod lends;
pub(crate) mod machine;
pub(crate) mod methods;
pub(crate) mod parts;
pub(crate) mod places;
pub(crate) mod question;
pub(crate) mod receivers;
#[cfg(feature = "alloc")]
pub(crate) mod recursive;
pub(crate) mod rest;
#[cfg(feature = "serde")]
pub(crate) mod restore;
pub(crate) mod stand_in;
pub(crate) mod state;
pub(crate) mod taken_parts;
pub(crate) mod takes;
pub(crate) mod type_of;
pub(crate) mod vacant;
pub(crate) mod version;
