//! A generator in a field of a struct, stepped by a method.

use super::prelude::*;

type Input = u64;

pub(super) fn generic() -> Workload {
    Workload::new(
        "in a struct field",
        "the struct is generic over it",
        Kind::InPlace,
        1_000_000,
        |size| (size as u64, size as u64),
        generic::variants,
    )
}

pub(super) fn boxed() -> Workload {
    Workload::new(
        "in a struct field, erased",
        "a `BoxGenerator`; elsewhere a `Box<dyn Iterator>`",
        Kind::Dynamic,
        500_000,
        |size| (size as u64, size as u64),
        boxed::variants,
    )
}

/// Goes through a source, and keeps what it has seen of it.
struct Meter<I> {
    source: I,
    seen: u64,
    sum: u64,
}

impl<I: Iterator<Item = u64>> Meter<I> {
    fn new(source: I) -> Self {
        Self { source, seen: 0, sum: 0 }
    }

    #[inline]
    fn advance(&mut self) -> bool {
        match self.source.next() {
            Some(item) => {
                self.seen += 1;
                self.sum = mix(self.sum, item);
                true
            }
            None => false,
        }
    }
}

struct Triangular {
    number: u64,
    sum: u64,
    last: u64,
}

fn triangular(count: u64) -> Triangular {
    Triangular { number: 0, sum: 0, last: count }
}

impl Iterator for Triangular {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if self.number == self.last {
            return None;
        }
        self.number += 1;
        self.sum = self.sum.wrapping_add(self.number);
        Some(self.sum)
    }
}

mod generic {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            use super::super::triangular;
        }
        generators {
            fn triangular(count: u64) -> u64 {
                let mut sum: u64 = 0;
                for number in 1u64..count + 1 {
                    sum = sum.wrapping_add(number);
                    yield_!(sum);
                }
            }
        }
        fn run(count: &u64) -> u64 {
            make!(let items = triangular(*count));
            let mut meter = Meter::new(items);
            while meter.advance() {}
            meter.sum ^ meter.seen
        }
    }
}

mod boxed {
    use super::*;

    /// Goes through all of it where nothing is known of the source but its trait: what is made and
    /// used in one function, the compiler would see through.
    #[inline(never)]
    fn drain<I: Iterator<Item = u64>>(mut meter: Meter<I>) -> u64 {
        while meter.advance() {}
        meter.sum ^ meter.seen
    }

    in_libraries! {
        [nightly diapause genawaiter next_gen fauxgen remit yield_return corosensei generator]
        written_out [genfn genfn_state]
        hand_written {
            use super::super::triangular;
        }
        generators {
            fn triangular(count: u64) -> u64 {
                let mut sum: u64 = 0;
                for number in 1u64..count + 1 {
                    sum = sum.wrapping_add(number);
                    yield_!(sum);
                }
            }
        }
        fn run(count: &u64) -> u64 {
            drain(Meter::<Box<dyn Iterator<Item = u64>>>::new(Box::new(owned!(triangular(*count)))))
        }
    }

    mod genfn {
        use ::genfn::{BoxGenerator, generator};

        use super::*;

        #[generator]
        fn triangular(count: u64) -> BoxGenerator<'static, u64> {
            let mut sum: u64 = 0;
            for number in 1..count + 1 {
                sum = sum.wrapping_add(number);
                yield_!(sum);
            }
        }

        #[inline(never)]
        pub(super) fn run(count: &u64) -> u64 {
            drain(Meter::<BoxGenerator<'static, u64>>::new(triangular(*count)))
        }
    }

    mod genfn_state {
        use ::genfn::{BoxGenerator, generator};

        use super::*;

        #[generator(state)]
        fn triangular(count: u64) -> BoxGenerator<'static, u64> {
            let mut sum: u64 = 0;
            for number in 1..count + 1 {
                sum = sum.wrapping_add(number);
                yield_!(sum);
            }
        }

        #[inline(never)]
        pub(super) fn run(count: &u64) -> u64 {
            drain(Meter::<BoxGenerator<'static, u64>>::new(triangular(*count)))
        }
    }
}
