//! Futures that a macro has hidden, which exchange the waker.

use std::future::{self, Future};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use genfn::{gen_expr, generator};

macro_rules! wait_for {
    ($future:expr) => {
        $future.await
    };
}

fn exchanges() -> impl Future<Output = ()> {
    future::poll_fn(move |context| {
        *context = Context::from_waker(Waker::noop());
        Poll::Ready(())
    })
}

fn keeps() -> impl Future<Output = ()> {
    static KEPT: OnceLock<Waker> = OnceLock::new();
    future::poll_fn(move |context| {
        *context = Context::from_waker(KEPT.get_or_init(|| context.waker().clone()));
        Poll::Ready(())
    })
}

/// The message of the panic of a step.
fn panics(mut numbers: impl Iterator<Item = String>) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| numbers.next())).expect_err("the step panics");
    assert_eq!(numbers.next(), None);
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| {
        (*panic.downcast_ref::<&str>().expect("a panic has a message")).to_owned()
    })
}

#[test]
fn the_waker_that_does_nothing_is_not_taken_for_a_steps() {
    #[generator]
    fn yields() -> impl Iterator<Item = String> {
        wait_for!(exchanges());
        yield_!("item".to_owned());
    }

    assert!(panics(yields()).contains("suspended by something else"));
}

#[test]
fn a_clone_of_a_steps_waker_is_not_taken_for_it() {
    #[generator]
    fn yields() -> impl Iterator<Item = String> {
        wait_for!(keeps());
        yield_!("item".to_owned());
    }

    assert!(panics(yields()).contains("suspended by something else"));
}

#[test]
fn a_delegation_survives_the_exchange() {
    #[generator]
    fn inner() -> impl Iterator<Item = String> {
        yield_!("inner".to_owned());
    }

    #[generator]
    fn outer() -> impl Iterator<Item = String> {
        let local = "local".to_owned();
        wait_for!(exchanges());
        yield_from!(inner());
        yield_!(local);
    }

    assert_eq!(outer().collect::<Vec<_>>(), ["inner", "local"]);
}

#[test]
fn expressions_share_no_table_with_generators() {
    let words = ["one abc".to_owned(), "two abc".to_owned()];
    let mut letters = gen_expr!(c for w in words.iter() for c in w.chars());
    assert_eq!(letters.next(), Some('o'));
    assert_eq!(letters.count(), 13);
}
