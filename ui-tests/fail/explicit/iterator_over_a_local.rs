//! Iterators over a local: what to write in place of each.

use std::collections::HashMap;

use genfn::generator;

#[generator(state)]
fn advanced(text: String) -> impl Iterator<Item = char> {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        yield_!(character);
    }
}

#[generator(state)]
fn with_a_name(text: String) -> impl Iterator<Item = char> {
    let characters = text.chars();
    for character in characters {
        yield_!(character);
    }
}

#[generator(state)]
fn characters(text: String) -> impl Iterator<Item = char> {
    for character in text.chars() {
        yield_!(character);
    }
}

#[generator(state)]
fn pairs(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    for pair in numbers.windows(2) {
        yield_!(pair[0] + pair[1]);
    }
}

#[generator]
fn clones_of_a_map(map: HashMap<u32, u32>) -> impl Iterator<Item = u32> + Clone {
    for (key, value) in map.iter() {
        yield_!(key + value);
    }
}

#[generator(state)]
fn a_map() -> impl Iterator<Item = u32> {
    let mut map = HashMap::new();
    map.insert(1, 2);
    for (key, value) in map.iter() {
        yield_!(key + value);
    }
}

#[generator(state)]
fn values_of_a_map(mut map: HashMap<u32, u32>) -> impl Iterator<Item = u32> {
    for (_, value) in map.iter_mut() {
        *value += 1;
        yield_!(*value);
    }
}

#[generator(state)]
fn keys(map: HashMap<u32, u32>) -> impl Iterator<Item = u32> {
    for key in map.keys() {
        yield_!(*key);
    }
}

fn main() {
    let map = HashMap::from([(1, 2)]);
    let _ = (advanced(String::new()), with_a_name(String::new()), characters(String::new()));
    let _ = (pairs(vec![1]), clones_of_a_map(map.clone()), a_map(), keys(map.clone()));
    let _ = values_of_a_map(map);
}
