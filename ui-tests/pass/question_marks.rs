//! `?` where it has a meaning, and `return` in each kind of generator.

#![deny(warnings)]

use std::io;
use std::num::ParseIntError;

use genfn::{Coroutine, generator};

type Parsed<T> = std::result::Result<T, ParseIntError>;

#[generator]
fn items(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for word in text.split(' ') {
        if word.is_empty() {
            return;
        }
        yield_!(Ok(word.parse()?));
    }
}

#[generator]
fn io_items(text: &str) -> impl Iterator<Item = io::Result<u32>> {
    for word in text.split(' ') {
        yield_!(word.parse().map_err(io::Error::other));
        if word == "stop" {
            return Err(io::ErrorKind::Interrupted.into());
        }
    }
}

#[generator]
fn returned(text: &str) -> impl Coroutine<Yield = u32, Return = Parsed<u32>> {
    let mut sum = 0;
    for word in text.split(' ') {
        let number: u32 = word.parse()?;
        yield_!(number);
        sum += number;
    }
    Ok(sum)
}

#[generator]
fn optional(text: &str) -> impl Coroutine<Yield = char, Return = Option<char>> {
    let mut characters = text.chars();
    loop {
        yield_!(characters.next()?);
    }
}

#[generator]
fn in_closures(words: Vec<&str>) -> impl Iterator<Item = u32> {
    let parse = |word: &str| -> Parsed<u32> { Ok(word.parse::<u32>()? + 1) };
    for word in words {
        let Ok(number) = parse(word) else { return };
        yield_!(number);
    }
}

fn main() {
    assert_eq!(items("1 2 x 3").filter(Result::is_ok).count(), 2);
    assert_eq!(io_items("1 stop 3").count(), 3);
    let mut sum = returned("1 2");
    assert_eq!(sum.by_ref().count(), 2);
    assert_eq!(sum.take_return(), Some(Ok(3)));
    let mut characters = optional("ab");
    assert_eq!(characters.by_ref().count(), 2);
    assert_eq!(characters.take_return(), Some(None));
    assert_eq!(in_closures(vec!["1", "2", "x", "3"]).count(), 2);
}
