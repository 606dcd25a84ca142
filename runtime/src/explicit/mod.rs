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
//! `step` captures nothing, so what a suspended generator holds is the state alone, and the generator
//! is `Clone`, `Copy`, `Send` or `'static` where the state is.

mod delegate;
mod fallible;
mod iterator;
mod keep;
mod machine;
mod parts;
mod question;
#[cfg(feature = "alloc")]
mod recursive;
mod state;
mod version;

pub use delegate::{DelegateStep, ExplicitDelegate, IntoExplicitDelegate};
pub use fallible::complete_fallible;
pub use keep::{
    Chosen, HasDestructor, HasNoDestructor, KeptIsClone, Probe, another, has_drop, into_iter,
    kept_is_clone, next, taken, taken_apart, without_drop,
};
pub use machine::{ExplicitGenerator, explicit_generator};
pub use parts::{Parts, size_hint, status};
pub use question::{FromResidual, Question};
#[cfg(feature = "alloc")]
pub use recursive::{RecursiveGenerator, recursive_generator};
pub use state::{ExplicitState, Input, Output, Point, held, held_mut, lost, restore};
pub use version::Version;
