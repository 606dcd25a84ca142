//! A yield outside of a generator, with the macro imported.

use genfn::yield_;

fn numbers() {
    yield_!(1);
}

fn main() {
    numbers();
}
