//! Borrows of parts of locals across a yield.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use genfn::generator;

pub struct World {
    names: Vec<String>,
    log: Option<String>,
}

#[generator(state)]
pub fn field(world: World) -> impl Iterator<Item = usize> {
    for name in &world.names {
        yield_!(name.len());
    }
    if let Some(line) = &world.log {
        yield_!(line.len());
        yield_!(line.len());
    }
}

#[generator(state)]
pub fn exclusive_field(mut world: World) -> impl Iterator<Item = usize> {
    let log = &mut world.log;
    yield_!(0);
    *log = None;
    yield_!(world.names.len());
}

#[generator(state)]
pub fn range(parts: Vec<String>) -> impl Iterator<Item = usize> {
    let rest = &parts[1..];
    yield_!(rest.len());
    yield_!(rest.len());
}

#[generator(state)]
pub fn collected(text: &str) -> impl Iterator<Item = usize> {
    let parts = text.lines().map(str::to_owned).collect::<Vec<_>>();
    for part in parts.iter().rev() {
        yield_!(part.len());
    }
    if let Some(first) = parts.first() {
        yield_!(first.len());
        yield_!(first.len());
    }
    for (left, right) in std::iter::zip(&parts, &parts) {
        yield_!(left.len() + right.len());
    }
}

#[generator(state)]
pub fn entry(mut map: HashMap<u32, usize>) -> impl Iterator<Item = usize> {
    let count = map.entry(1).or_insert(0);
    yield_!(*count);
    *count += 1;
    yield_!(*count);
}

#[generator(state)]
pub fn merged(left: Vec<u32>, right: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        yield_!(*one);
        yield_!(*other);
        left.next();
        right.next();
    }
}

#[generator(state)]
pub fn list_of_a_map(map: HashMap<String, Vec<u8>>) -> impl Iterator<Item = u8> {
    if let Some(list) = map.get("a") {
        for item in list {
            yield_!(*item);
        }
    }
}

#[generator(state)]
pub fn range_of_references(text: &str) -> impl Iterator<Item = usize> {
    let parts: Vec<&str> = text.split(' ').collect();
    for part in &parts[1..] {
        yield_!(part.len());
    }
}

#[generator(state)]
pub fn locked(shared: Arc<Mutex<Vec<u32>>>) -> impl Iterator<Item = u32> {
    let guard = shared.lock().unwrap();
    yield_!(guard[0]);
}

#[generator]
#[derive(Debug)]
pub fn last_one(mut rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    while let Some(row) = rows.last_mut() {
        match row.pop() {
            Some(number) => yield_!(number),
            None => drop(rows.pop()),
        }
    }
}

fn main() {}
