use genfn::generator;

// `move` takes the list, which nothing else uses.
#[generator(state)]
fn others(all: Vec<u32>, without: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in all.into_iter().filter(|number| !without.contains(number)) {
        yield_!(number);
    }
}

// The body of the loop can do it.
#[generator(state)]
fn sum(all: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut sum = 0;
    for number in all.into_iter().inspect(|number| sum += number) {
        yield_!(number);
    }
    yield_!(sum);
}

// Its type is not known to be `Copy`.
#[generator(state)]
fn above<T: PartialOrd>(all: Vec<T>, least: T) -> impl Iterator<Item = T> {
    for one in all.into_iter().filter(|one| *one > least) {
        yield_!(one);
    }
}

fn main() {
    let _ = (others(Vec::new(), Vec::new()), sum(Vec::new()), above(vec![1], 0));
}
