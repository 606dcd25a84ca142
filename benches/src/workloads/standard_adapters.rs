//! The adapters of `Iterator` on a generator, consumed by `sum`, which is a `fold`.

use super::prelude::*;

type Input = u64;

pub(super) fn workload() -> Workload {
    Workload::new(
        "adapters of Iterator",
        "`filter`, `map` and `sum` on a generator",
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
        struct Steps {
            seed: u64,
            left: u64,
        }

        fn steps(count: u64) -> Steps {
            Steps { seed: 27, left: count }
        }

        impl Iterator for Steps {
            type Item = u64;

            #[inline]
            fn next(&mut self) -> Option<u64> {
                self.left = self.left.checked_sub(1)?;
                let seed = self.seed;
                self.seed = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ (seed >> 29);
                Some(seed)
            }
        }
    }
    generators {
        fn steps(count: u64) -> u64 {
            let mut seed: u64 = 27;
            for _ in 0u64..count {
                yield_!(seed);
                seed = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ (seed >> 29);
            }
        }
    }
    fn run(count: &u64) -> u64 {
        make!(let items = steps(*count));
        items.filter(|item| item % 4 != 0).map(|item| item >> 20).sum()
    }
}
