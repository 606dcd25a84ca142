//! A generator is `Send` where what it holds across its yields is, and its arguments.

#![deny(warnings)]

use std::rc::Rc;
use std::sync::Mutex;
use std::thread;

use genfn::{BoxGenerator, generator};

#[generator]
fn dropped_before() -> impl Iterator<Item = u32> + Send {
    let number = {
        let shared = Rc::new(1);
        *shared
    };
    yield_!(number);
}

#[generator]
fn temporaries(lock: &Mutex<Vec<u32>>) -> impl Iterator<Item = usize> + Send {
    yield_!(lock.lock().unwrap().len());
    yield_!(Rc::new(2).to_string().len());
}

#[generator]
fn parameter<T: Clone + Send>(item: T) -> BoxGenerator<'static, T>
where
    T: 'static,
{
    yield_!(item.clone());
    yield_!(item);
}

#[generator]
fn recursive(depth: u32) -> impl Iterator<Item = u32> + Send {
    if depth > 0 {
        for number in recursive(depth - 1) {
            yield_!(number);
        }
    }
    yield_!(depth);
}

fn main() {
    let sum = thread::spawn(|| dropped_before().chain(recursive(3)).sum::<u32>());
    assert_eq!(sum.join().unwrap(), 7);
    assert_eq!(temporaries(&Mutex::new(Vec::new())).sum::<usize>(), 1);
    let twice = parameter("a");
    assert_eq!(thread::spawn(move || twice.count()).join().unwrap(), 2);
}
