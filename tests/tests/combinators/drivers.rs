//! Coroutines that are driven to their end, and coroutines that are known to wait.

use std::convert::Infallible;
use std::panic::catch_unwind;

use genfn::coroutine::Started;
use genfn::{Coroutine, CoroutineExt, CoroutineState, Interrupt, Status, generator};

use crate::subject::{HandWritten, Log, OnClose, fresh};

/// Adds what it is sent, and skips what cannot be read up to two times.
#[generator]
fn sum(count: usize) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = String> {
    let (mut sum, mut skipped) = (0, 0);
    for _ in 0..count {
        match try_yield!(sum) {
            Ok(number) => sum += number,
            Err(Interrupt::Thrown(_)) if skipped < 2 => skipped += 1,
            Err(Interrupt::Thrown(_)) => yield_!(-1).add_to(&mut sum),
            Err(Interrupt::Closed) => return -sum,
        }
    }
    sum
}

trait AddTo {
    fn add_to(self, sum: &mut i64);
}

impl AddTo for i64 {
    fn add_to(self, sum: &mut i64) {
        *sum += self;
    }
}

#[test]
fn run_sends_what_the_closure_makes_of_each_value() {
    let mut yielded = Vec::new();
    let total = sum(3).run(|item| {
        yielded.push(item);
        item + 1
    });
    assert_eq!((total, yielded), (7, vec![0, 1, 3]));
}

#[test]
fn run_gives_what_a_body_without_a_yield_returns() {
    assert_eq!(sum(0).run(|_| unreachable!("it yields nothing")), 0);
}

#[test]
fn run_drives_what_it_is_lent() {
    let mut sum = sum(2);
    assert_eq!((&mut sum).run(|_| 5), 10);
    assert_eq!(sum.status(), Status::Finished);
}

#[test]
fn run_of_a_started_coroutine_is_a_panic_that_says_what_to_do() {
    let panic = catch_unwind(|| {
        let mut sum = sum(2);
        sum.start().unwrap();
        sum.run(|_| 1)
    });
    let message = *panic.unwrap_err().downcast::<&str>().unwrap();
    assert!(message.contains("Started::new(coroutine)"), "{message}");
}

#[test]
fn run_of_a_finished_coroutine_is_a_panic_that_says_what_to_do() {
    let panic = catch_unwind(|| {
        let mut sum = sum(2);
        sum.close().unwrap();
        sum.run(|_| 1)
    });
    let message = *panic.unwrap_err().downcast::<&str>().unwrap();
    assert!(message.contains("make a new one"), "{message}");
}

#[test]
fn try_run_throws_the_errors_of_the_closure_in() {
    let answers = |answers: &'static [&'static str]| {
        let mut answers = answers.iter();
        sum(4).try_run(|_| {
            let answer = answers.next().unwrap_or(&"1");
            answer.parse::<i64>().map_err(|_| format!("not a number: {answer}"))
        })
    };
    assert_eq!(answers(&["1", "2", "3", "4"]), Ok(10));
    // Two are caught, and each costs a turn.
    assert_eq!(answers(&["1", "x", "y", "4"]), Ok(5));
    assert_eq!(answers(&["x", "y", "z", "7"]), Ok(8));
    // At the `yield_!` nothing catches it.
    assert_eq!(answers(&["x", "y", "z", "seven"]), Err("not a number: seven".to_owned()));
}

#[test]
fn what_is_collected_comes_with_the_value_returned() {
    let subject = || fresh(&Log::default(), OnClose::Return);
    let collected = (vec![1, 2, 3], Some(99));
    assert_eq!(subject().collect_with_return(), collected);
    assert_eq!(HandWritten(subject()).collect_with_return(), collected);
    assert_eq!(subject().map_yield(|item| item).collect_with_return(), collected);
}

#[test]
fn a_collection_that_stops_before_the_end_comes_without_a_value() {
    let subject = fresh(&Log::default(), OnClose::Return);
    let (below_two, returned) = subject
        .map_yield(|item| if item < 2 { Ok(item) } else { Err(item) })
        .collect_with_return::<Result<Vec<_>, _>>();
    assert_eq!((below_two, returned), (Err(2), None));
}

#[test]
fn a_fold_comes_with_the_value_returned() {
    let subject = || fresh(&Log::default(), OnClose::Return);
    let add = |sum, item| sum + item;
    assert_eq!(subject().fold_with_return(0, add), (6, Some(99)));
    assert_eq!(HandWritten(subject()).fold_with_return(0, add), (6, Some(99)));
    assert_eq!(subject().map_return(|value| value + 1).fold_with_return(0, add), (6, Some(100)));
    assert_eq!(
        subject().map_resume(|value: u8| value.into()).fold_with_return(0, add),
        (6, Some(99))
    );
    assert_eq!(subject().iterate().fold_with_return(0, add), (6, Some(99)));
    let second = subject();
    assert_eq!(subject().and_then(|_| second).fold_with_return(0, add), (12, Some(99)));
    let second = HandWritten(subject());
    assert_eq!(
        HandWritten(subject()).and_then(|_| second).fold_with_return(0, add),
        (12, Some(99))
    );
}

#[test]
fn a_fold_goes_on_where_the_coroutine_is() {
    let add = |sum, item| sum + item;
    let mut subject = fresh(&Log::default(), OnClose::Return).map_yield(|item| 10 * item);
    subject.next();
    assert_eq!(subject.fold_with_return(0, add), (50, Some(99)));
    let mut finished = fresh(&Log::default(), OnClose::Return).map_return(|value| value + 1);
    assert_eq!(finished.by_ref().count(), 3);
    assert_eq!(finished.fold_with_return(0, add), (0, Some(100)));
}

#[test]
fn a_generator_over_results_is_folded_with_its_error() {
    #[generator]
    fn numbers(text: &str) -> impl Iterator<Item = Result<i64, std::num::ParseIntError>> {
        for word in text.split(' ') {
            yield_!(Ok(word.parse()?));
        }
    }

    let count = |text| {
        let (counts, returned) = numbers(text).fold_with_return((0, 0), |(good, bad), number| {
            if number.is_ok() { (good + 1, bad) } else { (good, bad + 1) }
        });
        assert_eq!(returned, Some(()));
        counts
    };
    assert_eq!(count("1 2 3"), (3, 0));
    assert_eq!(count("1 x 3"), (1, 1));
    let mut at_the_error = numbers("x");
    assert!(at_the_error.next().unwrap().is_err());
    assert_eq!(at_the_error.fold_with_return(0, |sum, _| sum + 1), (0, Some(())));
    let mut at_the_end = numbers("1");
    assert_eq!(at_the_end.by_ref().count(), 1);
    assert_eq!(at_the_end.fold_with_return(0, |sum, _| sum + 1), (0, Some(())));
}

#[test]
fn a_started_coroutine_gives_itself_back_until_the_body_returns() {
    let CoroutineState::Yielded((0, started)) = sum(2).begin() else { panic!() };
    let CoroutineState::Yielded((5, started)) = started.send(5) else { panic!() };
    assert_eq!(format!("{started:?}").split(' ').next(), Some("Started(Suspended"));
    assert_eq!(started.send(6).complete(), Some(11));
}

#[test]
fn a_started_coroutine_is_thrown_into() {
    let CoroutineState::Yielded((0, started)) = sum(2).begin() else { panic!() };
    let Ok(CoroutineState::Yielded((0, started))) = started.throw("caught".to_owned()) else {
        panic!()
    };
    assert_eq!(started.send(6).complete(), Some(6));

    let CoroutineState::Yielded((_, started)) = fresh(&Log::default(), OnClose::Return).begin()
    else {
        panic!()
    };
    assert_eq!(started.throw(7).map(|_| ()), Err(7));
}

#[test]
fn a_started_coroutine_is_closed() {
    let CoroutineState::Yielded((0, started)) = sum(2).begin() else { panic!() };
    let CoroutineState::Yielded((5, started)) = started.send(5) else { panic!() };
    assert_eq!(started.close().unwrap(), Some(-5));

    let mut stubborn = fresh(&Log::default(), OnClose::Yield);
    stubborn.start().unwrap();
    stubborn.send(0).unwrap();
    let started = Started::new(stubborn).unwrap_or_else(|_| panic!("it is suspended"));
    let (item, started) = started.close().unwrap_err().into_inner();
    assert_eq!(item, 3);
    assert_eq!(started.send(0).complete(), Some(99));
}

#[test]
fn only_one_that_waits_is_a_started_coroutine() {
    assert_eq!(Started::new(sum(1)).map(|_| ()).unwrap_err().status(), Status::Created);
    let mut finished = sum(1);
    finished.close().unwrap();
    assert_eq!(Started::new(finished).map(|_| ()).unwrap_err().status(), Status::Finished);
    let mut suspended = sum(1);
    suspended.start().unwrap();
    assert_eq!(Started::new(suspended).unwrap().run(4, |_| 0), 4);
}

#[test]
fn one_that_returns_at_once_is_not_there_to_be_sent_to() {
    assert!(matches!(sum(0).begin(), CoroutineState::Complete(0)));
}

#[test]
fn one_that_never_returns_is_asked_without_a_match() {
    #[generator]
    fn largest() -> impl Coroutine<Yield = i64, Resume = i64, Return = Infallible> {
        let mut largest = i64::MIN;
        loop {
            let number = yield_!(largest);
            assert_ne!(number, 13, "as it was told");
            largest = largest.max(number);
        }
    }

    let CoroutineState::Yielded((_, mut largest)) = largest().begin();
    assert_eq!([3, 5, 4].map(|number| largest.ask(number)), [3, 5, 5]);
    let mut inner = largest.into_inner();
    assert_eq!(inner.send(9), Ok(CoroutineState::Yielded(9)));
}
