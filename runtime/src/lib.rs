// The first definition of a link counts: here, those of the README lead to this documentation.
//! [guide]: crate::guide
//! [from_python]: crate::guide::from_python
//! [from_nightly]: crate::guide::from_nightly
//! [how_it_works]: crate::guide::how_it_works
//! [drop_and_panic]: crate::guide::drop_and_panic
//! [limits]: crate::guide::limits
//!
#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod delegation;
mod error;
mod explicit;
#[cfg(feature = "alloc")]
mod frames;
mod generators;
#[cfg(any(doc, doctest))]
pub mod guide;
mod macros;
mod protocol;
mod state;
mod step;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

/// Makes a generator of a function: an [`Iterator`] and a [`Coroutine`], from an ordinary body.
///
/// In the body stand [`yield_!`](crate::yield_), [`try_yield!`](crate::try_yield),
/// [`yield_from!`](crate::yield_from) and [`try_yield_from!`](crate::try_yield_from). In place of a
/// function, [`gen_!`](crate::gen_) and [`gen_expr!`](crate::gen_expr) make a generator where they
/// stand. The [guides](crate::guide) tell more.
///
pub use genfn_macros::generator;

pub use crate::error::{CloseError, SendError, StartError};
pub use crate::protocol::coroutine::{Coroutine, CoroutineIterator, Generator};
#[cfg(feature = "alloc")]
pub use crate::protocol::erased::{BoxGenerator, LocalBoxGenerator};
pub use crate::protocol::pinned::{PinCoroutine, Pinned};
pub use crate::state::{CoroutineState, Interrupt, Status};

// The traits by which an import of the macro of the same name counts as used.
#[doc(hidden)]
pub use crate::__private::imports::{
    ImportedTryYield as try_yield, ImportedTryYieldFrom as try_yield_from, ImportedYield as yield_,
    ImportedYieldFrom as yield_from,
};
