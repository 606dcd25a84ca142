//! Streams, in the words of each library.
//!
//! A library's module has one macro: `define!(fn name(..) -> Item { body })` declares a function that
//! gives a stream of what the body yields.

/// Declares the streams of a workload in each library of a list, and how they are run.
///
/// ```text
/// streams_in! {
///     [genfn async_stream ..]
///     written_out { library { items } .. }
///     streams(put) { fn name(arguments) -> Item { body } .. }
///     fn run(input: &Input) -> u64 { .. }
/// }
/// ```
///
/// Each library gets a module of its own with the streams in its words, and `run`. The code by hand,
/// and where a library needs other words, is given in place of the streams.
///
/// A body yields by `$($put)*(value)`: some libraries look for the word `yield` before a macro in the
/// body is expanded.
macro_rules! streams_in {
    (
        [$($library:ident)*]
        written_out { $($written_out:ident { $($items:tt)* })* }
        streams($name:ident) $streams:tt
        $($run:tt)*
    ) => {
        streams_in!(@each [$($library)*] { $name $streams } { $($run)* });
        streams_in!(@written_out { $($run)* } $($written_out { $($items)* })*);
        streams_in!(@list [$($library)* $($written_out)*]);
    };
    (@each [$($library:ident)*] $streams:tt $run:tt) => {
        $(streams_in!(@module ($) $library $streams $run);)*
    };
    (@written_out $run:tt $($library:ident $items:tt)*) => {
        $(streams_in!(@written $library $items $run);)*
    };
    (@written unfold $items:tt $run:tt) => {
        #[cfg(feature = "peers")]
        streams_in!(@items unfold $items $run);
    };
    (@written $library:ident $items:tt $run:tt) => {
        streams_in!(@items $library $items $run);
    };
    (@items $library:ident { $($items:tt)* } { $($run:tt)* }) => {
        mod $library {
            use super::*;
            $($items)*
            #[inline(never)]
            pub(super) $($run)*
        }
    };
    (@module $dollar:tt genfn $streams:tt $run:tt) => {
        streams_in!(@declare $dollar genfn [yield_!] $streams $run);
    };
    (@module $dollar:tt nightly $streams:tt $run:tt) => {
        #[cfg(feature = "nightly")]
        streams_in!(@declare $dollar nightly [yield] $streams $run);
    };
    (@module $dollar:tt async_stream $streams:tt $run:tt) => {
        #[cfg(feature = "peers")]
        streams_in!(@declare $dollar async_stream [yield] $streams $run);
    };
    (@module $dollar:tt async_gen $streams:tt $run:tt) => {
        #[cfg(feature = "peers")]
        streams_in!(@declare $dollar async_gen [yield] $streams $run);
    };
    (@module $dollar:tt $library:ident $streams:tt $run:tt) => {
        #[cfg(feature = "peers")]
        streams_in!(@declare $dollar $library [yield_!] $streams $run);
    };
    (
        @declare ($dollar:tt) $library:ident [$($put:tt)*] {
            $word:ident {
                $(
                    fn $name:ident ($($argument:ident: $type:ty),* $(,)?) -> $item:ty
                    { $($body:tt)* }
                )*
            }
        } { $($run:tt)* }
    ) => {
        #[allow(unused_imports)]
        mod $library {
            use super::*;
            use crate::dialects::streams::$library::define;
            macro_rules! declare {
                ($dollar($dollar $word:tt)*) => {
                    $(define! {
                        fn $name ($($argument: $type),*) -> $item { $($body)* }
                    })*
                };
            }
            declare!($($put)*);
            #[inline(never)]
            pub(super) $($run)*
        }
    };
    (@list [$($library:ident)*]) => {
        pub(crate) fn variants() -> Vec<crate::workload::Variant<Input>> {
            #[allow(unused_mut)]
            let mut variants = vec![crate::workload::Variant {
                library: crate::library::Library::HandWritten,
                run: hand_written::run,
            }];
            $(streams_in!(@one $library variants);)*
            variants.sort_by_key(|variant: &crate::workload::Variant<Input>| variant.library);
            variants
        }
    };
    (@one hand_written $variants:ident) => {};
    (@one genfn $variants:ident) => { streams_in!(@push Genfn genfn $variants) };
    (@one nightly $variants:ident) => {
        #[cfg(feature = "nightly")]
        streams_in!(@push Nightly nightly $variants)
    };
    (@one async_stream $variants:ident) => {
        #[cfg(feature = "peers")]
        streams_in!(@push AsyncStream async_stream $variants)
    };
    (@one asynk_strim $variants:ident) => {
        #[cfg(feature = "peers")]
        streams_in!(@push AsynkStrim asynk_strim $variants)
    };
    (@one async_gen $variants:ident) => {
        #[cfg(feature = "peers")]
        streams_in!(@push AsyncGen async_gen $variants)
    };
    (@one async_fn_stream $variants:ident) => {
        #[cfg(feature = "peers")]
        streams_in!(@push AsyncFnStream async_fn_stream $variants)
    };
    (@one unfold $variants:ident) => {
        #[cfg(feature = "peers")]
        streams_in!(@push Unfold unfold $variants)
    };
    (@push $library:ident $module:ident $variants:ident) => {
        $variants.push(crate::workload::Variant {
            library: crate::library::Library::$library,
            run: $module::run,
        })
    };
}
pub(crate) use streams_in;

pub(crate) mod genfn {
    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            #[::genfn::generator]
            async fn $name($($argument: $type),*) -> impl Stream<Item = $item> { $($body)* }
        };
    }
    pub(crate) use define;
}

#[cfg(feature = "nightly")]
pub(crate) mod nightly {
    use std::async_iter::AsyncIterator;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_core::Stream;

    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            fn $name($($argument: $type),*) -> impl Stream<Item = $item> {
                crate::dialects::streams::nightly::Streamed(async gen move { $($body)* })
            }
        };
    }
    pub(crate) use define;

    /// An `async gen` block, which is no stream of futures' by itself.
    pub(crate) struct Streamed<A>(pub(crate) A);

    impl<A: AsyncIterator> Stream for Streamed<A> {
        type Item = A::Item;

        #[inline]
        fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<A::Item>> {
            // SAFETY: the block is pinned where this is, and never moved.
            unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll_next(context)
        }
    }
}

#[cfg(feature = "peers")]
pub(crate) mod async_stream {
    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            fn $name($($argument: $type),*) -> impl Stream<Item = $item> {
                ::async_stream::stream! { $($body)* }
            }
        };
    }
    pub(crate) use define;
}

#[cfg(feature = "peers")]
pub(crate) mod async_gen {
    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            fn $name($($argument: $type),*) -> impl Stream<Item = $item> {
                ::async_gen::stream! { $($body)* }
            }
        };
    }
    pub(crate) use define;
}

#[cfg(feature = "peers")]
pub(crate) mod asynk_strim {
    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            fn $name($($argument: $type),*) -> impl Stream<Item = $item> {
                ::asynk_strim::stream_fn(move |mut yielder| async move {
                    macro_rules! yield_ {
                        ($value:expr) => { yielder.yield_item($value).await };
                    }
                    $($body)*
                })
            }
        };
    }
    pub(crate) use define;
}

#[cfg(feature = "peers")]
pub(crate) mod async_fn_stream {
    macro_rules! define {
        (
            fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty { $($body:tt)* }
        ) => {
            fn $name($($argument: $type),*) -> impl Stream<Item = $item> {
                ::async_fn_stream::fn_stream(move |emitter| async move {
                    macro_rules! yield_ {
                        ($value:expr) => { emitter.emit($value).await };
                    }
                    $($body)*
                })
            }
        };
    }
    pub(crate) use define;
}
