//! Two sorted sequences merged into one.

use super::prelude::*;

type Input = (Vec<u64>, Vec<u64>);

pub(super) fn workload() -> Workload {
    Workload::new(
        "merge",
        "two sorted slices merged",
        Kind::InPlace,
        500_000,
        |size| {
            let sequence = |seed| {
                let mut sequence: Vec<u64> = numbers(seed).take(size / 2).collect();
                sequence.sort_unstable();
                sequence
            };
            ((sequence(1), sequence(2)), (size / 2 * 2) as u64)
        },
        variants,
    )
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Merge<'a> {
            left: &'a [u64],
            right: &'a [u64],
        }

        fn merge<'a>(left: &'a [u64], right: &'a [u64]) -> Merge<'a> {
            Merge { left, right }
        }

        impl Iterator for Merge<'_> {
            type Item = u64;

            #[inline]
            fn next(&mut self) -> Option<u64> {
                let from_left = match (self.left.first(), self.right.first()) {
                    (Some(left), Some(right)) => left <= right,
                    (left, _) => left.is_some(),
                };
                let from = if from_left { &mut self.left } else { &mut self.right };
                let (first, rest) = from.split_first()?;
                *from = rest;
                Some(*first)
            }
        }
    }
    generators {
        fn merge<'a>(left: &'a [u64], right: &'a [u64]) -> u64 {
            let mut i: usize = 0;
            let mut j: usize = 0;
            while i < left.len() && j < right.len() {
                if left[i] <= right[j] {
                    yield_!(left[i]);
                    i += 1;
                } else {
                    yield_!(right[j]);
                    j += 1;
                }
            }
            while i < left.len() {
                yield_!(left[i]);
                i += 1;
            }
            while j < right.len() {
                yield_!(right[j]);
                j += 1;
            }
        }
    }
    fn run(input: &Input) -> u64 {
        make!(let items = merge(&input.0, &input.1));
        let mut sum = 0;
        for item in items {
            sum = mix(sum, item);
        }
        sum
    }
}
