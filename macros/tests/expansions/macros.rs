#[generator]
fn in_macros(words: Vec<&str>) -> impl Coroutine<Yield = usize, Resume = bool> {
    println!("{}", yield_!(words.len()));
    let lengths = vec![yield_!(1), yield_!(2)];
    select! { yield_!(3) => yield_from!(words.iter().map(|word| word.len())) }
    drop(lengths);
}
