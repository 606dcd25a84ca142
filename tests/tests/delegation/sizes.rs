//! A generator that does not delegate keeps nothing for it, and one that does keeps a pointer.

use std::hint::black_box;
use std::mem::{size_of, size_of_val};

use genfn::{Coroutine, generator};
use genfn_tests::allocations::first_allocation;

/// What a debug build keeps beside: the place of the last yield, for `Debug`.
const PLACE: usize = if cfg!(debug_assertions) { size_of::<usize>() } else { 0 };

const POINTER: usize = size_of::<usize>();

/// The variants of a generator's state, told apart by a word beside their largest.
fn with_state(largest: usize) -> usize {
    largest.next_multiple_of(POINTER) + POINTER + PLACE
}

/// The size of a generator's body, for which its first step allocates.
fn body(mut generator: impl Iterator<Item = u64>) -> usize {
    let size = first_allocation(|| {
        generator.next();
        black_box(&generator);
    });
    size.expect("a box for the body")
}

#[test]
fn one_that_does_not_delegate_is_its_arguments_or_a_box_and_its_state() {
    #[generator]
    fn two_numbers(first: u32, second: u32) -> impl Iterator<Item = u32> {
        yield_!(first);
        yield_!(second);
    }

    #[generator]
    fn nothing() -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    #[generator]
    fn array(numbers: [u64; 5]) -> impl Iterator<Item = u64> {
        yield_!(numbers[0]);
    }

    // The box in which the body is from the first step on is as large as two `u32`s.
    assert_eq!(size_of_val(&two_numbers(1, 2)), with_state(POINTER));
    assert_eq!(size_of_val(&nothing()), with_state(POINTER));
    assert_eq!(size_of_val(&array([0; 5])), with_state(5 * size_of::<u64>()));
}

#[test]
fn one_that_delegates_adds_a_pointer() {
    #[generator]
    fn plain(first: u32, second: u32) -> impl Iterator<Item = u32> {
        yield_!(first);
        yield_!(second);
    }

    #[generator]
    fn delegates(first: u32, second: u32) -> impl Iterator<Item = u32> {
        yield_from!(plain(first, second));
    }

    #[generator]
    fn catches(first: u32, second: u32) -> impl Coroutine<Yield = u32> {
        let _ = try_yield_from!(delegates(first, second));
    }

    let plain = size_of_val(&plain(1, 2));
    assert_eq!(size_of_val(&delegates(1, 2)), plain + POINTER);
    assert_eq!(size_of_val(&catches(1, 2)), plain + POINTER);
}

#[test]
fn the_body_keeps_nothing_for_a_delegate_that_lies_elsewhere() {
    #[generator]
    fn yields(number: u64) -> impl Iterator<Item = u64> {
        yield_!(1);
        yield_!(number);
    }

    #[generator]
    fn delegates_to_large(number: u64) -> impl Iterator<Item = u64> {
        yield_from!(large());
        yield_!(number);
    }

    #[generator]
    fn catches_from_large(number: u64) -> impl Iterator<Item = u64> {
        let _ = try_yield_from!(large());
        yield_!(number);
    }

    #[generator]
    fn large() -> impl Iterator<Item = u64> {
        let numbers = [1; 100];
        yield_!(1);
        yield_!(numbers[99]);
    }

    let yields = body(yields(7));
    assert_eq!(yields, 2 * size_of::<u64>(), "a number, and where it is");
    assert_eq!(body(delegates_to_large(7)), yields);
    assert_eq!(body(catches_from_large(7)), yields);
    assert!(body(large()) > 100 * size_of::<u64>());
}
