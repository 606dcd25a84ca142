//! Random bodies, each as a stream, as a boxed stream and as the `async fn` that both read like.
//!
//! The `async fn` emits its items into a `Channel`, which knows nothing of the library:
//! it says by itself what a close does at each place.

#![allow(missing_docs, unreachable_pub, clippy::missing_panics_doc, clippy::must_use_candidate)]

mod log;
mod runs;
mod twin;

pub use runs::{Figures, compare_all};

#[allow(unused, unreachable_pub, clippy::all, clippy::pedantic, clippy::used_underscore_binding)]
mod bodies {
    use std::pin::Pin;

    use futures_core::Stream;
    use genfn::generator;

    use crate::log::{Guard, Item, Log, fails, later};
    use crate::runs::{Pair, fallible, plain};
    use crate::twin::Channel;

    macro_rules! wait_for {
        ($future:expr) => {
            $future.await
        };
    }

    macro_rules! same {
        ($($value:tt)*) => {
            $($value)*
        };
    }

    include!(concat!(env!("OUT_DIR"), "/bodies.rs"));
}
