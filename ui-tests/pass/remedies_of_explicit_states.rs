//! What the messages about explicit states propose.

use genfn::generator;

struct Builder(Vec<u32>);

impl Builder {
    fn build(self) -> usize {
        self.0.len()
    }
}

#[generator(struct ByPath)]
fn by_path(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length: usize = Builder::build(builder);
    yield_!(length);
    yield_!(length + 1);
}

#[generator(struct InBraces)]
fn in_braces(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length: usize = { builder }.build();
    yield_!(length);
    yield_!(length + 1);
}

#[generator(state)]
fn by_indices(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for index in 0..numbers.len() {
        numbers[index] += 1;
        yield_!(numbers[index]);
    }
    numbers.push(4);
}

#[generator(state)]
fn borrowed_again(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &mut numbers[0];
    *first += 1;
    yield_!(numbers[0]);
    let first = &mut numbers[0];
    *first += 1;
    yield_!(numbers[0]);
}

#[generator(state)]
fn copied(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    while let Some(last) = numbers.last().copied() {
        yield_!(last);
        numbers.pop();
    }
}

#[generator(state)]
fn by_next() -> impl Iterator<Item = u32> {
    let mut numbers = vec![1, 2, 3].into_iter();
    while let Some(number) = numbers.next() {
        yield_!(number);
        if number == 1 {
            break;
        }
    }
    for number in numbers {
        yield_!(number);
    }
}

#[generator(state)]
fn owned() -> impl Iterator<Item = usize> {
    let text = String::from("a b c");
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
fn of_a_parameter<T: Into<u32> + Clone>(value: T) -> impl Iterator<Item = u32> + Clone {
    yield_!(1);
    yield_!(value.into());
}

fn main() {
    let mut numbers = vec![1, 2];
    assert_eq!(by_path(Builder(vec![1])).count(), 3);
    assert_eq!(in_braces(Builder(vec![1])).count(), 3);
    assert_eq!(by_indices(&mut numbers).count(), 2);
    assert_eq!(borrowed_again(&mut numbers).count(), 2);
    assert_eq!(copied(&mut numbers).count(), 3);
    assert_eq!(by_next().count(), 3);
    assert_eq!(owned().count(), 3);
    assert_eq!(of_a_parameter(1_u32).clone().count(), 2);
}
