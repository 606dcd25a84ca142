//! Streams, suspended at their first item.

use std::pin::pin;
use std::task::{Context, Waker};

use futures_core::Stream;

use super::allocated_bytes;
use crate::dialects::streams::streams_in;
use crate::workloads::streams::{Timer, by_hand, next};

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

    streams_in! {
        [genfn nightly async_stream asynk_strim async_gen async_fn_stream]
        written_out {
            hand_written {
                use super::by_hand::Numbers;

                fn numbers(count: u64) -> Numbers {
                    Numbers::until(count)
                }
            }
            unfold {
                fn numbers(count: u64) -> impl Stream<Item = u64> {
                    futures_util::stream::unfold(0, move |number| async move {
                        (number < count).then_some((number, number + 1))
                    })
                }
            }
        }
        streams(put) {
            fn numbers(count: u64) -> u64 {
                for number in 0u64..count {
                    $($put)*(number);
                }
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, numbers(5))
        }
    }
}

pub(super) mod pending_await {
    use super::*;

    streams_in! {
        [genfn nightly async_stream asynk_strim async_gen async_fn_stream]
        written_out {
            hand_written {
                use super::by_hand::Ticks;

                fn numbers(count: u64) -> Ticks {
                    Ticks::until(count)
                }
            }
            unfold {
                fn numbers(count: u64) -> impl Stream<Item = u64> {
                    futures_util::stream::unfold(
                        (0, Timer::new()),
                        move |(number, mut timer)| async move {
                            if number == count {
                                return None;
                            }
                            timer.tick().await;
                            Some((number, (number + 1, timer)))
                        },
                    )
                }
            }
        }
        streams(put) {
            fn numbers(count: u64) -> u64 {
                let mut timer = Timer::new();
                for number in 0u64..count {
                    timer.tick().await;
                    $($put)*(number);
                }
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, numbers(5))
        }
    }
}

pub(super) mod two_adapters {
    use super::*;

    streams_in! {
        [genfn nightly async_stream asynk_strim async_gen async_fn_stream]
        written_out {
            hand_written {
                use super::by_hand::{Numbers, Plus};

                fn numbers(count: u64) -> Numbers {
                    Numbers::until(count)
                }

                fn plus(items: Numbers, plus: u64) -> Plus<Numbers> {
                    Plus(items, plus)
                }

                fn plus_again(items: Plus<Numbers>, plus: u64) -> Plus<Plus<Numbers>> {
                    Plus(items, plus)
                }
            }
            unfold {
                fn numbers(count: u64) -> impl Stream<Item = u64> {
                    futures_util::stream::unfold(0, move |number| async move {
                        (number < count).then_some((number, number + 1))
                    })
                }

                fn plus(items: impl Stream<Item = u64>, plus: u64) -> impl Stream<Item = u64> {
                    futures_util::stream::unfold(Box::pin(items), move |mut items| async move {
                        next(items.as_mut()).await.map(|item| (item + plus, items))
                    })
                }

                fn plus_again(
                    items: impl Stream<Item = u64>,
                    number: u64,
                ) -> impl Stream<Item = u64> {
                    plus(items, number)
                }
            }
        }
        streams(put) {
            fn numbers(count: u64) -> u64 {
                for number in 0u64..count {
                    $($put)*(number);
                }
            }
            fn plus(items: impl Stream<Item = u64>, plus: u64) -> u64 {
                let mut items = pin!(items);
                while let Some(item) = next(items.as_mut()).await {
                    $($put)*(item + plus);
                }
            }
            fn plus_again(items: impl Stream<Item = u64>, plus: u64) -> u64 {
                let mut items = pin!(items);
                while let Some(item) = next(items.as_mut()).await {
                    $($put)*(item + plus);
                }
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, plus_again(plus(numbers(5), 1), 2))
        }
    }
}
