//! Items of three sizes.

use super::prelude::*;

type Input = u64;

pub(super) fn of_8_bytes() -> Workload {
    Workload::new(
        "items of 8 bytes",
        "`[u64; 1]`",
        Kind::Items,
        1_000_000,
        |size| (size as u64, size as u64),
        of_8_bytes::variants,
    )
}

pub(super) fn of_64_bytes() -> Workload {
    Workload::new(
        "items of 64 bytes",
        "`[u64; 8]`",
        Kind::Items,
        500_000,
        |size| (size as u64, size as u64),
        of_64_bytes::variants,
    )
}

pub(super) fn of_1024_bytes() -> Workload {
    Workload::new(
        "items of 1,024 bytes",
        "`[u64; 128]`, handed on to a function that is not inlined",
        Kind::Items,
        100_000,
        |size| (size as u64, size as u64),
        of_1024_bytes::variants,
    )
}

/// Fills an item, so that it is in memory where it is made.
#[inline(never)]
fn fill<const LENGTH: usize>(item: &mut [u64; LENGTH], number: u64) {
    item.fill(number);
    item[LENGTH / 2] = number ^ 0x5555;
}

/// Looks at an item, so that it is in memory where it is used.
#[inline(never)]
fn digest<const LENGTH: usize>(item: &[u64; LENGTH]) -> u64 {
    item[0] ^ item[LENGTH / 2].rotate_left(9) ^ item[LENGTH - 1].rotate_left(17)
}

macro_rules! of_size {
    ($module:ident, $length:literal) => {
        mod $module {
            use super::*;

            in_libraries! {
                [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
                 corosensei generator]
                hand_written {
                    struct Records {
                        number: u64,
                        count: u64,
                    }

                    fn records(count: u64) -> Records {
                        Records { number: 0, count }
                    }

                    impl Iterator for Records {
                        type Item = [u64; $length];

                        #[inline]
                        fn next(&mut self) -> Option<[u64; $length]> {
                            if self.number == self.count {
                                return None;
                            }
                            let mut record = [0; $length];
                            fill(&mut record, self.number);
                            self.number += 1;
                            Some(record)
                        }
                    }
                }
                generators {
                    fn records(count: u64) -> [u64; $length] {
                        for number in 0u64..count {
                            let mut record = [0; $length];
                            fill(&mut record, number);
                            yield_!(record);
                        }
                    }
                }
                fn run(count: &u64) -> u64 {
                    make!(let items = records(*count));
                    let mut sum = 0;
                    for item in items {
                        sum = mix(sum, digest(&item));
                    }
                    sum
                }
            }
        }
    };
}
of_size!(of_8_bytes, 1);
of_size!(of_64_bytes, 8);
of_size!(of_1024_bytes, 128);
