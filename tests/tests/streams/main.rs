//! Asynchronous generators: streams.

mod harness;

mod basics;
