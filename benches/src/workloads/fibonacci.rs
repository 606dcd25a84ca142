//! The Fibonacci numbers, modulo 2⁶⁴.

use super::prelude::*;

type Input = u64;

pub(super) fn workload() -> Workload {
    Workload::new(
        "fibonacci",
        "the Fibonacci numbers, endless, by `take`",
        Kind::InPlace,
        1_000_000,
        |size| (size as u64, size as u64),
        variants,
    )
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Fibonacci {
            current: u64,
            next: u64,
        }

        fn fibonacci() -> Fibonacci {
            Fibonacci { current: 0, next: 1 }
        }

        impl Iterator for Fibonacci {
            type Item = u64;

            #[inline]
            fn next(&mut self) -> Option<u64> {
                let current = self.current;
                (self.current, self.next) = (self.next, current.wrapping_add(self.next));
                Some(current)
            }
        }
    }
    generators {
        fn fibonacci() -> u64 {
            let mut current: u64 = 0;
            let mut next: u64 = 1;
            loop {
                yield_!(current);
                (current, next) = (next, current.wrapping_add(next));
            }
        }
    }
    fn run(count: &u64) -> u64 {
        make!(let items = fibonacci());
        let mut sum = 0;
        for item in items.take(usize::try_from(*count).unwrap()) {
            sum = mix(sum, item);
        }
        sum
    }
}
