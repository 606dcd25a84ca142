//! Three misplaced yields, an `async` function, an unknown argument: five errors.

use genfn::generator;

#[generator(buffer = 3)]
async fn numbers() -> impl Iterator<Item = u32> {
    (0..3).for_each(|number| yield_!(number));
    let task = async { yield_!(4) };
    drop(task);
    fn helper() {
        yield_!(5);
    }
    helper();
}

fn main() {
    let _: u32 = numbers().sum();
}
