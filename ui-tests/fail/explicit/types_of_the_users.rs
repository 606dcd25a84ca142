//! A type that does not fit is reported where the user has written the value, as by default.

use genfn::{Coroutine, generator};

#[generator(state)]
fn error_that_does_not_convert(
    texts: Vec<String>,
) -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    for text in texts {
        let number: u32 = text.parse()?;
        yield_!(Ok(number));
    }
}

#[generator(state)]
fn another_error(texts: Vec<String>) -> impl Iterator<Item = Result<usize, String>> {
    for text in texts {
        if text.is_empty() {
            return Err("empty");
        }
        yield_!(Ok(text.len()));
    }
}

#[generator(state)]
fn no_bool(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers {
        if number {
            yield_!(number);
        }
    }
}

#[generator(state)]
fn no_bool_of_an_else(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers {
        if number > 1 {
            yield_!(number);
        } else if number {
            yield_!(0);
        }
    }
}

#[generator(state)]
fn no_bool_of_a_guard(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers {
        match number {
            other if other => yield_!(other),
            _ => {}
        }
    }
}

#[generator(state)]
fn no_bool_is_sent() -> impl Coroutine<Yield = u32, Resume = u32> {
    while yield_!(1) {
        yield_!(2);
    }
}

#[generator(state)]
fn no_value_at_the_end(numbers: Vec<u32>) -> impl Coroutine<Yield = u32, Return = String> {
    for number in numbers {
        yield_!(number);
    }
}

#[generator(state)]
fn another_value_is_sent() -> impl Coroutine<Yield = u32, Resume = u32> {
    let text: String = yield_!(1);
    println!("{text}");
}

#[generator(state)]
fn another_value_at_the_end() -> impl Coroutine<Yield = u32, Resume = String, Return = u32> {
    yield_!(1)
}

#[generator(state)]
fn an_else_that_ends(options: Vec<Option<u32>>) -> impl Iterator<Item = u32> {
    for option in options {
        let Some(number) = option else { yield_!(0) };
        yield_!(number);
    }
}

#[generator(state)]
fn no_else(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers {
        let double: u32 = if number > 1 {
            yield_!(number);
            2 * number
        };
        yield_!(double);
    }
}

#[generator(state)]
fn no_iterator(end: u32) -> impl Iterator<Item = u32> {
    for number in end {
        yield_!(number);
    }
}

#[generator(state)]
fn another_item(numbers: Vec<u32>) -> impl Iterator<Item = String> {
    for number in numbers {
        yield_!(number);
    }
}

fn main() {}
