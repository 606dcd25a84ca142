//! A generator asked for, and an iterator given that is none.

use genfn::Generator;

fn drive(generator: impl Generator<Item = u32>) -> u32 {
    generator.sum()
}

fn main() {
    drive([1, 2, 3].into_iter());
}
