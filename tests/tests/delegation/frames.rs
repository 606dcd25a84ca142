//! Where delegates lie: frames of any alignment and size, many of them, made again and again;
//! within one another, moved from thread to thread, and forgotten.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::{mem, ptr, thread};

use genfn::{BoxGenerator, Coroutine, CoroutineState, LocalBoxGenerator, Status, generator};

/// Asserts that a place is at a multiple of the alignment that its type asks for.
fn assert_aligned<T>(place: &T) {
    assert_eq!(ptr::from_ref(place).addr() % align_of::<T>(), 0);
}

#[repr(align(64))]
struct CacheLine(u8);

#[repr(align(4096))]
struct Page(u8);

/// Each level holds a local that only fits a coarser address than those of its neighbours.
#[generator]
fn aligned(depth: u32) -> impl Coroutine<Yield = u32, Return = CacheLine> {
    match depth % 4 {
        0 => {
            let byte = [depth.to_le_bytes()[0]; 3];
            let below = if depth > 0 { yield_from!(aligned(depth - 1)).0 } else { 0 };
            yield_!(depth);
            assert_eq!(byte, [depth.to_le_bytes()[0]; 3]);
            CacheLine(below + 1)
        }
        1 => {
            let line = CacheLine(depth.to_le_bytes()[0]);
            assert_aligned(&line);
            let below = yield_from!(aligned(depth - 1));
            assert_aligned(&below);
            yield_!(depth);
            assert_aligned(&line);
            assert_eq!(line.0, depth.to_le_bytes()[0]);
            CacheLine(below.0 + 1)
        }
        2 => {
            let page = Page(depth.to_le_bytes()[0]);
            assert_aligned(&page);
            let below = yield_from!(aligned(depth - 1));
            yield_!(depth);
            assert_aligned(&page);
            assert_eq!(page.0, depth.to_le_bytes()[0]);
            CacheLine(below.0 + 1)
        }
        _ => {
            let wide = u128::from(depth);
            assert_aligned(&wide);
            let below = yield_from!(aligned(depth - 1));
            yield_!(depth);
            assert_eq!(wide, u128::from(depth));
            CacheLine(below.0 + 1)
        }
    }
}

#[test]
fn frames_are_aligned_as_their_locals_ask() {
    #[generator]
    fn empty() -> impl Coroutine<Yield = u32, Return = CacheLine> {
        CacheLine(1)
    }

    #[generator]
    fn over_aligned(page: Page) -> impl Coroutine<Yield = u32, Return = u8> {
        yield_!(u32::from(page.0));
        page.0
    }

    #[generator]
    fn outer() -> impl Coroutine<Yield = u32, Return = u8> {
        let line = yield_from!(empty());
        assert_aligned(&line);
        let byte = [line.0];
        byte[0] + yield_from!(over_aligned(Page(7)))
    }

    let mut coroutine = aligned(40);
    assert!(coroutine.by_ref().eq(0..=40));
    assert_eq!(coroutine.take_return().unwrap().0, 41);

    let mut moved = Box::new(aligned(12));
    moved.next();
    let mut moved = *moved;
    assert!(moved.by_ref().eq(1..=12));

    let mut coroutine = outer();
    assert!(coroutine.by_ref().eq([7]));
    assert_eq!(coroutine.take_return(), Some(8));
}

#[test]
fn what_has_no_size_is_returned() {
    #[derive(Debug, PartialEq)]
    #[repr(align(64))]
    struct Nothing;

    #[generator]
    fn nothing() -> impl Coroutine<Yield = (), Return = Nothing> {
        Nothing
    }

    #[generator]
    fn outer() -> impl Coroutine<Yield = (), Return = [Nothing; 2]> {
        let first = yield_from!(nothing());
        assert_aligned(&first);
        yield_!();
        [first, yield_from!(nothing())]
    }

    let mut coroutine = outer();
    coroutine.start().unwrap();
    assert_eq!(coroutine.send(()), Ok(CoroutineState::Complete([Nothing, Nothing])));
}

/// Holds `SIZE` bytes while it delegates to `delegate` as often as it says, each time anew.
#[generator]
fn holding<const SIZE: usize>(
    mark: u8,
    times: usize,
    delegate: &dyn Fn() -> LocalBoxGenerator<'static, u8, (), u8>,
) -> impl Coroutine<Yield = u8, Return = u8> {
    let mut bytes = [mark; SIZE];
    for _ in 0..times {
        bytes[SIZE - 1] = yield_from!(delegate());
        assert_eq!(bytes[SIZE - 1], mark + 1);
        bytes[SIZE - 1] = mark;
    }
    yield_!(mark);
    assert!(bytes.iter().all(|byte| *byte == mark));
    mark.wrapping_sub(1)
}

#[generator]
fn leaf<const SIZE: usize>(mark: u8) -> impl Coroutine<Yield = u8, Return = u8> {
    let bytes = [mark; SIZE];
    yield_!(mark);
    assert!(bytes.iter().all(|byte| *byte == mark));
    mark
}

#[test]
fn large_and_small_frames_take_turns() {
    let small = || LocalBoxGenerator::new(leaf::<1>(11));
    let large = || LocalBoxGenerator::new(leaf::<65_536>(11));
    assert!(holding::<1>(10, 5, &large).eq([11, 11, 11, 11, 11, 10]));
    assert!(holding::<65_536>(10, 5, &small).eq([11, 11, 11, 11, 11, 10]));
    assert!(holding::<65_536>(10, 3, &large).eq([11, 11, 11, 10]));
}

/// Goes down and up again by steps of different length, past the end of each chunk and back, with
/// frames that are large at some levels.
#[generator]
fn swings(depth: u32, until: u32) -> impl Iterator<Item = u32> {
    if depth % 7 == 3 {
        let large = [depth; 1500];
        for deeper in [1, 2, 5] {
            if depth + deeper <= until {
                yield_from!(swings(depth + deeper, until));
            }
        }
        yield_!(depth);
        assert!(large.iter().all(|number| *number == depth));
    } else {
        let small = [depth; 3];
        if depth < until {
            yield_from!(swings(depth + 1, until));
        }
        yield_!(depth);
        assert_eq!(small, [depth; 3]);
    }
}

/// The items of [`swings`], by plain recursion.
fn swings_of(depth: u32, until: u32, items: &mut Vec<u32>) {
    let deeper: &[u32] = if depth % 7 == 3 { &[1, 2, 5] } else { &[1] };
    for deeper in deeper.iter().filter(|deeper| depth + **deeper <= until) {
        swings_of(depth + deeper, until, items);
    }
    items.push(depth);
}

#[test]
fn the_ends_of_chunks_are_passed_both_ways_again_and_again() {
    let mut expected = Vec::new();
    swings_of(0, 40, &mut expected);
    assert!(expected.len() > 1000);
    assert!(swings(0, 40).by_ref().eq(expected.iter().copied()));
    assert_eq!(swings(0, 40).collect::<Vec<_>>(), expected);
    for items in (0..expected.len()).step_by(101) {
        let mut dropped = swings(0, 40);
        assert_eq!(dropped.nth(items), Some(expected[items]));
    }
}

#[test]
fn each_length_of_a_chain_can_be_the_last_before_the_end_of_a_chunk() {
    #[generator]
    fn chain(depth: u32) -> impl Iterator<Item = u32> {
        let here = [depth; 2];
        if depth > 0 {
            yield_from!(chain(depth - 1));
            // Up and down across the same end.
            for _ in 0..3 {
                yield_from!(leaf());
            }
        }
        yield_!(here[1]);
    }

    #[generator]
    fn leaf() -> impl Iterator<Item = u32> {
        let place = [0_u32; 4];
        yield_!(place[3]);
    }

    for depth in 0..120 {
        let expected = (0..=depth).flat_map(|level| {
            let leaves = if level > 0 { 3 } else { 0 };
            std::iter::repeat_n(0, leaves).chain([level])
        });
        assert!(chain(depth).by_ref().eq(expected));
    }
}

#[test]
fn a_large_frame_follows_a_chain_of_each_length() {
    #[generator]
    fn chain(depth: u32) -> impl Iterator<Item = u32> {
        let here = [depth; 2];
        if depth > 0 {
            yield_from!(chain(depth - 1));
        } else {
            for _ in 0..2 {
                yield_from!(large::<100>());
                yield_from!(large::<3000>());
                yield_from!(large::<1>());
                yield_from!(large::<20_000>());
            }
        }
        yield_!(here[1]);
    }

    #[generator]
    fn large<const SIZE: usize>() -> impl Iterator<Item = u32> {
        let numbers = [7; SIZE];
        yield_!(1);
        assert!(numbers.iter().all(|number| *number == 7));
    }

    for depth in 0..120 {
        let expected = std::iter::repeat_n(1, 8).chain(0..=depth);
        assert!(chain(depth).by_ref().eq(expected));
    }
}

/// Counts those of it that are alive.
struct Alive<'a>(&'a Cell<usize>);

impl<'a> Alive<'a> {
    fn new(count: &'a Cell<usize>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for Alive<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn the_first_delegate_of_all_has_any_size_and_any_end() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum End {
        AtOnce,
        AfterAnItem,
        ByPanic,
    }

    #[generator]
    fn inner<const SIZE: usize, Place>(
        place: Place,
        end: End,
        alive: Alive<'_>,
    ) -> impl Coroutine<Yield = (), Return = usize, Error = &'static str> {
        let bytes = [1_u8; SIZE];
        assert_aligned(&place);
        assert_ne!(end, End::ByPanic, "with {} alive", alive.0.get());
        if end == End::AfterAnItem {
            yield_!();
        }
        assert_aligned(&place);
        bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() + alive.0.get()
    }

    #[generator]
    fn outer<const SIZE: usize, Place>(
        place: Place,
        end: End,
        count: &Cell<usize>,
    ) -> impl Coroutine<Yield = (), Return = usize, Error = &'static str> {
        let _alive = Alive::new(count);
        yield_from!(inner::<SIZE, Place>(place, end, Alive::new(count)))
    }

    fn check<const SIZE: usize, Place>(place: fn() -> Place) {
        let count = Cell::new(0);
        let make = |end| outer::<SIZE, Place>(place(), end, &count);
        let complete = Ok(CoroutineState::Complete(SIZE + 2));

        assert_eq!(make(End::AtOnce).start(), complete.clone());
        assert_eq!(count.get(), 0);
        assert_eq!(make(End::AtOnce).by_ref().count(), 0);
        assert_eq!(make(End::AtOnce).count(), 0);

        let mut moved = make(End::AfterAnItem);
        assert_eq!(moved.start(), Ok(CoroutineState::Yielded(())));
        assert_eq!(count.get(), 2);
        let mut moved = Box::new(moved);
        assert_eq!(moved.send(()), Ok(CoroutineState::Complete(SIZE + 2)));
        assert_eq!(count.get(), 0);
        assert_eq!(make(End::AfterAnItem).count(), 1);

        let started = || {
            let mut started = make(End::AfterAnItem);
            assert_eq!(started.start(), Ok(CoroutineState::Yielded(())));
            started
        };
        assert_eq!(started().throw("thrown"), Err("thrown"));
        assert_eq!(started().close(), Ok(None));
        drop(started());
        assert_eq!(count.get(), 0);

        let mut panics = make(End::ByPanic);
        let panicked = catch_unwind(AssertUnwindSafe(|| panics.start())).unwrap_err();
        assert!(panicked.downcast_ref::<String>().unwrap().contains("with 2 alive"));
        assert_eq!(count.get(), 0);
        assert_eq!(panics.status(), Status::Finished);
    }

    check::<0, ()>(|| ());
    check::<1, u8>(|| 1);
    check::<100, u64>(|| 1);
    // What is small is somewhat less than 256 bytes of locals and arguments.
    check::<200, u64>(|| 1);
    check::<216, u64>(|| 1);
    check::<224, [u64; 4]>(|| [1; 4]);
    check::<700, u8>(|| 1);
    check::<1024, u8>(|| 1);
    check::<70_000, u8>(|| 1);
    check::<1, u128>(|| 1);
    check::<1, CacheLine>(|| CacheLine(1));
    check::<100, Page>(|| Page(1));
}

#[test]
fn a_delegate_borrows_from_those_that_delegate_to_it() {
    #[generator]
    fn inner<'a>(
        words: &'a RefCell<Vec<String>>,
        own: &'a str,
        depth: u32,
    ) -> impl Iterator<Item = usize> + 'a {
        let local = format!("{own}{depth}");
        words.borrow_mut().push(local.clone());
        if depth > 0 {
            yield_from!(inner(words, &local, depth - 1));
        }
        yield_!(local.len());
        words.borrow_mut().push(local);
    }

    #[generator]
    fn outer(depth: u32) -> impl Iterator<Item = usize> {
        let words = RefCell::new(Vec::new());
        yield_from!(inner(&words, ">", depth));
        yield_!(words.borrow().iter().map(String::len).sum());
        let all = words.into_inner();
        yield_from!(all.iter().map(String::len));
    }

    let lengths: Vec<usize> = outer(3).collect();
    assert_eq!(lengths, [5, 4, 3, 2, 28, 2, 3, 4, 5, 5, 4, 3, 2]);
    let mut moved = vec![outer(9)];
    assert_eq!(moved[0].next(), Some(11));
    moved.reserve(100);
    let mut moved = Box::new(moved.remove(0));
    assert_eq!(moved.next(), Some(10));
    drop(moved);
}

#[test]
fn a_body_iterates_over_a_delegating_generator_of_its_own() {
    #[generator]
    fn tree(depth: u32) -> impl Iterator<Item = u32> {
        if depth > 0 {
            yield_from!(tree(depth - 1));
            // Another outermost generator, stepped within a step of this one.
            yield_!(tree(depth - 1).sum::<u32>() + depth);
            let mut inner = tree(depth - 1);
            inner.next();
            yield_from!(tree(depth - 1));
            yield_!(inner.count().try_into().unwrap());
        } else {
            yield_!(1);
        }
    }

    fn expected(depth: u32) -> Vec<u32> {
        let Some(below) = depth.checked_sub(1) else { return vec![1] };
        let items = expected(below);
        let sum = items.iter().sum::<u32>() + depth;
        let rest = u32::try_from(items.len() - 1).unwrap();
        [&items[..], &[sum], &items, &[rest]].concat()
    }

    assert_eq!(tree(5).by_ref().collect::<Vec<_>>(), expected(5));
    assert_eq!(tree(5).collect::<Vec<_>>(), expected(5));
}

#[test]
fn a_destructor_runs_a_delegating_generator() {
    thread_local! {
        static SUM: Cell<u32> = const { Cell::new(0) };
    }

    struct RunsOne(u32);

    impl Drop for RunsOne {
        fn drop(&mut self) {
            SUM.set(SUM.get() + levels(self.0, false).by_ref().sum::<u32>());
        }
    }

    #[generator]
    fn levels(depth: u32, runs: bool) -> impl Iterator<Item = u32> {
        let _runs = runs.then(|| RunsOne(depth));
        if depth > 0 {
            yield_from!(levels(depth - 1, runs));
        }
        yield_!(depth);
    }

    // 0, 1, 3, 6, 10, 15: one sum a level.
    let of_all = 35;
    assert_eq!(levels(5, true).by_ref().sum::<u32>(), 15);
    assert_eq!(SUM.take(), of_all);
    assert_eq!(levels(5, true).sum::<u32>(), 15);
    assert_eq!(SUM.take(), of_all);
    let mut closed = levels(5, true);
    closed.next();
    closed.close().unwrap();
    assert_eq!(SUM.take(), of_all);
    let mut dropped = levels(5, true);
    dropped.next();
    drop(dropped);
    assert_eq!(SUM.take(), of_all);
}

/// Counts down from `depth`, a delegate a number.
#[generator]
fn countdown(depth: u32) -> impl Iterator<Item = u32> + Send {
    let text = depth.to_string();
    yield_!(depth);
    if depth > 0 {
        yield_from!(countdown(depth - 1));
    }
    assert_eq!(text, depth.to_string());
}

#[test]
fn it_is_moved_between_its_steps() {
    let mut on_the_stack = countdown(30);
    let mut items = vec![on_the_stack.next().unwrap()];
    let mut boxed = Box::new(on_the_stack);
    items.extend(boxed.by_ref().take(9));
    let mut in_a_vector = vec![countdown(3), *boxed];
    in_a_vector[0].next();
    items.extend(in_a_vector[1].by_ref().take(10));
    in_a_vector.swap(0, 1);
    in_a_vector.reserve(1000);
    let mut erased = BoxGenerator::new(in_a_vector.swap_remove(0));
    items.extend(erased.next());
    let (items, erased) = thread::spawn(move || {
        items.extend(erased.by_ref().take(5));
        (items, erased)
    })
    .join()
    .unwrap();
    assert!(items.into_iter().chain(erased).eq((0..=30).rev()));
    assert!(in_a_vector.remove(0).eq([2, 1, 0]));
}

#[test]
fn two_that_take_turns_do_not_get_into_one_another() {
    let (mut first, mut second) = (countdown(60), countdown(40));
    for step in 0..=20 {
        assert_eq!(first.next(), Some(60 - step));
        assert_eq!(second.next(), Some(40 - step));
        if step == 10 {
            mem::swap(&mut first, &mut second);
            mem::swap(&mut first, &mut second);
        }
    }
    drop(first);
    assert!(second.eq((0..20).rev()));
}

#[test]
fn one_that_is_forgotten_runs_no_destructor() {
    struct Panics;

    impl Drop for Panics {
        fn drop(&mut self) {
            assert!(thread::panicking(), "it was to be forgotten");
        }
    }

    /// Still reachable, so that leak detection has nothing to say.
    static FORGOTTEN: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

    #[generator]
    fn levels(depth: u32) -> impl Iterator<Item = u32> {
        let _panics = Panics;
        if depth > 0 {
            yield_from!(levels(depth - 1));
        }
        yield_!(depth);
    }

    let mut generator = Box::new(levels(3));
    assert_eq!(generator.next(), Some(0));
    let forgotten: &'static mut _ = Box::leak(generator);
    assert_eq!(forgotten.status(), Status::Suspended);
    FORGOTTEN.store(ptr::from_mut(forgotten).cast(), Ordering::Relaxed);
}

#[test]
fn after_a_panic_that_was_caught_it_is_finished_and_dropped() {
    #[generator]
    fn levels(depth: u32, alive: &Cell<i32>) -> impl Iterator<Item = u32> {
        struct Alive<'a>(&'a Cell<i32>);

        impl Drop for Alive<'_> {
            fn drop(&mut self) {
                self.0.set(self.0.get() - 1);
            }
        }

        alive.set(alive.get() + 1);
        let _alive = Alive(alive);
        yield_!(depth);
        assert!(depth > 0, "the bottom");
        yield_from!(levels(depth - 1, alive));
    }

    let alive = Cell::new(0);
    let mut generator = levels(20, &alive);
    let all = catch_unwind(AssertUnwindSafe(|| generator.by_ref().count()));
    assert!(all.is_err());
    assert_eq!(alive.get(), 0, "the unwinding dropped all of it");
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.close(), Ok(None));
    drop(generator);
    assert_eq!(alive.get(), 0);
}
