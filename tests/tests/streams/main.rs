//! Asynchronous generators: streams.

mod harness;

mod basics;
mod closing;
mod drops;
mod forms;
mod recursion;
mod wakers;
