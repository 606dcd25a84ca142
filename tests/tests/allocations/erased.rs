//! How often a coroutine allocates: not before its first step, once for its frame, and one that is
//! erased once more. A function that returns an erased one allocates once for both.

use std::hint::black_box;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};
use genfn_tests::allocations::{allocations, counted};

#[generator]
fn sums(start: u64) -> impl Coroutine<Yield = u64, Resume = u64, Return = u64, Error = String> {
    let mut sum = start;
    while sum < 100 {
        match try_yield!(sum) {
            Ok(number) => sum += number,
            Err(_) => break,
        }
    }
    sum
}

/// Starts it, sends, and closes it.
fn use_up(
    mut coroutine: impl Coroutine<Yield = u64, Resume = u64, Return = u64, Error = String>,
) -> Option<u64> {
    coroutine.start().unwrap();
    // Seen from outside, so that the optimiser cannot take the allocation out.
    black_box(&coroutine);
    for number in 0..10 {
        coroutine.send(number).unwrap();
    }
    coroutine.close().unwrap()
}

#[test]
fn nothing_is_allocated_before_the_first_step() {
    assert_eq!(allocations(|| sums(1)), 0);
    assert_eq!(allocations(|| sums(1).close()), 0);
    assert_eq!(allocations(|| sums(1).send(2)), 0);
    assert_eq!(allocations(|| sums(1).throw(String::new())), 0);
}

#[test]
fn a_coroutine_allocates_its_frame_at_most() {
    let unerased = allocations(|| assert_eq!(use_up(sums(1)), Some(46)));
    assert!(unerased <= 1, "{unerased} allocations");
}

#[test]
fn a_lent_coroutine_allocates_no_more() {
    let unerased = allocations(|| use_up(sums(1)));
    assert_eq!(allocations(|| use_up(&mut sums(1))), unerased);
}

#[test]
fn an_erased_coroutine_allocates_once_more_at_most() {
    let unerased = allocations(|| use_up(sums(1)));
    let erased = [
        allocations(|| assert_eq!(use_up(BoxGenerator::new(sums(1))), Some(46))),
        allocations(|| assert_eq!(use_up(LocalBoxGenerator::new(sums(1))), Some(46))),
        allocations(|| {
            let object: Box<
                dyn Coroutine<Yield = u64, Resume = u64, Return = u64, Error = String>,
            > = Box::new(sums(1));
            assert_eq!(use_up(object), Some(46));
        }),
    ];
    for erased in erased {
        assert!(erased <= unerased + 1, "{erased} allocations, {unerased} unerased");
    }
}

#[test]
fn an_erased_generator_function_allocates_once() {
    #[generator]
    fn erased(start: u64) -> BoxGenerator<'static, u64> {
        yield_!(start);
        yield_!(start + 1);
    }

    #[generator]
    fn unerased(start: u64) -> impl Iterator<Item = u64> + Send {
        yield_!(start);
        yield_!(start + 1);
    }

    let returned = allocations(|| assert_eq!(erased(1).by_ref().count(), 2));
    let made = allocations(|| assert_eq!(BoxGenerator::new(unerased(1)).by_ref().count(), 2));
    assert_eq!(returned, 1);
    assert!(made <= 2, "{made} allocations");
}

#[test]
fn a_step_allocates_nothing() {
    let mut coroutine = BoxGenerator::new(sums(0));
    coroutine.start().unwrap();
    let steps = allocations(|| {
        for _ in 0..1000 {
            coroutine.send(0).unwrap();
        }
    });
    assert_eq!(steps, 0);
}

#[test]
fn a_frame_is_freed_when_the_coroutine_ends() {
    let mut coroutine = sums(0);
    let ((), _, freed) = counted(|| {
        coroutine.start().unwrap();
        coroutine.send(100).unwrap();
    });
    assert_eq!(freed, 1);
    let ((), _, freed) = counted(|| drop(coroutine));
    assert_eq!(freed, 0);
}
