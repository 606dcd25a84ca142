//! Generators as adapters: each takes the items of the one before it.

use super::prelude::*;

type Input = u64;

pub(super) fn two_levels() -> Workload {
    Workload::new(
        "2 levels of adapters",
        "a generator over a generator over a range; by hand `map` and `filter`",
        Kind::InPlace,
        500_000,
        |size| (size as u64, size as u64 / 2),
        two_levels::variants,
    )
}

pub(super) fn five_levels() -> Workload {
    Workload::new(
        "5 levels of adapters",
        "five generators, each over the one before it; by hand adapters of `Iterator`",
        Kind::InPlace,
        500_000,
        |size| (size as u64, size as u64 / 2),
        five_levels::variants,
    )
}

fn scaled(source: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    source.map(|number| number * 3)
}

fn odd(source: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    source.filter(|number| number % 2 == 1)
}

fn shifted(source: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    source.map(|number| number + 7)
}

fn running(source: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    source.scan(0_u64, |sum, number| {
        *sum = sum.wrapping_add(number);
        Some(*sum)
    })
}

fn mixed(source: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    source.map(|number| number ^ (number >> 3))
}

mod two_levels {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly genawaiter next_gen fauxgen remit yield_return
         corosensei generator diapause]
        hand_written {
            use super::super::{odd, scaled};
        }
        generators {
            fn scaled<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    yield_!(number * 3);
                }
            }
            fn odd<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    if number % 2 == 1 {
                        yield_!(number);
                    }
                }
            }
        }
        fn run(count: &u64) -> u64 {
            make!(let items = scaled(0..*count));
            make!(let items = odd(items));
            let mut sum = 0;
            for item in items {
                sum = mix(sum, item);
            }
            sum
        }
    }
}

mod five_levels {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly genawaiter next_gen fauxgen remit yield_return
         corosensei generator diapause]
        hand_written {
            use super::super::{mixed, odd, running, scaled, shifted};
        }
        generators {
            fn scaled<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    yield_!(number * 3);
                }
            }
            fn odd<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    if number % 2 == 1 {
                        yield_!(number);
                    }
                }
            }
            fn shifted<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    yield_!(number + 7);
                }
            }
            fn running<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                let mut sum: u64 = 0;
                for number in source {
                    sum = sum.wrapping_add(number);
                    yield_!(sum);
                }
            }
            fn mixed<'a>(source: impl Iterator<Item = u64> + 'a) -> u64 {
                for number in source {
                    yield_!(number ^ (number >> 3));
                }
            }
        }
        fn run(count: &u64) -> u64 {
            make!(let items = scaled(0..*count));
            make!(let items = odd(items));
            make!(let items = shifted(items));
            make!(let items = running(items));
            make!(let items = mixed(items));
            let mut sum = 0;
            for item in items {
                sum = mix(sum, item);
            }
            sum
        }
    }
}
