//! Asynchronous generators: streams.

mod harness;

mod basics;
mod closing;
mod recursion;
