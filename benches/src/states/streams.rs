//! Streams, suspended at their first item.

use std::pin::pin;
use std::task::{Context, Waker};

use futures_core::Stream;

use super::allocated_bytes;
use crate::dialects::streams::streams_in;
use crate::workloads::stream_bodies::{adapters_in, numbers_in, ticks_in};
use crate::workloads::streams::{Timer, next};

type Input = ();

/// Polls until it is suspended at its first item, and packs both sizes into a number.
#[inline(never)]
fn sizes<S: Stream>(allocated_before: usize, items: S) -> u64 {
    let mut items = pin!(std::hint::black_box(items));
    let mut context = Context::from_waker(Waker::noop());
    while items.as_mut().poll_next(&mut context).is_pending() {}
    let heap = allocated_bytes() - allocated_before;
    ((size_of_val(&*std::hint::black_box(items)) as u64) << 32) | heap as u64
}

pub(super) mod counting {
    use super::*;

    numbers_in! {
        ($)
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, numbers(5))
        }
    }
}

pub(super) mod pending_await {
    use super::*;

    ticks_in! {
        ($)
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, numbers(5))
        }
    }
}

pub(super) mod two_adapters {
    use super::*;

    adapters_in! {
        ($)
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, plus_again(plus(numbers(5), 1), 2))
        }
    }
}
