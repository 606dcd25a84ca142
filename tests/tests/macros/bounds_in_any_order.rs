//! A return type may name both traits, in either order: it is then a coroutine.

use genfn::{Coroutine, CoroutineState, generator};

#[generator]
fn iterator_first()
-> impl Iterator<Item = u32> + Coroutine<Yield = u32, Resume = Option<u32>, Return = bool> {
    yield_!(1).is_none()
}

#[generator]
fn coroutine_first()
-> impl Send + Coroutine<Yield = u32, Resume = Option<u32>, Return = bool> + Iterator<Item = u32> {
    yield_!(1).is_none()
}

#[test]
fn values_are_sent_and_returned_whichever_trait_is_named_first() {
    let (mut first, mut second) = (iterator_first(), coroutine_first());
    assert_eq!((first.next(), second.next()), (Some(1), Some(1)));
    assert_eq!(first.send(Some(2)), Ok(CoroutineState::Complete(false)));
    assert_eq!(second.next(), None);
    assert_eq!(second.take_return(), Some(true));
}
