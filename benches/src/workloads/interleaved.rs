//! Ten thousand generators, one step each in turn.

use super::prelude::*;

/// How many steps each takes.
type Input = u64;

const GENERATORS: u64 = 10_000;

pub(super) fn workload() -> Workload {
    Workload::new(
        "10,000 in turn",
        "10,000 generators in a `Vec`, one step of each in turn",
        Kind::Interleaved,
        100,
        |size| (size as u64, size as u64 * GENERATORS),
        variants,
    )
    .small_size(10)
    .not_under_valgrind(&[Library::Corosensei, Library::Generator])
    .making(|_| usize::try_from(GENERATORS).unwrap())
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Walk {
            position: u64,
            stride: u64,
            left: u64,
        }

        fn walk(stride: u64, steps: u64) -> Walk {
            Walk { position: 0, stride, left: steps }
        }

        impl Iterator for Walk {
            type Item = u64;

            #[inline]
            fn next(&mut self) -> Option<u64> {
                self.left = self.left.checked_sub(1)?;
                let position = self.position;
                self.position += self.stride;
                Some(position)
            }
        }
    }
    generators {
        fn walk(stride: u64, steps: u64) -> u64 {
            let mut position: u64 = 0;
            for _ in 0u64..steps {
                yield_!(position);
                position += stride;
            }
        }
    }
    fn run(steps: &u64) -> u64 {
        let mut all: Vec<_> = (0..GENERATORS).map(|stride| owned!(walk(stride, *steps))).collect();
        let mut sum = 0;
        for _ in 0..*steps {
            for items in &mut all {
                sum = mix(sum, items.next().expect("each has as many items"));
            }
        }
        sum
    }
}
