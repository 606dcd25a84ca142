//! Asynchronous generators: streams.

mod harness;

mod basics;
mod boxed;
mod closing;
mod coroutines;
mod drops;
mod forms;
mod from_async_stream;
mod programs;
mod recursion;
mod wakers;
