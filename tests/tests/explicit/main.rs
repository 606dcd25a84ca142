//! Generators with an explicit state: what they yield and drop, how they are cloned, saved and named.

mod assignments;
mod basics;
mod forms;
mod many_locals;
mod moves;
mod order;
mod programs;
mod recursion;
mod saved;
