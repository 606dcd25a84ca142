#[generator(state)]
fn careful(limit: u32) -> impl Coroutine<Yield = u32, Resume = u32, Return = Result<u32, Failure>, Error = Failure> {
    let first = yield_!(limit);
    let number = match try_yield!(first) {
        Ok(number) => number.checked_add(1).ok_or(Failure)?,
        Err(Interrupt::Thrown(failure)) => return Err(failure),
        Err(Interrupt::Closed) => 0,
    };
    let more = yield_from!(others(number));
    Ok(number + more)
}
