//! A generator of a type with a name has its frame in its box, and stays there: whatever is done with
//! the box, what the body refers to by itself is still where it was.

use std::cell::RefCell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, Status, generator};

/// Borrows from its own locals at every yield.
#[generator]
fn numbers(from: u32) -> BoxGenerator<'static, u32> {
    let list = [from, from + 1, from + 2];
    let view = &list;
    for number in view {
        let held = [number; 3];
        let middle = &held[1];
        yield_!(**middle);
    }
}

/// As [`numbers`], to stay on its thread.
#[generator]
fn local(from: u32) -> LocalBoxGenerator<'static, u32> {
    let list = [from, from + 1, from + 2];
    let view = &list;
    for number in view {
        yield_!(*number);
    }
}

#[test]
#[expect(clippy::large_stack_arrays, reason = "it is not to be on the stack")]
fn one_that_is_made_takes_no_room_for_its_frame_but_in_its_box() {
    #[generator]
    fn wide() -> BoxGenerator<'static, usize> {
        let mut buffer = [0_u8; 1 << 20];
        yield_!(buffer.len());
        buffer[0] = 1;
        yield_!(buffer.iter().map(|byte| usize::from(*byte)).sum());
    }

    let on_a_small_stack = || wide();
    let thread = thread::Builder::new().stack_size(1 << 18).spawn(on_a_small_stack);
    let wide = thread.expect("there are threads").join().expect("a stack that is large enough");
    assert_eq!(wide.status(), Status::Created);
}

#[test]
fn boxes_change_places() {
    let (mut ones, mut tens) = (numbers(1), numbers(10));
    assert_eq!((ones.next(), tens.next()), (Some(1), Some(10)));
    mem::swap(&mut ones, &mut tens);
    assert_eq!((ones.next(), tens.next()), (Some(11), Some(2)));
    let mut all: Vec<_> = (0..20).map(numbers).collect();
    all.push(ones);
    all.push(tens);
    let last: Vec<_> = all.into_iter().rev().take(2).map(Iterator::last).collect();
    assert_eq!(last, [Some(3), Some(12)]);
}

#[test]
fn one_that_was_started_is_delegated_to_where_it_is() {
    #[generator]
    fn both(
        first: BoxGenerator<'static, u32>,
        second: LocalBoxGenerator<'static, u32>,
    ) -> impl Iterator<Item = u32> {
        yield_from!(first);
        yield_from!(second);
    }

    let (mut first, mut second) = (numbers(1), local(10));
    assert_eq!((first.next(), second.next()), (Some(1), Some(10)));
    assert_eq!(both(first, second).collect::<Vec<_>>(), [2, 3, 11, 12]);
    assert_eq!(both(numbers(1), local(10)).collect::<Vec<_>>(), [1, 2, 3, 10, 11, 12]);
}

#[test]
fn one_that_was_started_and_erased_again_is_delegated_to_where_it_is() {
    #[generator]
    fn through(inner: BoxGenerator<'static, u32>) -> LocalBoxGenerator<'static, u32> {
        yield_from!(inner);
    }

    let mut inner = numbers(1);
    assert_eq!(inner.next(), Some(1));
    let mut outer = through(BoxGenerator::new(inner));
    assert_eq!(outer.next(), Some(2));
    assert_eq!(LocalBoxGenerator::new(outer).collect::<Vec<_>>(), [3]);
}

#[test]
fn its_delegates_borrow_from_it() {
    #[generator]
    fn walk(items: &[u32]) -> BoxGenerator<'_, &u32> {
        if let [first, rest @ ..] = items {
            yield_!(first);
            yield_from!(walk(rest));
        }
    }

    #[generator]
    fn of_its_own() -> BoxGenerator<'static, u32> {
        let items = [1, 2, 3];
        for item in walk(&items) {
            yield_!(*item);
        }
        let own = [4, 5];
        yield_from!(walk(&own).copied());
    }

    let mut items = of_its_own();
    assert_eq!(items.next(), Some(1));
    let mut items = [items];
    assert_eq!(items[0].by_ref().collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn what_is_left_in_it_is_dropped_where_it_is() {
    thread_local!(static DROPPED: RefCell<Vec<(usize, usize)>> = const { RefCell::new(Vec::new()) });

    /// Tells where it was made and where it is dropped.
    struct Here(Option<usize>);

    impl Here {
        fn note(&mut self) {
            self.0 = Some(&raw const *self as usize);
        }
    }

    impl Drop for Here {
        fn drop(&mut self) {
            let now = &raw const *self as usize;
            let noted = self.0.unwrap_or(now);
            DROPPED.with_borrow_mut(|dropped| dropped.push((noted, now)));
        }
    }

    #[generator]
    fn holding() -> BoxGenerator<'static, u32> {
        let mut here = Here(None);
        here.note();
        yield_!(1);
        yield_!(2);
    }

    fn dropped() -> (usize, usize) {
        DROPPED.take().pop().expect("it was dropped")
    }

    let mut generator = holding();
    generator.next();
    let moved = [generator];
    drop(moved);
    let (noted, now) = dropped();
    assert_eq!(noted, now, "by its drop");

    let mut generator = holding();
    generator.next();
    generator.close().expect("it ends");
    let (noted, now) = dropped();
    assert_eq!(noted, now, "by a close");
    assert_eq!(generator.status(), Status::Finished);
}

#[test]
fn a_panic_ends_one_and_leaves_nothing() {
    #[generator]
    fn panicking(text: String) -> BoxGenerator<'static, usize, (), String> {
        let copy = text.clone();
        yield_!(copy.len());
        assert!(copy.is_empty(), "as the test expects");
        text
    }

    let mut generator = panicking("text".to_owned());
    assert_eq!(generator.next(), Some(4));
    let unwound = catch_unwind(AssertUnwindSafe(|| generator.next()));
    assert!(unwound.is_err());
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.take_return(), None);
    assert_eq!(panicking(String::new()).by_ref().count(), 1);
}
