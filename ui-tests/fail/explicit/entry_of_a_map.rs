use std::collections::{BTreeMap, HashMap};

use genfn::generator;

struct Cache {
    counts: HashMap<u32, u32>,
}

#[generator(state)]
fn counted(mut counts: HashMap<u32, u32>, key: u32) -> impl Iterator<Item = u32> {
    let count = counts.entry(key).or_insert(0);
    yield_!(1);
    *count += 1;
    yield_!(*count);
}

#[generator(state)]
fn cached(mut cache: Cache, key: u32) -> impl Iterator<Item = u32> {
    let count = cache.counts.entry(key).or_insert(0);
    yield_!(1);
    *count += 1;
    yield_!(*count);
}

#[generator(state)]
fn first(mut lists: BTreeMap<u32, Vec<u32>>) -> impl Iterator<Item = u32> {
    while let Some(mut entry) = lists.first_entry() {
        let number = *entry.key();
        yield_!(number);
        if entry.get_mut().pop().is_none() {
            entry.remove();
        }
    }
}

fn main() {}
