//! A yield in the arguments of another macro, or in one that the body defines, is a yield like any
//! other.

#![forbid(unsafe_code)]
#![deny(warnings)]

use genfn::{Coroutine, CoroutineState, Interrupt, PinCoroutine, generator, pin};

#[generator]
fn pair(first: u32) -> impl Coroutine<Yield = u32, Return = &'static str, Error = String> {
    yield_!(first);
    yield_!(first + 1);
    "pair"
}

#[generator]
fn in_arguments() -> impl Coroutine<Yield = u32, Return = String, Error = String> {
    let caught = format!("{:?}", try_yield_from!(pair(1)));
    format!("{caught}, {}, {:?}", yield_from!(pair(3)), [try_yield!(5)])
}

#[test]
fn delegations_in_the_arguments_of_a_macro_send_throw_and_return() {
    let mut generator = in_arguments();
    assert_eq!(generator.next(), Some(1));
    assert_eq!(generator.throw("stop".to_owned()), Ok(CoroutineState::Yielded(3)));
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [4, 5]);
    let returned = generator.take_return().unwrap();
    assert_eq!(returned, "Err(Thrown(\"stop\")), pair, [Ok(())]");
}

#[generator]
fn in_definitions() -> impl Coroutine<Yield = u32, Return = bool, Error = String> {
    macro_rules! twice {
        ($value:expr) => {
            yield_!($value);
            yield_!($value * 10)
        };
    }
    macro_rules! all_of {
        ($delegate:expr) => {
            try_yield_from!($delegate)
        };
    }
    twice!(1);
    matches!(all_of!(pair(7)), Err(Interrupt::Closed))
}

#[test]
fn yields_of_a_macro_that_the_body_defines_are_the_bodys() {
    let mut generator = in_definitions();
    assert_eq!(generator.by_ref().take(3).collect::<Vec<_>>(), [1, 10, 7]);
    assert_eq!(generator.close(), Ok(Some(true)));
}

#[generator]
fn pinned() -> impl PinCoroutine<Yield = u32, Return = Vec<&'static str>, Error = String> {
    vec![yield_from!(pair(1)), yield_from!(pair(3))]
}

#[test]
fn a_pinned_generator_delegates_in_the_arguments_of_a_macro() {
    let mut generator = pin!(pinned());
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(generator.take_return(), Some(vec!["pair", "pair"]));
}
