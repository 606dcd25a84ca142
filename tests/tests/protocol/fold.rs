//! A `fold` goes on wherever steps left the generator, with its delegates as they are.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use genfn::{Coroutine, generator};

/// Says when it is dropped.
struct Noisy(&'static str, Rc<RefCell<Vec<&'static str>>>);

impl Drop for Noisy {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

type Log = Rc<RefCell<Vec<&'static str>>>;

#[generator]
fn inner(log: Log) -> impl Iterator<Item = u32> {
    let _inner = Noisy("inner", Rc::clone(&log));
    yield_!(1);
    yield_!(2);
}

#[generator]
fn outer(log: Log) -> impl Iterator<Item = u32> {
    let _outer = Noisy("outer", Rc::clone(&log));
    yield_!(0);
    yield_from!(inner(Rc::clone(&log)));
    yield_!(3);
}

#[test]
fn it_takes_what_steps_have_left() {
    for taken in 0..=4 {
        let log = Log::default();
        let mut numbers = outer(Rc::clone(&log));
        let stepped: Vec<_> = numbers.by_ref().take(taken).collect();
        let mut all = stepped.clone();
        numbers.for_each(|number| all.push(number));
        assert_eq!(stepped.len(), taken);
        assert_eq!(all, [0, 1, 2, 3], "after {taken} steps");
        assert_eq!(*log.borrow(), ["inner", "outer"], "after {taken} steps");
        assert_eq!(Rc::strong_count(&log), 1);
    }
}

#[test]
fn it_has_nothing_to_do_where_the_generator_is_finished() {
    let log = Log::default();
    let mut numbers = outer(Rc::clone(&log));
    assert_eq!(numbers.by_ref().count(), 4);
    assert_eq!(numbers.fold(7, |count, _| count + 1), 7);

    let mut numbers = outer(Rc::clone(&log));
    numbers.close().unwrap();
    assert_eq!(numbers.fold(7, |count, _| count + 1), 7);

    let mut numbers = outer(Rc::clone(&log));
    numbers.by_ref().nth(1);
    numbers.close().unwrap();
    assert_eq!(numbers.fold(7, |count, _| count + 1), 7);
    assert_eq!(Rc::strong_count(&log), 1);
}

#[test]
fn one_that_panics_drops_the_delegate_before_the_body() {
    for taken in 0..=2 {
        let log = Log::default();
        let mut numbers = outer(Rc::clone(&log));
        assert_eq!(numbers.by_ref().take(taken).count(), taken);
        let folding = AssertUnwindSafe(|| {
            numbers.for_each(|number| {
                if number == 2 {
                    resume_unwind(Box::new("in the fold"));
                }
            });
        });
        assert!(catch_unwind(folding).is_err());
        assert_eq!(*log.borrow(), ["inner", "outer"], "after {taken} steps");
        assert_eq!(Rc::strong_count(&log), 1);
    }
}

#[test]
fn it_gives_the_error_that_is_the_last_item() {
    #[generator]
    fn numbers(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
        for word in text.split(' ') {
            yield_!(Ok(word.parse()?));
        }
    }

    for taken in 0..=2 {
        let mut numbers = numbers("1 2 x 4");
        assert_eq!(numbers.by_ref().take(taken).count(), taken);
        let mut left = Vec::new();
        numbers.for_each(|number| left.push(number.ok()));
        assert_eq!(left, [Some(1), Some(2), None][taken..], "after {taken} steps");
    }
    let mut numbers = numbers("x");
    assert!(numbers.by_ref().next().is_some_and(|number| number.is_err()));
    assert_eq!(numbers.count(), 0);
}
