//! The unstable `core::ops::Coroutine`: on a nightly compiler, with the feature `nightly`.

#![cfg_attr(genfn_nightly, feature(coroutines, coroutine_trait, stmt_expr_attributes))]

// A file of its own, since a stable compiler does not even read what is unstable.
#[cfg(genfn_nightly)]
mod both_ways;
