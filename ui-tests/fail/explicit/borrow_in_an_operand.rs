//! Borrows of locals that patterns, adapters and collections hold across a yield.

use genfn::generator;

fn sum(left: &u32, right: u32) -> u32 {
    left + right
}

#[generator]
fn in_an_operand() -> impl Iterator<Item = u32> + Clone {
    let number = Some(1);
    if let Some(number) = number.as_ref() {
        let sum = sum(number, {
            yield_!(1);
            2
        });
        yield_!(sum);
    }
}

#[generator(state)]
fn by_the_pattern() -> impl Iterator<Item = u32> {
    let mut number = Some(1);
    match number {
        Some(ref mut number) => {
            yield_!(1);
            *number += 1;
        }
        None => {}
    }
    yield_!(number.unwrap_or(0));
}

#[generator(state)]
fn of_an_iterator() -> impl Iterator<Item = u32> {
    let mut numbers = vec![1, 2, 3].into_iter();
    for number in numbers.by_ref().take(1) {
        yield_!(number);
    }
    for number in numbers {
        yield_!(number);
    }
}

#[generator(state)]
fn in_a_collection() -> impl Iterator<Item = usize> {
    let text = String::from("a b c");
    let words: Vec<&str> = text.split(' ').collect();
    for word in words {
        yield_!(word.len());
    }
}

fn main() {
    in_an_operand().count();
    by_the_pattern().count();
    of_an_iterator().count();
    in_a_collection().count();
}
