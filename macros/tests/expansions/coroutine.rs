#[generator]
fn average() -> impl Coroutine<Yield = f64, Resume = f64, Return = usize, Error = Reset> {
    let (mut sum, mut count) = (0.0, 0);
    loop {
        match try_yield!(sum / count as f64) {
            Ok(number) if number < 0.0 => return count,
            Ok(number) => (sum, count) = (sum + number, count + 1),
            Err(Reset) => (sum, count) = (0.0, 0),
        }
    }
}
