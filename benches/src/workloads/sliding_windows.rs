//! The windows of a slice: each item borrows from it.

use super::prelude::*;

type Input = Vec<u32>;

const WIDTH: usize = 4;

pub(super) fn workload() -> Workload {
    Workload::new(
        "sliding windows",
        "4 items of a slice at a time; by hand `slice::windows`",
        Kind::InPlace,
        500_000,
        |size| {
            let numbers = numbers(3).take(size).map(|number| number as u32).collect();
            (numbers, (size + 1).saturating_sub(WIDTH) as u64)
        },
        variants,
    )
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        fn windows(slice: &[u32], width: usize) -> std::slice::Windows<'_, u32> {
            slice.windows(width)
        }
    }
    generators {
        fn windows<'a>(slice: &'a [u32], width: usize) -> &'a [u32] {
            let mut rest = slice;
            while let Some(window) = rest.get(..width) {
                yield_!(window);
                rest = &rest[1..];
            }
        }
    }
    fn run(slice: &Vec<u32>) -> u64 {
        make!(let items = windows(slice, WIDTH));
        let mut sum = 0;
        for window in items {
            sum = mix(sum, u64::from(window[0] ^ window[WIDTH - 1]));
        }
        sum
    }
}
