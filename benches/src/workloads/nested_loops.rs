//! The pairs of two nested loops.

use super::prelude::*;

type Input = u32;

pub(super) fn workload() -> Workload {
    Workload::new(
        "nested loops",
        "two ranges in each other, yielding the pair",
        Kind::InPlace,
        1_000_000,
        |size| {
            let side = size.isqrt() as u64;
            (u32::try_from(side).unwrap(), side * side)
        },
        variants,
    )
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Pairs {
            side: u32,
            row: u32,
            column: u32,
        }

        fn pairs(side: u32) -> Pairs {
            Pairs { side, row: 0, column: 0 }
        }

        impl Iterator for Pairs {
            type Item = (u32, u32);

            #[inline]
            fn next(&mut self) -> Option<(u32, u32)> {
                while self.row < self.side {
                    if self.column < self.side {
                        let pair = (self.row, self.column);
                        self.column += 1;
                        return Some(pair);
                    }
                    self.row += 1;
                    self.column = 0;
                }
                None
            }
        }
    }
    generators {
        fn pairs(side: u32) -> (u32, u32) {
            for row in 0u32..side {
                for column in 0u32..side {
                    yield_!((row, column));
                }
            }
        }
    }
    fn run(side: &u32) -> u64 {
        make!(let items = pairs(*side));
        let mut sum = 0;
        for (row, column) in items {
            sum = mix(sum, u64::from(row ^ column));
        }
        sum
    }
}
