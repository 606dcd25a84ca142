//! Each step through a pointer to `dyn Iterator`.

use super::prelude::*;

type Input = u64;

pub(super) fn workload() -> Workload {
    Workload::new(
        "dyn Iterator",
        "a `Box<dyn Iterator>`; genfn's is the function's return type",
        Kind::Dynamic,
        500_000,
        |size| (size as u64, size as u64),
        variants,
    )
}

/// Consumes it where nothing is known of it but the trait.
#[inline(never)]
fn consume(items: Box<dyn Iterator<Item = u64> + '_>) -> u64 {
    let mut sum = 0;
    for item in items {
        sum = mix(sum, item);
    }
    sum
}

in_libraries! {
    [nightly diapause genawaiter next_gen fauxgen remit yield_return corosensei generator]
    written_out [genfn genfn_state]
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
        consume(Box::new(owned!(fibonacci(*count))))
    }
}

mod genfn {
    use ::genfn::generator;

    use super::*;

    #[generator]
    fn fibonacci(count: u64) -> Box<dyn Iterator<Item = u64>> {
        let (mut current, mut next) = (0_u64, 1_u64);
        for _ in 0..count {
            yield_!(current);
            (current, next) = (next, current.wrapping_add(next));
        }
    }

    #[inline(never)]
    pub(super) fn run(count: &u64) -> u64 {
        consume(fibonacci(*count))
    }
}

mod genfn_state {
    use ::genfn::generator;

    use super::*;

    #[generator(state)]
    fn fibonacci(count: u64) -> Box<dyn Iterator<Item = u64>> {
        let (mut current, mut next) = (0_u64, 1_u64);
        for _ in 0..count {
            yield_!(current);
            (current, next) = (next, current.wrapping_add(next));
        }
    }

    #[inline(never)]
    pub(super) fn run(count: &u64) -> u64 {
        consume(fibonacci(*count))
    }
}
