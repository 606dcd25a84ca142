//! The streams that several measurements have in common, in all libraries.
//!
//! Each macro declares the streams with `streams_in!`, which its user imports, and takes
//! how they are run. The `$` in front is for the names that `streams_in` substitutes:
//!
//! ```text
//! numbers_in! { ($) fn run(count: &u64) -> u64 { consume(numbers(*count)) } }
//! numbers_in! { ($) genfn { fn numbers(..) .. } fn run(..) .. }       genfn in words of its own
//! ```

/// `numbers(count)`: the numbers from 0.
macro_rules! numbers_in {
    (($dollar:tt) genfn { $($genfn:tt)* } $($run:tt)*) => {
        numbers_in! { @($dollar) [] { genfn { $($genfn)* } } $($run)* }
    };
    (@($dollar:tt) [$($genfn:ident)?] { $($written_out:tt)* } $($run:tt)*) => {
        streams_in! {
            [$($genfn)? nightly async_stream asynk_strim async_gen async_fn_stream]
            written_out {
                hand_written {
                    use $crate::workloads::streams::by_hand::Numbers;

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
                $($written_out)*
            }
            streams(put) {
                fn numbers(count: u64) -> u64 {
                    for number in 0u64..count {
                        $dollar($dollar put)*(number);
                    }
                }
            }
            $($run)*
        }
    };
    (($dollar:tt) $($run:tt)*) => {
        numbers_in! { @($dollar) [genfn] {} $($run)* }
    };
}

/// `numbers(count)`, with a timer before each number that is pending once.
macro_rules! ticks_in {
    (($dollar:tt) genfn { $($genfn:tt)* } $($run:tt)*) => {
        ticks_in! { @($dollar) [] { genfn { $($genfn)* } } $($run)* }
    };
    (@($dollar:tt) [$($genfn:ident)?] { $($written_out:tt)* } $($run:tt)*) => {
        streams_in! {
            [$($genfn)? nightly async_stream asynk_strim async_gen async_fn_stream]
            written_out {
                hand_written {
                    use $crate::workloads::streams::by_hand::Ticks;

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
                $($written_out)*
            }
            streams(put) {
                fn numbers(count: u64) -> u64 {
                    let mut timer = Timer::new();
                    for number in 0u64..count {
                        timer.tick().await;
                        $dollar($dollar put)*(number);
                    }
                }
            }
            $($run)*
        }
    };
    (($dollar:tt) $($run:tt)*) => {
        ticks_in! { @($dollar) [genfn] {} $($run)* }
    };
}

/// `numbers(count)`, and the adapters `plus(items, number)` and `plus_again(items, number)`.
macro_rules! adapters_in {
    (($dollar:tt) $($run:tt)*) => {
        streams_in! {
            [genfn nightly async_stream asynk_strim async_gen async_fn_stream]
            written_out {
                hand_written {
                    use $crate::workloads::streams::by_hand::{Numbers, Plus};

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
                        $dollar($dollar put)*(number);
                    }
                }
                fn plus(items: impl Stream<Item = u64>, plus: u64) -> u64 {
                    let mut items = pin!(items);
                    while let Some(item) = next(items.as_mut()).await {
                        $dollar($dollar put)*(item + plus);
                    }
                }
                fn plus_again(items: impl Stream<Item = u64>, plus: u64) -> u64 {
                    let mut items = pin!(items);
                    while let Some(item) = next(items.as_mut()).await {
                        $dollar($dollar put)*(item + plus);
                    }
                }
            }
            $($run)*
        }
    };
}

/// `nested(count, depth)`: a stream that delegates to itself until `depth` is 0, and then counts. The
/// arguments are the stream by hand that counts, what stands before the loop, and what before each number.
macro_rules! nested_in {
    (($dollar:tt) $by_hand:ident { $($setup:tt)* } { $($before:tt)* } $($run:tt)*) => {
        streams_in! {
            [nightly async_stream asynk_strim async_gen async_fn_stream]
            written_out {
                hand_written {
                    use $crate::workloads::streams::by_hand::{$by_hand, Nested};

                    fn nested(count: u64, depth: u64) -> Nested<$by_hand> {
                        Nested::new($by_hand::until(count), $by_hand::until(0), depth)
                    }
                }
                genfn {
                    #[::genfn::generator]
                    async fn nested(count: u64, depth: u64) -> impl Stream<Item = u64> {
                        if depth > 0 {
                            return yield_from!(nested(count, depth - 1));
                        }
                        $($setup)*
                        for number in 0..count {
                            $($before)*
                            yield_!(number);
                        }
                    }
                }
            }
            streams(put) {
                fn nested(count: u64, depth: u64) -> u64 {
                    if depth > 0 {
                        let mut items = boxed(count, depth - 1);
                        while let Some(item) = next(items.as_mut()).await {
                            $dollar($dollar put)*(item);
                        }
                        return;
                    }
                    $($setup)*
                    for number in 0u64..count {
                        $($before)*
                        $dollar($dollar put)*(number);
                    }
                }
            }
            $($run)*
            #[allow(dead_code)]
            fn boxed(count: u64, depth: u64) -> BoxStream {
                Box::pin(nested(count, depth))
            }
        }
    };
}

pub(crate) use {adapters_in, nested_in, numbers_in, ticks_in};
