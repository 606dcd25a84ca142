//! Programs known from other languages, written with generators, give the published results.

mod collatz;
mod combinations;
mod context_manager;
mod countdown;
mod permutations;
