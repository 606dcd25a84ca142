//! `Send` and `Sync`: what a generator holds while it is suspended decides.

mod delegation;
mod generators;
