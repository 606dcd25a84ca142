//! Made by a function that is not inlined, and each step a call that is not inlined.

use super::prelude::*;

type Input = u64;

pub(super) fn workload() -> Workload {
    Workload::new(
        "calls not inlined",
        "made in one function that is not inlined, each step taken in another",
        Kind::NotInlined,
        500_000,
        |size| (size as u64, size as u64),
        variants,
    )
}

/// One step.
#[inline(never)]
fn step<I: Iterator<Item = u64>>(items: &mut I) -> Option<u64> {
    items.next()
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Fibonacci {
            current: u64,
            next: u64,
            left: u64,
        }

        fn fibonacci(count: u64) -> Fibonacci {
            Fibonacci { current: 0, next: 1, left: count }
        }

        impl Iterator for Fibonacci {
            type Item = u64;

            #[inline]
            fn next(&mut self) -> Option<u64> {
                self.left = self.left.checked_sub(1)?;
                let current = self.current;
                (self.current, self.next) = (self.next, current.wrapping_add(self.next));
                Some(current)
            }
        }
    }
    generators {
        fn fibonacci(count: u64) -> u64 {
            let mut current: u64 = 0;
            let mut next: u64 = 1;
            for _ in 0u64..count {
                yield_!(current);
                (current, next) = (next, current.wrapping_add(next));
            }
        }
    }
    fn run(count: &u64) -> u64 {
        #[inline(never)]
        fn make(count: u64) -> impl Iterator<Item = u64> {
            owned!(fibonacci(count))
        }
        let mut items = make(*count);
        let mut sum = 0;
        while let Some(item) = step(&mut items) {
            sum = mix(sum, item);
        }
        sum
    }
}
