#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

#[cfg(feature = "alloc")]
mod boxed;
mod coroutine;
mod delegate;
mod error;
#[cfg(feature = "alloc")]
mod expression;
#[cfg(feature = "alloc")]
mod fallible;
#[cfg(feature = "alloc")]
mod frames;
mod in_place;
#[cfg(feature = "alloc")]
mod machine;
mod pinned;
mod size_hint;
mod slot;
#[cfg(not(feature = "alloc"))]
mod stand_in;
mod state;
mod yields;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use genfn_macros::generator;

#[cfg(feature = "alloc")]
pub use crate::boxed::{BoxGenerator, LocalBoxGenerator};
pub use crate::coroutine::{Coroutine, CoroutineIterator, Generator};
pub use crate::error::{CloseError, SendError, StartError};
pub use crate::pinned::{PinCoroutine, Pinned};
pub use crate::state::{CoroutineState, Interrupt, Status};

// The traits by which an import of the macro of the same name counts as used.
#[doc(hidden)]
pub use crate::slot::{
    ImportedTryYield as try_yield, ImportedTryYieldFrom as try_yield_from, ImportedYield as yield_,
    ImportedYieldFrom as yield_from,
};
