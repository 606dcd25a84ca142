//! Guides: what the pages of the single items do not tell.
//!
//! - [From Python](from_python): each construct of Python's iterators and generators, side by
//!   side with what is written here.
//! - [From nightly's `gen`](from_nightly): the same for `gen` blocks, `gen fn` and
//!   `#[coroutine]`.
//! - [How it works](how_it_works): what the attribute makes of a function, and why that is sound.
//! - [Drop and panic](drop_and_panic): what is dropped when, in each state and step.
//! - [Which lowering](which_lowering): the `async` block and the explicit state, what each gives and
//!   costs.
//! - [Limits](limits): what cannot be said, and what to write instead.
//!
//! Every example runs as a test. This module is in the documentation only; there is no code in
//! it.

#[doc = include_str!("from_python.md")]
pub mod from_python {}

#[doc = include_str!("from_nightly.md")]
pub mod from_nightly {}

#[doc = include_str!("how_it_works.md")]
pub mod how_it_works {}

#[doc = include_str!("drop_and_panic.md")]
pub mod drop_and_panic {}

#[doc = include_str!("which_lowering.md")]
pub mod which_lowering {}

#[doc = include_str!("limits.md")]
pub mod limits {}
