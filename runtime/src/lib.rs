#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

mod boxed;
mod coroutine;
mod delegate;
mod error;
mod fallible;
mod frames;
mod machine;
mod size_hint;
mod slot;
mod state;
mod yields;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use genfn_macros::generator;

pub use crate::boxed::{BoxGenerator, LocalBoxGenerator};
pub use crate::coroutine::{Coroutine, CoroutineIterator, Generator};
pub use crate::error::{CloseError, SendError, StartError};
pub use crate::state::{CoroutineState, Interrupt, Status};

// The traits by which an import of the macro of the same name counts as used.
#[doc(hidden)]
pub use crate::slot::{
    ImportedTryYield as try_yield, ImportedTryYieldFrom as try_yield_from, ImportedYield as yield_,
    ImportedYieldFrom as yield_from,
};
