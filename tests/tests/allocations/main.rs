//! How often a generator allocates.

mod erased;
mod generators;
