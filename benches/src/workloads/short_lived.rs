//! Generators of 8 items, very many of them.

use super::prelude::*;

/// How many generators.
type Input = u64;

pub(super) fn made_and_consumed() -> Workload {
    Workload::new(
        "short-lived",
        "8 items, made and consumed in one function, a million times",
        Kind::ShortLived,
        1_000_000,
        |size| (size as u64, size as u64 * 8),
        made_and_consumed::variants,
    )
    .small_size(1_000)
    .making(|size| size)
}

pub(super) fn escaping() -> Workload {
    Workload::new(
        "short-lived, escaping",
        "8 items, made in a function that is not inlined, consumed in its caller",
        Kind::ShortLivedEscaping,
        200_000,
        |size| (size as u64, size as u64 * 8),
        escaping::variants,
    )
    .small_size(1_000)
    .making(|size| size)
}

struct Eight {
    start: u64,
    position: u64,
}

fn eight(start: u64) -> Eight {
    Eight { start, position: 0 }
}

impl Iterator for Eight {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if self.position == 8 {
            return None;
        }
        let item = self.start ^ self.position;
        self.position += 1;
        Some(item)
    }
}

mod made_and_consumed {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            use super::super::eight;
        }
        generators {
            fn eight(start: u64) -> u64 {
                for position in 0u64..8 {
                    yield_!(start ^ position);
                }
            }
        }
        fn run(count: &u64) -> u64 {
            let mut sum = 0;
            for start in 0..*count {
                make!(let items = eight(start));
                for item in items {
                    sum = mix(sum, item);
                }
            }
            sum
        }
    }
}

mod escaping {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            use super::super::eight;
        }
        generators {
            fn eight(start: u64) -> u64 {
                for position in 0u64..8 {
                    yield_!(start ^ position);
                }
            }
        }
        fn run(count: &u64) -> u64 {
            #[inline(never)]
            fn make(start: u64) -> impl Iterator<Item = u64> {
                owned!(eight(start))
            }
            let mut sum = 0;
            for start in 0..*count {
                for item in make(start) {
                    sum = mix(sum, item);
                }
            }
            sum
        }
    }
}
