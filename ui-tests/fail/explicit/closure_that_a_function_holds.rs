use std::future::Future;

use genfn::generator;

struct Filter<F>(F);

impl<F: Fn(u32) -> bool> Filter<F> {
    fn new(keeps: F) -> Self {
        Filter(keeps)
    }

    fn keeps(&self, number: u32) -> bool {
        (self.0)(number)
    }
}

fn not(is: impl Fn(&str) -> bool) -> impl Fn(&str) -> bool {
    move |text| !is(text)
}

fn length_of(_: impl Future<Output = usize>) -> usize {
    0
}

#[generator(state)]
fn others(names: Vec<String>, name: String) -> impl Iterator<Item = String> {
    let keeps = not(|other| other == name);
    for other in names {
        if keeps(&other) {
            yield_!(other);
        }
    }
}

#[generator(state)]
fn listed(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let filter = Filter::new(|number| list.contains(&number));
    for number in 0..9 {
        if filter.keeps(number) {
            yield_!(number);
        }
    }
}

#[generator(state)]
fn later(name: String) -> impl Iterator<Item = usize> {
    let length = async { name.len() };
    yield_!(1);
    yield_!(length_of(length));
}

fn main() {}
