//! What the tests under `tests/` share. Each folder there is one program, and each file in it one
//! behaviour.

#![allow(clippy::missing_panics_doc, reason = "a panic is a test that fails")]

pub mod allocations;
pub mod programs;
