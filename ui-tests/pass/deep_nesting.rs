//! Blocks in blocks, as deep as rustc takes them in a plain function.

#![deny(warnings)]
#![recursion_limit = "256"]

use genfn::{generator, yield_};

/// Defines a generator with its body in five blocks for each token of the list.
macro_rules! nested {
    ([] $($body:tt)*) => {
        #[generator]
        fn numbers() -> impl Iterator<Item = u32> { $($body)* }
    };
    ([$first:tt $($rest:tt)*] $($body:tt)*) => {
        nested! { [$($rest)*] {{{{{ $($body)* }}}}} }
    };
}

nested! {
    [
        0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
        0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
        0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
    ]
    yield_!(1);
    yield_!(2);
}

fn main() {
    assert_eq!(numbers().collect::<Vec<_>>(), [1, 2]);
}
