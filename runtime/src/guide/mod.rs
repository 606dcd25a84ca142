//! Guides: what the pages of the single items do not tell.
//!
//! - [From Python](from_python): each construct of Python's iterators and generators, side by
//!   side with what is written here.
//! - [From nightly's `gen`](from_nightly): the same for `gen` blocks, `gen fn` and
//!   `#[coroutine]`.
//! - From [Kotlin](from_kotlin), [C#](from_csharp) and [JavaScript](from_javascript): the same as
//!   short tables.
//! - [Recipes](recipes): a task, and the program that does it.
//! - [Borrowed values](borrowed_values): what to send and to yield where there is a reference.
//! - [How it works](how_it_works): what the attribute makes of a function, and why that is sound.
//! - [Drop and panic](drop_and_panic): what is dropped when, in each state and step.
//! - [Which lowering](which_lowering): the `async` block and the explicit state, what each gives and
//!   costs.
//! - [Choosing](choosing): which return type to write, and what it promises to callers.
//! - [Troubleshooting](troubleshooting): messages of the compiler, with causes and remedies.
//! - [Limits](limits): what cannot be said, and what to write instead.
//!
//! With the feature `stream`:
//!
//! - `streams`: asynchronous streams, from the first one to closing.
//! - `from_async_stream`: each construct of async-stream, side by side with what is written here.
//!
//! Every example runs as a test. This module is in the documentation only; there is no code in
//! it.

#[doc = include_str!("from_python.md")]
pub mod from_python {}

#[doc = include_str!("from_nightly.md")]
pub mod from_nightly {}

#[doc = include_str!("from_kotlin.md")]
pub mod from_kotlin {}

#[doc = include_str!("from_csharp.md")]
pub mod from_csharp {}

#[doc = include_str!("from_javascript.md")]
pub mod from_javascript {}

#[doc = include_str!("recipes.md")]
pub mod recipes {}

#[doc = include_str!("borrowed_values.md")]
pub mod borrowed_values {}

#[doc = include_str!("how_it_works.md")]
pub mod how_it_works {}

#[doc = include_str!("drop_and_panic.md")]
pub mod drop_and_panic {}

#[doc = include_str!("which_lowering.md")]
pub mod which_lowering {}

#[doc = include_str!("limits.md")]
pub mod limits {}

#[doc = include_str!("choosing.md")]
pub mod choosing {}

#[doc = include_str!("troubleshooting.md")]
pub mod troubleshooting {}
// The tests of this repository run the examples of these two: they need an executor.
#[cfg(all(feature = "stream", not(doctest)))]
#[doc = include_str!("streams.md")]
pub mod streams {}

#[cfg(all(feature = "stream", not(doctest)))]
#[doc = include_str!("from_async_stream.md")]
pub mod from_async_stream {}
