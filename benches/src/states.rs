//! How large a generator is once it is suspended: the value itself, and what it has on the heap.

use std::hint::black_box;

use crate::allocations::bytes as allocated_bytes;
use crate::dialects::{in_libraries, list_variants};
use crate::workload::Variant;

/// Prints a line for each generator and each library of this build:
/// `generator<TAB>library<TAB>bytes of the value<TAB>bytes on the heap`.
pub(crate) fn print() {
    let generators: [(&str, fn() -> Vec<Variant<()>>); 4] = [
        ("fibonacci", fibonacci::variants),
        ("nested loops", nested_loops::variants),
        ("words of a text", words::variants),
        ("a buffer of 4 KiB", buffer::variants),
    ];
    for (generator, variants) in generators {
        for variant in variants() {
            let sizes = (variant.run)(&());
            let (value, heap) = (sizes >> 32, sizes & 0xffff_ffff);
            println!("{generator}\t{}\t{value}\t{heap}", variant.library.name());
        }
    }
}

/// Takes the first step, and packs both sizes into a number. What was allocated before is not
/// counted.
#[inline(never)]
fn sizes<I: Iterator>(allocated_before: usize, items: I) -> u64 {
    // It escapes, so that no allocation is optimised away.
    let mut items = black_box(items);
    assert!(items.next().is_some(), "it is suspended at its first item");
    let heap = allocated_bytes() - allocated_before;
    ((size_of_val(black_box(&items)) as u64) << 32) | heap as u64
}

type Input = ();

mod fibonacci {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            fn numbers() -> impl Iterator<Item = u64> {
                std::iter::successors(Some((0_u64, 1_u64)), |(current, next)| {
                    Some((*next, current.wrapping_add(*next)))
                })
                .map(|(current, _)| current)
            }
        }
        generators {
            fn numbers() -> u64 {
                let mut current: u64 = 0;
                let mut next: u64 = 1;
                while current < u64::MAX / 2 {
                    yield_!(current);
                    (current, next) = (next, current.wrapping_add(next));
                }
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, owned!(numbers()))
        }
    }
}

mod nested_loops {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            fn pairs(side: u32) -> impl Iterator<Item = (u32, u32)> {
                (0..side).flat_map(move |row| (0..side).map(move |column| (row, column)))
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
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, owned!(pairs(5)))
        }
    }
}

mod words {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly genawaiter next_gen remit yield_return corosensei generator]
        hand_written {
            fn words(text: &str) -> impl Iterator<Item = &str> {
                text.split(' ')
            }
        }
        generators {
            fn words<'a>(text: &'a str) -> &'a str {
                let mut rest: &'a str = text;
                while let Some((word, after)) = rest.split_once(' ') {
                    yield_!(word);
                    rest = after;
                }
                yield_!(rest);
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, owned!(words("one two three")))
        }
    }
}

mod buffer {
    use super::*;

    in_libraries! {
        [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
         corosensei generator]
        hand_written {
            fn bytes(blocks: u64) -> impl Iterator<Item = u8> {
                let mut buffer = [0; 4096];
                let (mut block, mut position) = (0, 4096);
                std::iter::from_fn(move || {
                    if position == 4096 {
                        if block == blocks {
                            return None;
                        }
                        buffer.fill(block as u8);
                        block += 1;
                        position = 0;
                    }
                    position += 1;
                    Some(buffer[position - 1])
                })
            }
        }
        generators {
            fn bytes(blocks: u64) -> u8 {
                let mut buffer: [u8; 4096] = [0; 4096];
                for block in 0u64..blocks {
                    buffer.fill(block as u8);
                    let mut position: usize = 0;
                    while position < 4096 {
                        yield_!(buffer[position]);
                        position += 1;
                    }
                }
            }
        }
        fn run((): &()) -> u64 {
            let before = allocated_bytes();
            sizes(before, owned!(bytes(3)))
        }
    }
}
