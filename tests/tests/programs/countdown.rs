//! A countdown that delegates to itself yields 2^n - 1 times and returns 34, as the test suites of
//! JavaScript's generators have it.

use genfn::{Coroutine, CoroutineState, generator};

/// Yields each number down from `from`, and after each a countdown of its own from the next.
#[generator]
fn countdown(mut from: u32) -> impl Coroutine<Yield = u32, Return = u32> {
    while from > 0 {
        yield_!(from);
        from -= 1;
        let returned = yield_from!(countdown(from));
        assert_eq!(returned, 34);
    }
    34
}

/// The same with the delegation as the operand of the yield: yields what was returned.
#[generator]
fn returns_of_countdown(mut from: u32) -> impl Coroutine<Yield = u32, Return = u32> {
    while from > 0 {
        from -= 1;
        yield_!(yield_from!(returns_of_countdown(from)));
    }
    34
}

/// The values that a coroutine yields when it is stepped by `send`, and what it returns.
fn sent<C: Coroutine<Resume = ()>>(mut coroutine: C) -> (Vec<C::Yield>, C::Return) {
    let mut yielded = Vec::new();
    let mut state = coroutine.start().unwrap();
    loop {
        match state {
            CoroutineState::Yielded(value) => yielded.push(value),
            CoroutineState::Complete(returned) => return (yielded, returned),
        }
        state = coroutine.send(()).unwrap();
    }
}

#[test]
fn each_number_is_followed_by_a_countdown_from_the_next() {
    assert_eq!(sent(countdown(3)), (vec![3, 2, 1, 1, 2, 1, 1], 34));
    assert_eq!(sent(countdown(1)), (vec![1], 34));
    assert_eq!(sent(countdown(0)), (vec![], 34));
}

#[test]
fn what_each_countdown_returned_is_yielded() {
    assert_eq!(sent(returns_of_countdown(3)), (vec![34; 7], 34));
    assert_eq!(sent(returns_of_countdown(0)), (vec![], 34));
}

#[test]
fn there_are_2_to_the_n_less_1_yields() {
    for from in 0..=14 {
        let yields = (1 << from) - 1;

        let mut countdown = countdown(from);
        assert_eq!(countdown.by_ref().count(), yields);
        assert_eq!(countdown.take_return(), Some(34));

        let mut returns = returns_of_countdown(from);
        assert_eq!(returns.by_ref().filter(|&returned| returned == 34).count(), yields);
        assert_eq!(returns.take_return(), Some(34));
    }
}
