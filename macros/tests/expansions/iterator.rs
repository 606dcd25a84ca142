#[generator(size_hint = (n, Some(n)))]
fn repeat(n: usize, item: &str) -> impl Iterator<Item = &str> {
    for _ in 0..n {
        yield_!(item);
    }
}
