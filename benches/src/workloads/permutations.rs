//! All permutations of a few letters, by Heap's method.

use super::prelude::*;

/// How often all of them are gone through.
type Input = usize;

const LENGTH: usize = 8;

pub(super) fn workload() -> Workload {
    Workload::new(
        "permutations",
        "those of 8 letters, by Heap's method",
        Kind::InPlace,
        10,
        |size| (size, size as u64 * 40_320),
        variants,
    )
    .making(|size| size)
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Permutations {
            letters: [u8; LENGTH],
            counts: [usize; LENGTH],
            /// 0 before the first one.
            position: usize,
        }

        fn permutations(letters: [u8; LENGTH]) -> Permutations {
            Permutations { letters, counts: [0; LENGTH], position: 0 }
        }

        impl Iterator for Permutations {
            type Item = [u8; LENGTH];

            #[inline]
            fn next(&mut self) -> Option<[u8; LENGTH]> {
                if self.position == 0 {
                    self.position = 1;
                    return Some(self.letters);
                }
                while self.position < LENGTH {
                    let position = self.position;
                    if self.counts[position] < position {
                        let other = if position % 2 == 0 { 0 } else { self.counts[position] };
                        self.letters.swap(other, position);
                        self.counts[position] += 1;
                        self.position = 1;
                        return Some(self.letters);
                    }
                    self.counts[position] = 0;
                    self.position += 1;
                }
                None
            }
        }
    }
    generators {
        fn permutations(letters: [u8; LENGTH]) -> [u8; LENGTH] {
            let mut letters: [u8; LENGTH] = letters;
            let mut counts: [usize; LENGTH] = [0; LENGTH];
            let mut position: usize = 1;
            yield_!(letters);
            while position < LENGTH {
                if counts[position] < position {
                    let other = if position % 2 == 0 { 0 } else { counts[position] };
                    letters.swap(other, position);
                    counts[position] += 1;
                    position = 1;
                    yield_!(letters);
                } else {
                    counts[position] = 0;
                    position += 1;
                }
            }
        }
    }
    fn run(times: &usize) -> u64 {
        let mut sum = 0;
        for time in 0..*times {
            let mut letters = *b"abcdefgh";
            letters[0] = time as u8;
            make!(let items = permutations(letters));
            for item in items {
                sum = mix(sum, u64::from_le_bytes(item));
            }
        }
        sum
    }
}
