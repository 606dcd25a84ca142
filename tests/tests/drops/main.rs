//! What is dropped, in which order, and what a panic leaves.

mod destructors_that_panic;
mod leaked;
mod order;
mod panics;
mod stages;
