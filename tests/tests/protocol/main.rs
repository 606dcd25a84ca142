//! What a generator answers to each call of its caller: Python's protocol, with Rust's types.

mod adapters;
mod collect;
mod coroutine_state;
mod debug_output;
mod erased;
mod error_messages;
mod fallible_items;
mod fold;
mod fused;
mod hand_written;
mod pinned;
mod python;
mod size_hint;
mod states;
