//! What a generator function can do, one feature after the other.
//!
//! ```text
//! cargo run -p genfn --example quickstart
//! ```

use std::error::Error;

use genfn::{Coroutine, CoroutineState, Interrupt, generator};

/// An iterator: the body runs from one `yield_!` to the next, as items are asked for.
#[generator]
fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut current, mut next) = (0, 1);
    loop {
        yield_!(current);
        (current, next) = (next, current + next);
    }
}

/// A local that is borrowed while the generator is suspended.
#[generator]
fn sorted_words(text: &str) -> impl Iterator<Item = &str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    for word in &words {
        yield_!(*word);
    }
}

/// Values come in as well: a `yield_!` is what the caller sends.
#[generator]
fn average() -> impl Coroutine<Yield = f64, Resume = f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut number = yield_!(0.0);
    loop {
        sum += number;
        count += 1.0;
        number = yield_!(sum / count);
    }
}

/// Errors come in, too: a `try_yield!` is a `Result`, and the body decides what to do.
#[generator]
fn download(file: &str) -> impl Coroutine<Yield = String, Return = String, Error = &'static str> {
    for attempt in 1.. {
        match try_yield!(format!("{file}, attempt {attempt}")) {
            Ok(()) => break,
            Err(Interrupt::Thrown(error)) => println!("throw:    caught `{error}`"),
            Err(Interrupt::Closed) => return format!("gave up on {file}"),
        }
    }
    format!("got {file}")
}

/// A result at the end, after all the items.
#[generator]
fn collatz(mut number: u64) -> impl Coroutine<Yield = u64, Return = usize> {
    let mut steps = 0;
    while number != 1 {
        yield_!(number);
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("iterate:  {:?}", fibonacci().take(10).collect::<Vec<_>>());

    println!("borrow:   {:?}", sorted_words("the quick brown fox").collect::<Vec<_>>());

    let mut average = average();
    average.start()?;
    for number in [10.0, 20.0, 60.0] {
        if let CoroutineState::Yielded(average) = average.send(number)? {
            println!("send:     {number} makes the average {average}");
        }
    }

    let mut caught = download("data.csv");
    println!("throw:    {:?}", caught.start()?);
    println!("throw:    {:?}", caught.throw("timeout")?);
    println!("throw:    {:?}", caught.send(())?);

    let mut closed = download("more.csv");
    println!("close:    {:?}", closed.start()?);
    println!("close:    {:?}", closed.close()?);
    println!("close:    it is {:?} and gives {:?}", closed.status(), closed.next());

    let mut collatz = collatz(6);
    let path: Vec<_> = collatz.by_ref().collect();
    println!("return:   {path:?} are {:?} steps", collatz.take_return());
    Ok(())
}
