//! How often a generator allocates.

mod combinators;
mod erased;
mod generators;
mod streams;
