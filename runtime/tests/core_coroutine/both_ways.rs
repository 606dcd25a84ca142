//! A coroutine of the compiler's as one of this crate's, and the other way.

use std::ops;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;

use genfn::coroutine::from_core;
use genfn::{Coroutine, CoroutineExt, CoroutineState, SendError, StartError, Status, generator};

/// Yields the sum of what it was resumed with, until that is 10, and returns how often that was.
fn sums() -> impl ops::Coroutine<u32, Yield = u32, Return = usize> + Unpin {
    #[coroutine]
    |first: u32| {
        let (mut sum, mut count) = (first, 1);
        while sum < 10 {
            let next = yield sum;
            assert_ne!(next, 13, "as it was told");
            sum += next;
            count += 1;
        }
        count
    }
}

#[test]
fn one_of_the_compilers_has_the_whole_protocol() {
    let mut coroutine = from_core(sums(), 1);
    assert_eq!(coroutine.status(), Status::Created);
    assert_eq!(coroutine.send(2), Err(SendError::NotStarted(2)));
    assert_eq!(coroutine.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(coroutine.start(), Err(StartError::Started));
    assert_eq!(coroutine.send(4), Ok(CoroutineState::Yielded(5)));
    assert_eq!(coroutine.send(5), Ok(CoroutineState::Complete(3)));
    assert_eq!(coroutine.status(), Status::Finished);
    assert_eq!(coroutine.send(6), Err(SendError::Finished(6)));
    assert_eq!(coroutine.start(), Err(StartError::Finished));
    assert_eq!(coroutine.close(), Ok(None));
}

#[test]
fn it_is_an_iterator_and_is_driven_and_delegated_to() {
    let mut coroutine = from_core(sums(), 1).map_resume(|()| 3);
    assert_eq!(coroutine.by_ref().collect::<Vec<_>>(), [1, 4, 7]);
    assert_eq!(coroutine.take_return(), Some(4));
    assert_eq!(from_core(sums(), 1).run(|sum| sum), 5);

    #[generator]
    fn outer() -> impl Coroutine<Yield = u32, Resume = u32, Return = usize> {
        10 * yield_from!(from_core(sums(), 5))
    }

    assert_eq!(outer().run(|sum| sum), 20);
}

#[test]
fn it_is_dropped_when_it_is_closed() {
    let shared = Rc::new(());
    let held = Rc::clone(&shared);
    let holding = #[coroutine]
    move |(): ()| {
        let _held = &held;
        yield 1;
    };
    let mut coroutine = from_core(holding, ());
    assert_eq!(coroutine.next(), Some(1));
    assert_eq!(Rc::strong_count(&shared), 2);
    assert_eq!(coroutine.close(), Ok(None));
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn one_that_panics_is_finished() {
    let mut coroutine = from_core(sums(), 1);
    coroutine.start().unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| coroutine.send(13))).is_err());
    assert_eq!(coroutine.status(), Status::Finished);
    assert_eq!(coroutine.next(), None);
}

#[test]
fn a_generator_is_one_of_the_compilers() {
    #[generator]
    fn echo() -> impl Coroutine<Yield = u32, Resume = u32, Return = &'static str> {
        let mut value = 0;
        while value != 7 {
            value = yield_!(value);
        }
        "done"
    }

    fn resume<C>(coroutine: &mut C, value: u32) -> ops::CoroutineState<u32, &'static str>
    where
        C: ops::Coroutine<u32, Yield = u32, Return = &'static str> + Unpin,
    {
        Pin::new(coroutine).resume(value)
    }

    let mut core = echo().into_core();
    // Nothing waits for the first value.
    assert_eq!(resume(&mut core, 5), ops::CoroutineState::Yielded(0));
    assert_eq!(resume(&mut core, 5), ops::CoroutineState::Yielded(5));
    assert_eq!(resume(&mut core, 7), ops::CoroutineState::Complete("done"));
    assert!(catch_unwind(AssertUnwindSafe(|| resume(&mut core, 1))).is_err());

    // There and back.
    let mut back = from_core(echo().into_core(), 0);
    assert_eq!(back.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(back.send(7), Ok(CoroutineState::Complete("done")));
}
