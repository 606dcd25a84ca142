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

#[cfg(feature = "alloc")]
mod boxed;
mod coroutine;
mod delegate;
mod drive;
#[cfg(feature = "alloc")]
mod drop;
mod error;
#[cfg(feature = "alloc")]
mod expression;
mod explicit;
#[cfg(feature = "alloc")]
mod fallible;
#[cfg(feature = "alloc")]
mod frame;
#[cfg(feature = "alloc")]
mod frames;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "alloc")]
mod in_box;
mod in_place;
#[cfg(feature = "alloc")]
mod iterate;
mod machine;
mod make;
mod pinned;
mod placed;
mod size_hint;
mod slot;
#[cfg(feature = "alloc")]
mod stack;
mod stages;
#[cfg(not(feature = "alloc"))]
mod stand_in;
mod state;
mod yields;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

/// Makes a generator of a function: an [`Iterator`] and a [`Coroutine`], from an ordinary body.
///
/// In the body stand [`yield_!`](crate::yield_), [`try_yield!`](crate::try_yield),
/// [`yield_from!`](crate::yield_from) and [`try_yield_from!`](crate::try_yield_from). In place of a
/// function, [`gen_!`](crate::gen_) and [`gen_expr!`](crate::gen_expr) make a generator where they
/// stand. The [guides](crate::guide) tell more.
///
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
