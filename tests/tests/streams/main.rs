//! Asynchronous generators: streams.

mod harness;

mod basics;
mod recursion;
