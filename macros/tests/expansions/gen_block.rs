fn lengths(words: &[String]) -> impl Iterator<Item = usize> {
    gen_! {
        for word in words {
            yield_!(word.len());
        }
    }
}

fn running_sum() -> impl Coroutine<Yield = u32, Resume = u32> {
    gen_! {
        -> impl Coroutine<Yield = _, Resume = u32> {
            let mut sum = 0;
            loop {
                sum += yield_!(sum);
            }
        }
    }
}
