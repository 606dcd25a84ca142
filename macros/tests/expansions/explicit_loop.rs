#[generator(state)]
fn evens(n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        yield_!(2 * i);
    }
}
