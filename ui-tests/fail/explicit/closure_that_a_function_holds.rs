use std::future::Future;

use genfn::generator;

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
fn later(name: String) -> impl Iterator<Item = usize> {
    let length = async { name.len() };
    yield_!(1);
    yield_!(length_of(length));
}

fn main() {}
