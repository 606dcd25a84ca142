//! Asynchronous generators: streams.

mod harness;

mod basics;
mod closing;
mod drops;
mod forms;
mod programs;
mod recursion;
mod wakers;
