//! A coroutine that is sent numbers, and yields their sum.

use super::prelude::*;

type Input = Vec<u64>;

pub(super) fn workload() -> Workload {
    without_those_that_take_no_values(Workload::new(
        "send: accumulator",
        "takes a number, yields a running hash",
        Kind::InPlace,
        1_000_000,
        |size| (numbers(5).take(size).collect(), size as u64),
        variants,
    ))
}

/// Leaves out the libraries whose generators cannot be sent anything.
pub(super) fn without_those_that_take_no_values(workload: Workload) -> Workload {
    workload
        .without(Library::Nightly, "a `gen` block cannot be sent values")
        .without(Library::Remit, "cannot be sent values")
        .without(Library::YieldReturn, "cannot be sent values")
}

in_libraries! {
    [genfn genfn_pinned genfn_state diapause genawaiter next_gen fauxgen corosensei generator]
    hand_written {
        struct Accumulator {
            sum: u64,
        }

        fn accumulator() -> Accumulator {
            Accumulator { sum: 0 }
        }

        impl Accumulator {
            #[inline]
            fn send(&mut self, number: u64) -> u64 {
                self.sum = self.sum.wrapping_mul(31).wrapping_add(number);
                self.sum
            }
        }
    }
    coroutine fn accumulator() -> u64, send u64 {
        let mut sum: u64 = 0;
        loop {
            let number: u64 = yield_!(sum);
            sum = sum.wrapping_mul(31).wrapping_add(number);
        }
    }
    fn run(numbers: &Vec<u64>) -> u64 {
        make_coroutine!(let coroutine = accumulator());
        let mut sum = 0;
        for &number in numbers {
            sum ^= send!(coroutine, number);
        }
        sum
    }
}
