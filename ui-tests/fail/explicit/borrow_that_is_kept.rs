//! Values that hold a borrow of a local, as they are written.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use genfn::generator;

struct Parser<'a> {
    text: &'a str,
}

#[generator(state)]
fn a_struct(text: String) -> impl Iterator<Item = usize> {
    let parser = Parser { text: &text };
    yield_!(1);
    yield_!(parser.text.len());
}

#[generator(state)]
fn a_variant(text: String) -> impl Iterator<Item = usize> {
    let text = Some(&text);
    yield_!(1);
    yield_!(text.map_or(0, |text| text.len()));
}

#[generator(state)]
fn an_array(first: String, second: String) -> impl Iterator<Item = usize> {
    for text in [&first, &second] {
        yield_!(text.len());
    }
}

#[generator(state)]
fn a_guard(numbers: Arc<Mutex<Vec<u32>>>) -> impl Iterator<Item = u32> {
    let numbers = numbers.lock().unwrap();
    for index in 0..numbers.len() {
        yield_!(numbers[index]);
    }
}

#[generator(state)]
fn a_guard_of_a_cell(number: u32) -> impl Iterator<Item = u32> {
    let shared = Rc::new(RefCell::new(vec![number]));
    let numbers = shared.borrow();
    yield_!(numbers[0]);
    yield_!(numbers[1]);
}

#[generator(state)]
fn a_delegate(mut numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_from!(numbers.drain(..));
    yield_!(7);
    yield_from!(numbers.iter().copied());
}

#[generator(state)]
fn a_delegate_by_reference(number: u32) -> impl Iterator<Item = u32> {
    let numbers = 0..number;
    let mut numbers = numbers.map(|number| number + 1);
    yield_from!(&mut numbers);
    yield_from!(&mut (0..number));
    yield_from!(vec![number].iter().copied());
}

fn main() {}
