//! What becomes of arguments in the body: they are there at the first step, whatever their size and
//! alignment, and have no room in the suspended generator once they are used up.

#![allow(clippy::large_types_passed_by_value, clippy::needless_pass_by_value)]

use std::ptr;
use std::rc::Rc;

use genfn::{Coroutine, CoroutineState, PinCoroutine, generator};

#[generator]
fn used_up(bytes: [u8; 1000]) -> impl PinCoroutine<Yield = u64> {
    let sum: u64 = bytes.into_iter().map(u64::from).sum();
    let table = [sum; 100];
    for number in &table {
        yield_!(*number);
    }
}

#[generator]
fn moved_on(numbers: [u64; 100]) -> impl PinCoroutine<Yield = u64> {
    for number in numbers {
        yield_!(number);
    }
}

#[test]
fn one_that_is_used_up_has_no_room_beside_what_is_used_later() {
    // A pinned generator holds its arguments or its body, whichever is larger.
    let table = used_up([1; 1000]);
    assert!(size_of_val(&table) < 1000 + 64, "{}", size_of_val(&table));
    let mut table = genfn::pin!(table);
    assert!(table.by_ref().eq([1000; 100]));

    let numbers = moved_on([7; 100]);
    assert!(size_of_val(&numbers) < 800 + 64, "{}", size_of_val(&numbers));
    let mut numbers = genfn::pin!(numbers);
    assert!(numbers.by_ref().eq([7; 100]));
}

#[derive(Clone, Copy)]
#[repr(align(256))]
struct Aligned(u8);

#[generator]
fn of_every_kind(
    byte: u8,
    aligned: Aligned,
    (): (),
    nothing: [Aligned; 0],
    large: [u64; 700],
    counted: Rc<()>,
) -> impl Coroutine<Yield = u64, Return = Rc<()>> {
    for place in [ptr::from_ref(&aligned).addr(), nothing.as_ptr().addr()] {
        assert_eq!(place % 256, 0);
    }
    yield_!(u64::from(byte) + u64::from(aligned.0));
    yield_!(large.into_iter().sum());
    counted
}

/// They are handed over by a step, by a fold, and by the frames that a delegate lies on.
#[test]
fn they_are_there_at_the_first_step_whatever_their_size_and_alignment() {
    #[generator]
    fn delegates(counted: &Rc<()>) -> impl Iterator<Item = u64> {
        for byte in 0..40 {
            let returned = yield_from!(of_every_kind(
                byte,
                Aligned(1),
                (),
                [],
                [u64::from(byte); 700],
                Rc::clone(counted),
            ));
            assert!(Rc::ptr_eq(&returned, counted));
        }
    }

    let expected = |byte: u64| [byte + 1, byte * 700];
    let counted = Rc::new(());

    let make = || of_every_kind(3, Aligned(1), (), [], [3; 700], Rc::clone(&counted));
    let mut stepped = make();
    assert_eq!(stepped.start(), Ok(CoroutineState::Yielded(4)));
    assert_eq!(stepped.send(()), Ok(CoroutineState::Yielded(2100)));
    assert_eq!(stepped.send(()), Ok(CoroutineState::Complete(Rc::clone(&counted))));
    let mut iterated = make();
    assert_eq!(iterated.next(), Some(4));
    assert!(iterated.eq([2100]));
    assert_eq!(make().collect::<Vec<_>>(), expected(3));
    assert!(delegates(&counted).eq((0..40).flat_map(expected)));
    assert_eq!(delegates(&counted).sum::<u64>(), (0..40).flat_map(expected).sum());
    drop((stepped, make()));
    assert_eq!(Rc::strong_count(&counted), 1);
}

/// In a list of arguments, `cfg` and the levels of lints stand before each.
#[test]
fn those_under_conditions_are_there_if_the_condition_holds() {
    #[generator]
    #[rustfmt::skip]
    fn numbers(
        first: u32,
        #[cfg(not(test))] second: Missing,
        #[cfg(test)] third: u32,
        #[cfg(test)] (fourth, _): (u32, u32),
        #[cfg(not(test))] Missing(fifth): Missing,
        #[allow(unused_mut)] mut sixth: u32,
        seventh: u32,
    ) -> impl Iterator<Item = u32> {
        for number in [first, third, fourth, sixth, seventh] {
            yield_!(number);
        }
    }

    assert!(numbers(1, 3, (4, 0), 6, 7).eq([1, 3, 4, 6, 7]));
}
