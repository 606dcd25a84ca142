//! What the tests under `tests/` share. Each folder there is one program, and each file in it one
//! behaviour.

#![allow(clippy::missing_panics_doc, reason = "a panic is a test that fails")]

pub mod allocations;
pub mod programs;

/// The guides to streams, whose examples need an executor.
#[cfg(doctest)]
#[doc = include_str!("../../runtime/src/guide/streams.md")]
#[doc = include_str!("../../runtime/src/guide/from_async_stream.md")]
pub struct GuidesToStreams;
