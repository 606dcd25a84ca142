//! A combinator allocates what its coroutine allocates: one body at the first step, and nothing in a
//! `fold` of a fresh generator.

use std::hint::black_box;

use genfn::coroutine::{Borrowed, from_fn, from_iter};
use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
use genfn_tests::allocations::allocations;

#[generator]
fn numbers(end: u32) -> impl Coroutine<Yield = u32, Return = u32> {
    for number in 0..end {
        yield_!(number);
    }
    end
}

/// Steps it once, where the optimiser cannot take the allocation out.
fn stepped<C: Coroutine<Resume = ()>>(mut coroutine: C) -> C {
    assert!(coroutine.start().is_ok());
    black_box(&coroutine);
    coroutine
}

#[test]
fn each_allocates_the_body_alone() {
    assert_eq!(allocations(|| stepped(numbers(3).map_yield(|number| number + 1))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).map_resume(|()| ()))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).map_return(|end| end + 1))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).map_error(|never| never, |never| never))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).with_error::<String>())), 1);
    assert_eq!(allocations(|| stepped(numbers(3).inspect_yield(|_| {}))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).and_then(numbers))), 1);
    assert_eq!(allocations(|| stepped(numbers(3).iterate())), 1);
    assert_eq!(allocations(|| stepped(from_iter([1, 2]))), 0);
    assert_eq!(allocations(|| stepped(from_fn(|_| CoroutineState::<_, ()>::Yielded(1)))), 0);
}

#[test]
fn two_after_one_another_allocate_both_bodies() {
    let run = || {
        for number in stepped(numbers(2).and_then(numbers)) {
            black_box(number);
        }
    };
    assert_eq!(allocations(run), 2);
}

#[test]
fn a_fold_of_a_fresh_one_allocates_nothing() {
    let add = |sum, number| sum + number;
    assert_eq!(allocations(|| numbers(3).map_yield(|number| number + 1).sum::<u32>()), 0);
    assert_eq!(allocations(|| numbers(3).map_return(|end| end + 1).fold_with_return(0, add)), 0);
    assert_eq!(allocations(|| numbers(3).inspect_yield(|_| {}).fold_with_return(0, add)), 0);
    assert_eq!(allocations(|| numbers(3).and_then(numbers).fold_with_return(0, add)), 0);
    assert_eq!(allocations(|| numbers(3).with_error::<String>().iterate().count()), 0);
}

#[test]
fn a_vector_of_a_fresh_one_is_the_only_allocation() {
    #[generator(size_hint = (3, Some(3)))]
    fn three() -> impl Iterator<Item = u32> {
        for number in 0..3 {
            yield_!(number);
        }
    }

    assert_eq!(allocations(|| three().map_yield(|number| number + 1).collect::<Vec<_>>()), 1);
}

#[test]
fn all_lent_items_are_in_one_allocation() {
    #[generator]
    fn lines(text: &str) -> impl Coroutine<Yield = String, Resume = String> {
        let mut line = String::with_capacity(16);
        for part in text.lines() {
            line.clear();
            line.push_str(part);
            line = yield_!(line);
        }
    }

    let run = || {
        let mut lines = black_box(lines("one\ntwo\nthree").lend());
        while let Some(line) = lines.next() {
            black_box(line);
        }
    };
    // The buffer, and the body.
    assert_eq!(allocations(run), 2);
}

#[test]
fn a_borrowed_value_is_sent_without_an_allocation() {
    #[generator]
    fn lengths() -> impl Coroutine<Yield = usize, Resume = Borrowed<str>> {
        let mut length = 0;
        loop {
            length += yield_!(length).with(str::len);
        }
    }

    let sends = |count| {
        allocations(|| {
            let mut lengths = black_box(lengths().borrowing());
            lengths.start().unwrap();
            for _ in 0..count {
                lengths.send(black_box("text")).unwrap();
            }
        })
    };
    // The cell that is shared, and the body.
    assert_eq!((sends(1), sends(100)), (2, 2));
}
