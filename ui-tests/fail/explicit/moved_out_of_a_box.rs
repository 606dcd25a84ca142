//! Values that are moved out of a local whose type is not written: in generators that show their fields, and in choices.

use genfn::generator;

#[derive(Debug)]
struct Node {
    value: u32,
    next: Option<Box<Node>>,
}

#[derive(Debug)]
enum Sum {
    Number(u32),
    Of(Box<Sum>, Box<Sum>),
}

#[generator]
#[derive(Debug)]
fn values(mut nodes: Vec<Box<Node>>) -> impl Iterator<Item = u32> {
    while let Some(node) = nodes.pop() {
        let Node { value, next } = *node;
        nodes.extend(next);
        yield_!(value);
    }
}

#[generator]
#[derive(Debug)]
fn texts(mut texts: Vec<Box<String>>) -> impl Iterator<Item = String> {
    while let Some(text) = texts.pop() {
        yield_!(*text);
    }
}

#[generator]
#[derive(Debug)]
fn numbers(sum: Sum) -> impl Iterator<Item = u32> {
    match sum {
        Sum::Number(number) => yield_!(number),
        Sum::Of(left, right) => {
            yield_from!(numbers(*left));
            let right: Box<Sum> = right;
            yield_from!(numbers(*right));
            yield_!(0);
        }
    }
}

#[generator]
#[derive(Debug)]
fn both(mut boxes: Vec<Box<Option<String>>>) -> impl Iterator<Item = String> {
    while let Some(first) = boxes.pop() {
        let second = boxes.remove(0);
        if let Some(first) = *first
            && let Some(second) = *second
        {
            yield_!(first);
            yield_!(second);
        }
    }
}

#[generator(state)]
fn one(mut boxes: Vec<Box<Option<String>>>) -> impl Iterator<Item = String> {
    let first = boxes.remove(0);
    if let Some(text) = *first {
        yield_!(text);
    }
    yield_!(String::new());
}

fn main() {
    values(Vec::new()).count();
    texts(Vec::new()).count();
    numbers(Sum::Number(1)).count();
    both(Vec::new()).count();
    one(Vec::new()).count();
}
