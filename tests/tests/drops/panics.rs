//! A panic passes to the caller of the step; what the body held is dropped once, and the
//! generator is finished.

#![allow(clippy::never_loop, reason = "a fold that panics at its first item is what is tried")]
#![allow(clippy::useless_vec, reason = "what stands in another macro is what is tried")]

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::rc::Rc;

use genfn::{BoxGenerator, Coroutine, SendError, StartError, Status, generator};

/// Counts how often what it was made for is dropped, and panics then if it is asked to.
#[derive(Default)]
struct Drops {
    count: Cell<u32>,
    panics: bool,
}

struct Held(Rc<Drops>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.count.set(self.0.count.get() + 1);
        if self.0.panics {
            resume_unwind(Box::new("in a destructor"));
        }
    }
}

fn drops(panics: bool) -> Rc<Drops> {
    Rc::new(Drops { count: Cell::new(0), panics })
}

/// What `run` panics with.
fn payload<R>(run: impl FnOnce() -> R) -> Box<dyn Any + Send> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => panic!("it did not panic"),
        Err(payload) => payload,
    }
}

fn message<R>(run: impl FnOnce() -> R) -> &'static str {
    payload(run).downcast_ref::<&'static str>().copied().expect("a message")
}

fn assert_finished<C: Coroutine<Yield = u32, Resume = (), Return = ()> + Iterator<Item = u32>>(
    generator: &mut C,
) {
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.start(), Err(StartError::Finished));
    assert_eq!(generator.send(()), Err(SendError::Finished(())));
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(generator.take_return(), None);
}

#[generator]
fn panics_at(step: u32, argument: Held) -> impl Iterator<Item = u32> {
    let local = Held(Rc::clone(&argument.0));
    for number in 0.. {
        let inner = Held(Rc::clone(&local.0));
        if number == step {
            resume_unwind(Box::new("in the body"));
        }
        yield_!({
            let _of_the_value = Held(Rc::clone(&inner.0));
            number
        });
    }
}

#[test]
fn in_any_step() {
    for step in 0..4 {
        let drops = drops(false);
        let mut generator = panics_at(step, Held(Rc::clone(&drops)));
        for number in 0..step {
            assert_eq!(generator.next(), Some(number));
        }
        assert_eq!(message(|| generator.next()), "in the body");
        // For each turn before: what was held in it and in the value.
        assert_eq!(drops.count.get(), 2 * step + 3);
        assert_finished(&mut generator);
        drop(generator);
        assert_eq!(drops.count.get(), 2 * step + 3);
        assert_eq!(Rc::strong_count(&drops), 1);
    }
}

#[test]
fn through_the_protocol() {
    let drops = drops(false);
    let mut generator = panics_at(0, Held(Rc::clone(&drops)));
    assert_eq!(message(|| generator.start()), "in the body");
    assert_finished(&mut generator);
    assert_eq!(drops.count.get(), 3);

    let mut generator = panics_at(1, Held(Rc::clone(&drops)));
    generator.start().unwrap();
    assert_eq!(message(|| generator.send(())), "in the body");
    assert_finished(&mut generator);
    assert_eq!(drops.count.get(), 3 + 5);
}

#[test]
fn the_payload_passes_as_it_is() {
    #[derive(Debug, PartialEq)]
    struct Payload(Vec<u32>);

    #[generator]
    fn panicking() -> impl Iterator<Item = u32> {
        yield_!(1);
        resume_unwind(Box::new(Payload(vec![1, 2])));
    }

    let mut generator = panicking();
    generator.next();
    let payload = payload(|| generator.next());
    assert_eq!(payload.downcast_ref::<Payload>(), Some(&Payload(vec![1, 2])));
}

#[test]
fn in_the_value_of_a_yield() {
    #[generator]
    fn panicking(held: Held) -> impl Iterator<Item = u32> {
        for number in 1.. {
            yield_!({
                let _local = Held(Rc::clone(&held.0));
                if number == 2 {
                    resume_unwind(Box::new("in the value"));
                }
                number
            });
        }
    }

    let drops = drops(false);
    let mut generator = panicking(Held(Rc::clone(&drops)));
    generator.next();
    assert_eq!(message(|| generator.next()), "in the value");
    assert_eq!(drops.count.get(), 3);
    assert_finished(&mut generator);
}

#[test]
fn with_items_under_way() {
    #[generator]
    fn panicking(items: Vec<Held>) -> impl Iterator<Item = Vec<Held>> {
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for item in items {
            if first.is_empty() { first.push(item) } else { rest.push(item) }
        }
        let last = rest.pop();
        yield_!(first);
        let _list = vec![
            rest,
            last.filter(|_| resume_unwind(Box::new("beside an item"))).into_iter().collect(),
        ];
    }

    let drops = drops(false);
    let items = (0..3).map(|_| Held(Rc::clone(&drops))).collect();
    let mut generator = panicking(items);
    let first = generator.next();
    assert_eq!(drops.count.get(), 0);
    assert_eq!(message(|| generator.next()), "beside an item");
    assert_eq!(drops.count.get(), 2);
    drop((first, generator));
    assert_eq!(drops.count.get(), 3);
}

#[test]
fn in_a_fold() {
    // Of the body.
    let drops = drops(false);
    let mut seen = Vec::new();
    let generator = panics_at(2, Held(Rc::clone(&drops)));
    assert_eq!(message(|| generator.for_each(|number| seen.push(number))), "in the body");
    assert_eq!(seen, [0, 1]);
    assert_eq!(drops.count.get(), 2 * 2 + 3);

    // Of what folds.
    let generator = panics_at(9, Held(Rc::clone(&drops)));
    let folding = || generator.for_each(|_| resume_unwind(Box::new("in the fold")));
    assert_eq!(message(folding), "in the fold");
    assert_eq!(drops.count.get(), 7 + 1 + 3);

    // Of what folds, once it was started.
    let mut generator = panics_at(9, Held(Rc::clone(&drops)));
    generator.next();
    let folding = || generator.for_each(|_| resume_unwind(Box::new("in the fold")));
    assert_eq!(message(folding), "in the fold");
    assert_eq!(drops.count.get(), 11 + 2 + 1 + 3);
    assert_eq!(Rc::strong_count(&drops), 1);
}

#[test]
fn over_results() {
    #[generator]
    fn panicking(held: Held) -> impl Iterator<Item = Result<u32, String>> {
        let _held = held;
        yield_!(Ok(1));
        resume_unwind(Box::new("in the body"));
    }

    let drops = drops(false);
    let mut generator = panicking(Held(Rc::clone(&drops)));
    assert_eq!(generator.next(), Some(Ok(1)));
    assert_eq!(message(|| generator.next()), "in the body");
    assert_eq!(drops.count.get(), 1);
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.next(), None);
}

#[test]
fn in_a_box() {
    #[generator]
    fn panicking(held: Held) -> Box<dyn Iterator<Item = u32>> {
        let _held = held;
        yield_!(1);
        resume_unwind(Box::new("in the body"));
    }

    #[generator]
    fn named() -> BoxGenerator<'static, u32> {
        yield_!(1);
        resume_unwind(Box::new("in the body"));
    }

    let drops = drops(false);
    let mut generator = panicking(Held(Rc::clone(&drops)));
    generator.next();
    assert_eq!(message(|| generator.next()), "in the body");
    assert_eq!(drops.count.get(), 1);
    assert_eq!(generator.next(), None);

    let mut generator = named();
    generator.next();
    assert_eq!(message(|| generator.next()), "in the body");
    assert_finished(&mut generator);
}

#[test]
fn in_a_generator_inside() {
    #[generator]
    fn outer(held: Held) -> impl Iterator<Item = u32> {
        let inner = panics_at(1, Held(Rc::clone(&held.0)));
        for number in inner {
            yield_!(number);
        }
    }

    let drops = drops(false);
    let mut generator = outer(Held(Rc::clone(&drops)));
    generator.next();
    assert_eq!(message(|| generator.next()), "in the body");
    assert_finished(&mut generator);
    assert_eq!(drops.count.get(), 5 + 1);
}

#[test]
fn a_body_may_catch_one() {
    #[generator]
    fn careful() -> impl Iterator<Item = u32> {
        for number in 0..3 {
            let result = catch_unwind(|| {
                if number == 1 {
                    resume_unwind(Box::new("caught"));
                }
                number
            });
            yield_!(result.unwrap_or(100));
        }
    }

    assert_eq!(careful().collect::<Vec<_>>(), [0, 100, 2]);
}

/// Of three locals and an argument, the one in the middle panics as it is dropped.
#[generator]
fn panics_in_a_destructor(good: Rc<Drops>, bad: Rc<Drops>) -> impl Iterator<Item = u32> {
    let _first = Held(Rc::clone(&good));
    let _second = Held(Rc::clone(&bad));
    let _third = Held(Rc::clone(&good));
    yield_!(1);
}

#[test]
fn in_a_destructor_as_the_generator_is_dropped() {
    let (good, bad) = (drops(false), drops(true));
    let mut generator = panics_in_a_destructor(Rc::clone(&good), Rc::clone(&bad));
    generator.next();
    assert_eq!(message(|| drop(generator)), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));
    assert_eq!((Rc::strong_count(&good), Rc::strong_count(&bad)), (1, 1));
}

#[test]
fn in_a_destructor_as_the_generator_is_closed() {
    let (good, bad) = (drops(false), drops(true));
    let mut generator = panics_in_a_destructor(Rc::clone(&good), Rc::clone(&bad));
    generator.next();
    assert_eq!(message(|| generator.close()), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));
    assert_finished(&mut generator);
    drop(generator);
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));
    assert_eq!((Rc::strong_count(&good), Rc::strong_count(&bad)), (1, 1));
}

#[test]
fn in_a_destructor_as_an_error_is_thrown() {
    #[generator]
    fn thrown(good: Rc<Drops>, bad: Rc<Drops>) -> impl Coroutine<Yield = u32, Error = String> {
        let _first = Held(good);
        let _second = Held(bad);
        yield_!(1);
    }

    let (good, bad) = (drops(false), drops(true));
    let mut generator = thrown(Rc::clone(&good), Rc::clone(&bad));
    generator.next();
    assert_eq!(message(|| generator.throw("an error".to_owned())), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (1, 1));
    assert_finished(&mut generator);
    assert_eq!(generator.throw("another".to_owned()), Err("another".to_owned()));
}

#[test]
fn in_a_destructor_at_the_end_of_the_body() {
    let (good, bad) = (drops(false), drops(true));
    let mut generator = panics_in_a_destructor(Rc::clone(&good), Rc::clone(&bad));
    generator.next();
    assert_eq!(message(|| generator.next()), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));
    assert_finished(&mut generator);
    assert_eq!((Rc::strong_count(&good), Rc::strong_count(&bad)), (1, 1));

    let (good, bad) = (drops(false), drops(true));
    let generator = panics_in_a_destructor(Rc::clone(&good), Rc::clone(&bad));
    assert_eq!(message(|| generator.count()), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));
    assert_eq!((Rc::strong_count(&good), Rc::strong_count(&bad)), (1, 1));
}

#[test]
fn in_the_destructor_of_an_argument_that_was_never_used() {
    #[generator]
    fn unused(_good: Held, _bad: Held, _other: Held) -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    let (good, bad) = (drops(false), drops(true));
    let make = || unused(Held(Rc::clone(&good)), Held(Rc::clone(&bad)), Held(Rc::clone(&good)));

    let created = make();
    assert_eq!(message(|| drop(created)), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (2, 1));

    let mut closed = make();
    assert_eq!(message(|| closed.close()), "in a destructor");
    assert_finished(&mut closed);
    assert_eq!((good.count.get(), bad.count.get()), (4, 2));

    let mut suspended = make();
    suspended.next();
    assert_eq!(message(|| drop(suspended)), "in a destructor");
    assert_eq!((good.count.get(), bad.count.get()), (6, 3));
}

#[test]
fn a_generator_is_dropped_by_the_unwinding_of_its_caller() {
    let drops = drops(false);
    let caller = || {
        let mut generator = panics_at(9, Held(Rc::clone(&drops)));
        generator.next();
        panic_any("in the caller");
    };
    assert_eq!(payload(caller).downcast_ref::<&str>(), Some(&"in the caller"));
    assert_eq!(drops.count.get(), 4);
}

#[test]
fn a_destructor_that_runs_in_unwinding_may_drive_a_generator() {
    struct Drives(Rc<Cell<u32>>);

    impl Drop for Drives {
        fn drop(&mut self) {
            #[generator]
            fn numbers() -> impl Iterator<Item = u32> {
                for number in 1..4 {
                    yield_!(number);
                }
            }

            assert!(std::thread::panicking());
            for number in numbers() {
                self.0.set(self.0.get() + number);
            }
        }
    }

    #[generator]
    fn panicking(sum: Rc<Cell<u32>>) -> impl Iterator<Item = u32> {
        let _drives = Drives(sum);
        yield_!(1);
        resume_unwind(Box::new("in the body"));
    }

    let sum = Rc::new(Cell::new(0));
    let mut generator = panicking(Rc::clone(&sum));
    generator.next();
    assert_eq!(message(|| generator.next()), "in the body");
    assert_eq!(sum.get(), 6);
    assert_finished(&mut generator);
}
