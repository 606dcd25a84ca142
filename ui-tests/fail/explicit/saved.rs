//! What a generator needs to be saved.

use std::collections::BTreeMap;

use genfn::{Restore, generator};
use serde::{Deserialize, Serialize};

#[generator]
fn without_derives(count: u32) -> impl Iterator<Item = u32> + Serialize {
    for number in 0..count {
        yield_!(number);
    }
}

#[generator]
#[derive(Serialize)]
fn not_read(count: u32) -> impl Iterator<Item = u32> + Serialize + Restore {
    for number in 0..count {
        yield_!(number);
    }
}

#[generator]
#[derive(Serialize, Deserialize)]
fn hidden(count: u32) -> impl Iterator<Item = u32> {
    for number in 0..count {
        yield_!(number);
    }
}

#[generator(struct Rows)]
#[derive(Serialize, Deserialize)]
fn rows(list: Vec<String>, map: BTreeMap<u32, String>) -> impl Iterator<Item = String> {
    for row in list {
        yield_!(row);
    }
    for row in map {
        yield_!(row.1);
    }
}

#[generator(struct Renamed)]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
fn renamed(first_number: u32) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_!(first_number);
}

#[generator]
#[serde(crate = "serde", deny_unknown_fields)]
#[derive(Serialize, Deserialize)]
fn denied(number: u32) -> impl Iterator<Item = u32> + Serialize + Restore {
    yield_!(0);
    yield_!(number);
}

fn main() {
    renamed(1).chain(denied(1)).count();
    without_derives(1).count();
    not_read(1).count();
    hidden(1).count();
    rows(Vec::new(), BTreeMap::new()).count();
}
