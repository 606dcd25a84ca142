//! The tests are under `tests/`, one file a behaviour.

/// The guides to streams, whose examples need an executor.
#[cfg(doctest)]
#[doc = include_str!("../../runtime/src/guide/streams.md")]
#[doc = include_str!("../../runtime/src/guide/from_async_stream.md")]
pub struct GuidesToStreams;
