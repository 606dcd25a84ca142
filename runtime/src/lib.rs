// The first definition of a link counts: here, those of the README lead to this documentation.
//! [guide]: crate::guide
//! [from_python]: crate::guide::from_python
//! [from_nightly]: crate::guide::from_nightly
//! [how_it_works]: crate::guide::how_it_works
//! [drop_and_panic]: crate::guide::drop_and_panic
//! [limits]: crate::guide::limits
//! [recipes]: crate::guide::recipes
//! [borrowed_values]: crate::guide::borrowed_values
//! [which_lowering]: crate::guide::which_lowering
//!
#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(genfn_nightly, feature(coroutine_trait))]

#[cfg(feature = "alloc")]
extern crate alloc;

mod combinators;
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
#[cfg(feature = "stream")]
mod stream;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

/// The types of the combinators and drivers, and functions that make a coroutine: what [`core::iter`] is
/// for iterators.
///
/// The methods that give these types are in [`CoroutineExt`].
pub mod coroutine {
    pub use crate::combinators::and_then::AndThen;
    #[cfg(feature = "alloc")]
    pub use crate::combinators::borrowing::{Borrowed, Borrowing};
    #[cfg(genfn_nightly)]
    pub use crate::combinators::core_coroutine::{FromCore, IntoCore, from_core};
    pub use crate::combinators::inspect::{Inspect, OnError, OnResume, OnReturn, OnYield};
    #[cfg(feature = "stream")]
    pub use crate::combinators::into_stream::IntoStream;
    pub use crate::combinators::iterate::Iterate;
    pub use crate::combinators::lend::Lend;
    pub use crate::combinators::map_error::{MapError, WithError};
    pub use crate::combinators::map_resume::MapResume;
    pub use crate::combinators::map_return::MapReturn;
    pub use crate::combinators::map_yield::MapYield;
    pub use crate::combinators::sources::{
        FromFn, FromIter, Successors, from_fn, from_iter, successors,
    };
    pub use crate::combinators::started::Started;
}

/// Makes a function return a generator: an [`Iterator`] and a [`Coroutine`].
///
/// The body of the function contains [`yield_!`](crate::yield_), [`try_yield!`](crate::try_yield),
/// [`yield_from!`](crate::yield_from) and [`try_yield_from!`](crate::try_yield_from).
/// [`gen_!`](crate::gen_) and [`gen_expr!`](crate::gen_expr) make a generator without a function.
/// See also the [guides](crate::guide).
///
pub use genfn_macros::generator;

pub use crate::combinators::extension::CoroutineExt;
pub use crate::error::{CloseError, SendError, StartError};
#[cfg(feature = "serde")]
pub use crate::explicit::restore::Restore;
pub use crate::protocol::coroutine::{Coroutine, CoroutineIterator, Generator};
#[cfg(feature = "alloc")]
pub use crate::protocol::erased::{BoxGenerator, LocalBoxGenerator};
pub use crate::protocol::pinned::{PinCoroutine, Pinned};
pub use crate::state::{CoroutineState, Interrupt, Status};
#[cfg(feature = "stream")]
pub use crate::stream::close::{AsyncGenerator, Close, CloseStream};

// An import of a macro counts as used through the trait of the same name.
#[doc(hidden)]
pub use crate::__private::imports::{
    ImportedTryYield as try_yield, ImportedTryYieldFrom as try_yield_from, ImportedYield as yield_,
    ImportedYieldFrom as yield_from,
};
