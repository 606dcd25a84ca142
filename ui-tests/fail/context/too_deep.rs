//! A body that rustc's own stack is too small for.

#![recursion_limit = "512"]

use genfn::gen_;

/// A generator with its body in ten blocks for each token of the list.
macro_rules! nested {
    ([] $($body:tt)*) => {
        gen_! { $($body)* }
    };
    ([$first:tt $($rest:tt)*] $($body:tt)*) => {
        nested! { [$($rest)*] {{{{{ {{{{{ $($body)* }}}}} }}}}} }
    };
}

fn numbers() -> impl Iterator<Item = u32> {
    nested! {
        [
            0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
            0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
            0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9
        ]
        yield_!(1);
    }
}

fn main() {
    numbers();
}
