//! A generator that is to be `Clone`, and delegates to what is not.

use genfn::generator;

#[generator(state)]
fn plain() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator(state)]
fn of_a_call() -> impl Iterator<Item = u32> + Clone {
    yield_from!(plain());
}

#[generator(state)]
fn of_an_argument(numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> + Clone {
    yield_from!(numbers);
}

#[generator(state)]
fn of_a_test<F: Fn(u32) -> bool>(test: F) -> impl Iterator<Item = u32> + Clone {
    for number in 0..10 {
        if test(number) {
            yield_!(number);
        }
    }
}

fn main() {
    of_a_call().count();
    of_an_argument(0..1).count();
    of_a_test(|number| number > 1).count();
}
