//! Iterators and closures as coroutines.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use genfn::coroutine::{from_fn, from_iter, successors};
use genfn::{
    Coroutine, CoroutineExt, CoroutineState, Generator, SendError, StartError, Status, generator,
};

/// The outcome of each operation in each state, of a coroutine over 1 and 2.
fn has_the_protocol<C>(make: impl Fn() -> C)
where
    C: Coroutine<Yield = u32, Resume = (), Return = ()> + Iterator<Item = u32>,
{
    let mut created = make();
    assert_eq!(created.status(), Status::Created);
    assert_eq!(created.send(()), Err(SendError::NotStarted(())));
    assert_eq!(created.take_return(), None);
    assert_eq!(created.status(), Status::Created);
    assert_eq!(created.close(), Ok(None));
    assert_eq!(created.status(), Status::Finished);

    let mut suspended = make();
    assert_eq!(suspended.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(suspended.start(), Err(StartError::Started));
    assert_eq!(suspended.status(), Status::Suspended);
    assert_eq!(suspended.send(()), Ok(CoroutineState::Yielded(2)));
    assert_eq!(suspended.send(()), Ok(CoroutineState::Complete(())));
    assert_eq!(suspended.take_return(), None, "`send` gave it");

    assert_eq!(suspended.start(), Err(StartError::Finished));
    assert_eq!(suspended.send(()), Err(SendError::Finished(())));
    assert_eq!(suspended.next(), None);
    assert_eq!(suspended.close(), Ok(None));
    assert_eq!(suspended.size_hint(), (0, Some(0)));

    let mut iterated = make();
    assert_eq!(iterated.by_ref().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(iterated.status(), Status::Finished);
    assert_eq!(iterated.close(), Ok(None));
    assert_eq!(iterated.take_return(), Some(()));
    assert_eq!(iterated.take_return(), None);

    let mut closed = make();
    closed.next();
    assert_eq!(closed.close(), Ok(None));
    assert_eq!(closed.next(), None);
    assert_eq!(closed.take_return(), None);
    assert_eq!(make().fold_with_return(0, |sum, item| sum + item), (3, Some(())));
}

#[test]
fn an_iterator_has_the_protocol() {
    has_the_protocol(|| from_iter(1..3));
    has_the_protocol(|| from_iter(vec![1, 2]));
}

#[test]
fn a_closure_has_the_protocol() {
    has_the_protocol(|| {
        let mut number = 0;
        from_fn(move |_: Option<()>| {
            number += 1;
            if number < 3 { CoroutineState::Yielded(number) } else { CoroutineState::Complete(()) }
        })
    });
}

#[test]
fn successors_have_the_protocol() {
    has_the_protocol(|| {
        successors(1, |&number, ()| {
            if number < 2 {
                CoroutineState::Yielded(number + 1)
            } else {
                CoroutineState::Complete(())
            }
        })
    });
}

#[test]
fn an_iterator_keeps_its_size_hint_and_its_fold() {
    assert_eq!(from_iter(0..7).size_hint(), (7, Some(7)));
    let mut numbers = from_iter(0..7);
    numbers.next();
    assert_eq!(numbers.size_hint(), (6, Some(6)));
    assert_eq!(numbers.sum::<u32>(), 21);
}

#[test]
fn an_iterator_is_dropped_when_its_coroutine_is_finished() {
    let shared = Rc::new(());
    let items = || vec![Rc::clone(&shared), Rc::clone(&shared)];
    let mut ended = from_iter(items());
    for _ in &mut ended {}
    assert_eq!(Rc::strong_count(&shared), 1);
    let mut closed = from_iter(items());
    closed.start().unwrap();
    closed.close().unwrap();
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn a_closure_is_dropped_when_its_coroutine_is_finished() {
    let shared = Rc::new(());
    let held = Rc::clone(&shared);
    let mut closure = from_fn(move |sent: Option<u32>| match sent {
        None => CoroutineState::Yielded(Rc::strong_count(&held)),
        Some(sent) => CoroutineState::Complete(sent),
    });
    assert_eq!(closure.start(), Ok(CoroutineState::Yielded(2)));
    assert_eq!(closure.send(5), Ok(CoroutineState::Complete(5)));
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn one_that_panics_is_finished() {
    let mut closure = from_fn(|sent: Option<u32>| -> CoroutineState<u32> {
        CoroutineState::Yielded(sent.map_or(0, |sent| 7 / sent))
    });
    closure.start().unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| closure.send(0))).is_err());
    assert_eq!(closure.status(), Status::Finished);
    assert_eq!(closure.send(1), Err(SendError::Finished(1)));

    let mut iterator = from_iter([1, 0].into_iter().map(|number| 7 / number));
    assert_eq!(iterator.next(), Some(7));
    assert!(catch_unwind(AssertUnwindSafe(|| iterator.next())).is_err());
    assert_eq!(iterator.status(), Status::Finished);
    assert_eq!(iterator.next(), None);
}

#[test]
fn a_closure_takes_what_is_sent_and_keeps_its_own_state() {
    let mut sum = 0;
    let mut totals = from_fn(|sent: Option<i32>| {
        sum += sent.unwrap_or(0);
        if sum < 10 { CoroutineState::Yielded(sum) } else { CoroutineState::Complete("enough") }
    });
    assert_eq!(totals.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(totals.send(4), Ok(CoroutineState::Yielded(4)));
    assert_eq!(totals.send(6), Ok(CoroutineState::Complete("enough")));
    drop(totals);
    assert_eq!(sum, 10);
}

#[test]
fn a_generator_delegates_to_each() {
    #[generator]
    fn all() -> impl Iterator<Item = u32> {
        yield_from!(from_iter(1..3));
        yield_from!(successors(10, |&number, ()| {
            if number < 12 {
                CoroutineState::Yielded(number + 1)
            } else {
                CoroutineState::Complete(())
            }
        }));
    }

    assert_eq!(all().collect::<Vec<_>>(), [1, 2, 10, 11, 12]);
}

#[test]
fn each_is_a_generator_where_nothing_is_sent_or_returned() {
    fn closed_after_one(mut generator: impl Generator<Item = u32>) -> Option<u32> {
        let first = generator.next();
        generator.close().unwrap();
        assert_eq!(generator.next(), None);
        first
    }

    assert_eq!(closed_after_one(from_iter(5..9)), Some(5));
    assert_eq!(
        closed_after_one(successors(6, |&number, ()| CoroutineState::Yielded(number))),
        Some(6)
    );
    assert_eq!(closed_after_one(from_fn(|_: Option<()>| CoroutineState::Yielded(7))), Some(7));
}
