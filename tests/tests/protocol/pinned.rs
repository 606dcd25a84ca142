//! Generators that their caller pins: the whole protocol and `Iterator`, without a heap.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use genfn::{
    CloseError, Coroutine, CoroutineState, Interrupt, PinCoroutine, Pinned, SendError, StartError,
    Status, gen_, generator, pin,
};
use genfn_tests::allocations::counted;

/// Writes its name to a log when it is dropped.
struct Noted<'a>(&'a RefCell<Vec<&'static str>>, &'static str);

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[generator]
fn windows(items: &[u32], width: usize) -> impl PinCoroutine<Yield = u32> {
    let mut window = [0; 8];
    for (index, item) in items.iter().enumerate() {
        window[index % width] = *item;
        // A borrow of the body's own across a yield.
        let used = &window[..width];
        if index + 1 >= width {
            yield_!(used.iter().sum());
            assert_eq!(used.len(), width);
        }
    }
}

#[generator]
fn accumulate() -> impl PinCoroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str>
{
    let mut sum = 0;
    loop {
        match try_yield!(sum) {
            Ok(number) => sum += number,
            Err(Interrupt::Thrown("reset")) => sum = 0,
            Err(Interrupt::Thrown(_)) => return sum + 1000,
            Err(Interrupt::Closed) => return sum,
        }
    }
}

#[generator]
fn twice(items: &[u32]) -> impl PinCoroutine<Yield = u32, Return = &'static str> {
    yield_from!(items.iter().copied());
    let mut inner = pin!(windows(items, 2));
    yield_from!(&mut inner);
    "both"
}

/// The same, where it can be moved.
#[generator]
fn movable_windows(items: &[u32], width: usize) -> impl Iterator<Item = u32> {
    yield_from!(pin!(windows(items, width)));
}

#[test]
fn it_is_an_iterator() {
    let mut sums = pin!(windows(&[1, 2, 3, 4], 2));
    assert_eq!(sums.next(), Some(3));
    assert_eq!(sums.by_ref().collect::<Vec<_>>(), [5, 7]);
    assert_eq!((sums.next(), sums.next()), (None, None));
    let mut sum = 0;
    for window in pin!(windows(&[1, 2, 3, 4], 3)) {
        sum += window;
    }
    assert_eq!(sum, 15);
}

#[test]
fn it_allocates_nothing_whatever_is_done_with_it() {
    let items = [1, 2, 3, 4];
    let (sum, allocations, _) = counted(|| pin!(windows(&items, 2)).sum::<u32>());
    assert_eq!((sum, allocations), (15, 0));

    let ((), allocations, _) = counted(|| {
        let mut sums = pin!(accumulate());
        assert_eq!(sums.start(), Ok(CoroutineState::Yielded(0)));
        assert_eq!(sums.send(3), Ok(CoroutineState::Yielded(3)));
        assert_eq!(sums.throw("reset"), Ok(CoroutineState::Yielded(0)));
        assert_eq!(sums.next(), Some(0));
        assert_eq!(sums.send(4), Ok(CoroutineState::Yielded(4)));
        assert_eq!(sums.close(), Ok(Some(4)));
        assert_eq!(sums.take_return(), None);
    });
    assert_eq!(allocations, 0);

    let (items, allocations, _) = counted(|| pin!(twice(&[1, 2, 3])).eq([1, 2, 3, 3, 5]));
    assert_eq!((items, allocations), (true, 0));

    let (dropped, allocations, _) = counted(|| {
        let mut suspended = pin!(twice(&[1, 2, 3]));
        suspended.nth(3)
    });
    assert_eq!((dropped, allocations), (Some(3), 0));

    // Through `dyn`, so that the optimiser does not take the box away.
    let ((), allocations, _) = counted(|| {
        let mut movable = movable_windows(&[1, 2, 3], 2);
        let movable: &mut dyn Iterator<Item = u32> = std::hint::black_box(&mut movable);
        assert_eq!(movable.next(), Some(3));
    });
    assert!(allocations > 0, "the counter counts");
}

#[test]
fn it_has_the_states_of_a_coroutine() {
    let mut sums = pin!(accumulate());
    assert_eq!(sums.status(), Status::Created);
    assert_eq!(sums.send(1), Err(SendError::NotStarted(1)));
    assert_eq!(sums.take_return(), None);
    assert_eq!(sums.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(sums.status(), Status::Suspended);
    assert_eq!(sums.start(), Err(StartError::Started));
    assert_eq!(sums.send(2), Ok(CoroutineState::Yielded(2)));
    assert_eq!(sums.throw("end"), Ok(CoroutineState::Complete(1002)));
    assert_eq!(sums.status(), Status::Finished);
    assert_eq!(sums.start(), Err(StartError::Finished));
    assert_eq!(sums.send(5), Err(SendError::Finished(5)));
    assert_eq!(sums.throw("late"), Err("late"));
    assert_eq!(sums.close(), Ok(None));
    assert_eq!(sums.next(), None);
}

#[generator]
fn owns(
    _first: Noted<'_>,
    _second: Noted<'_>,
) -> impl PinCoroutine<Yield = (), Error = &'static str> {
    yield_!(());
}

#[test]
fn before_it_is_started_nothing_catches_and_nothing_runs() {
    let log = RefCell::default();
    let mut thrown = pin!(owns(Noted(&log, "first"), Noted(&log, "second")));
    assert_eq!(thrown.throw("error"), Err("error"));
    assert_eq!(log.borrow().len(), 2);
    assert_eq!(thrown.status(), Status::Finished);
    let mut closed = pin!(owns(Noted(&log, "first"), Noted(&log, "second")));
    assert_eq!(closed.close(), Ok(None));
    assert_eq!(log.borrow().len(), 4);
    drop(owns(Noted(&log, "first"), Noted(&log, "second")));
    assert_eq!(log.borrow().len(), 6);
}

#[generator]
fn holds<'a>(
    log: &'a RefCell<Vec<&'static str>>,
    _argument: Noted<'a>,
) -> impl PinCoroutine<Yield = u32, Error = &'static str> + use<'a> {
    let _outer = Noted(log, "outer");
    let _inner = Noted(log, "inner");
    yield_!(1);
    log.borrow_mut().push("resumed");
}

#[test]
fn what_ends_it_at_a_yield_drops_the_body_there() {
    let dropped = ["inner", "outer", "argument"];
    let log = RefCell::new(Vec::new());
    let started = || {
        log.borrow_mut().clear();
        holds(&log, Noted(&log, "argument"))
    };

    let mut closed = pin!(started());
    closed.next();
    assert_eq!(closed.close(), Ok(None));
    assert_eq!(*log.borrow(), dropped);

    let mut thrown = pin!(started());
    thrown.next();
    assert_eq!(thrown.throw("error"), Err("error"));
    assert_eq!(*log.borrow(), dropped);

    {
        let mut left = pin!(started());
        left.next();
    }
    assert_eq!(*log.borrow(), dropped);

    let mut finished = pin!(started());
    assert_eq!(finished.by_ref().count(), 1);
    assert_eq!(*log.borrow(), ["resumed", "inner", "outer", "argument"]);
}

#[test]
fn one_that_yields_when_it_is_closed_stays_there() {
    let mut stubborn = pin!(gen_! { -> impl PinCoroutine<Yield = u32, Return = &'static str> {
        let _: Result<(), _> = try_yield!(1);
        let _: Result<(), _> = try_yield!(2);
        "at last"
    } });
    stubborn.next();
    assert_eq!(stubborn.close().map_err(CloseError::into_inner), Err(2));
    assert_eq!(stubborn.status(), Status::Suspended);
    assert_eq!(stubborn.close(), Ok(Some("at last")));
}

#[test]
fn the_value_that_next_came_upon_is_left_to_take() {
    let mut both = pin!(twice(&[1]));
    assert_eq!(both.by_ref().count(), 1);
    assert_eq!(both.take_return(), Some("both"));
    assert_eq!(both.take_return(), None);
}

#[generator(size_hint = (count, Some(count)))]
fn counted_down(count: usize) -> impl PinCoroutine<Yield = usize> {
    for number in (0..count).rev() {
        yield_!(number);
    }
}

#[test]
fn its_size_hint_counts_down() {
    let mut numbers = pin!(counted_down(2));
    assert_eq!(numbers.size_hint(), (2, Some(2)));
    numbers.next();
    assert_eq!(numbers.size_hint(), (1, Some(1)));
    numbers.by_ref().for_each(drop);
    assert_eq!(numbers.size_hint(), (0, Some(0)));
    assert_eq!(pin!(windows(&[], 1)).size_hint(), (0, None));
}

#[test]
fn a_panic_in_the_body_drops_it_and_ends_it() {
    let log = RefCell::default();
    let noted = &log;
    let mut panics = pin!(gen_! { -> impl PinCoroutine<Yield = u32> {
        let _held = Noted(noted, "held");
        yield_!(1);
        panic!("in the body");
    } });
    panics.next();
    let caught = catch_unwind(AssertUnwindSafe(|| panics.next()));
    assert_eq!(caught.unwrap_err().downcast_ref(), Some(&"in the body"));
    assert_eq!(*log.borrow(), ["held"]);
    assert_eq!(panics.status(), Status::Finished);
    assert_eq!(panics.next(), None);
}

/// Panics when it is dropped, unless a panic is under way.
struct Explosive<'a>(&'a Cell<u32>);

impl Drop for Explosive<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        assert!(std::thread::panicking(), "in the destructor");
    }
}

#[test]
fn a_destructor_that_panics_runs_once_and_leaves_it_finished() {
    let drops = Cell::new(0);
    let log = RefCell::default();
    let (noted, counted) = (&log, &drops);
    let mut panics = pin!(gen_! { -> impl PinCoroutine<Yield = u32> {
        let _dropped_anyway = Noted(noted, "dropped anyway");
        let _explosive = Explosive(counted);
        yield_!(1);
    } });
    panics.next();
    assert!(catch_unwind(AssertUnwindSafe(|| panics.close())).is_err());
    assert_eq!(drops.get(), 1);
    assert_eq!(*log.borrow(), ["dropped anyway"]);
    assert_eq!(panics.status(), Status::Finished);
    assert_eq!(panics.next(), None);
    assert_eq!(drops.get(), 1);
}

#[generator]
fn guarded_delegation<C>(
    inner: C,
) -> impl PinCoroutine<Yield = u32, Resume = u32, Return = String, Error = &'static str>
where
    C: Coroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str>,
{
    match try_yield_from!(inner) {
        Ok(returned) => format!("returned {returned}"),
        Err(Interrupt::Thrown(error)) => format!("uncaught {error}"),
        Err(Interrupt::Closed) => "closed".to_owned(),
    }
}

#[test]
fn it_delegates_sends_throws_and_closes() {
    let inner = pin!(accumulate());
    let mut outer = pin!(guarded_delegation(inner));
    assert_eq!(outer.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(outer.send(3), Ok(CoroutineState::Yielded(3)));
    assert_eq!(outer.throw("reset"), Ok(CoroutineState::Yielded(0)));
    assert_eq!(outer.throw("end"), Ok(CoroutineState::Complete("returned 1000".to_owned())));

    let mut inner = pin!(accumulate());
    {
        let mut outer = pin!(guarded_delegation(&mut inner));
        outer.start().unwrap();
        assert_eq!(outer.close(), Ok(Some("closed".to_owned())));
    }
    assert_eq!(inner.status(), Status::Finished);
}

#[test]
fn a_delegate_that_is_lent_is_left_suspended_by_a_drop() {
    let mut inner = pin!(accumulate());
    {
        let mut outer = pin!(guarded_delegation(&mut inner));
        outer.start().unwrap();
        outer.send(5).unwrap();
    }
    assert_eq!(inner.status(), Status::Suspended);
    // One that was started before goes on.
    let mut outer = pin!(guarded_delegation(inner));
    assert_eq!(outer.start(), Ok(CoroutineState::Yielded(5)));
}

#[test]
fn what_nobody_catches_leaves_the_delegate_and_the_body() {
    #[generator]
    fn plain() -> impl PinCoroutine<Yield = u32, Resume = u32, Return = u32, Error = &'static str> {
        yield_!(1)
    }

    let inner = pin!(plain());
    let mut outer = pin!(guarded_delegation(inner));
    outer.start().unwrap();
    assert_eq!(outer.throw("up"), Ok(CoroutineState::Complete("uncaught up".to_owned())));

    let mut outer =
        pin!(gen_! { -> impl PinCoroutine<Yield = u32, Resume = u32, Error = &'static str> {
            yield_from!(pin!(plain()));
        } });
    outer.start().unwrap();
    assert_eq!(outer.throw("out"), Err("out"));
    assert_eq!(outer.status(), Status::Finished);
}

#[test]
fn it_has_a_box_where_it_is_to_be_moved() {
    let mut boxed: Pin<Box<_>> = Box::pin(counted_down(3));
    assert_eq!(Pinned::new(boxed.as_mut()).next(), Some(2));
    let mut moved = boxed;
    assert_eq!(Pinned::from(Pin::new(&mut moved)).next(), Some(1));
    assert_eq!(pin!(moved).next(), Some(0));
}

#[test]
fn it_can_be_a_trait_object() {
    type Numbers<'a> =
        Pin<&'a mut dyn PinCoroutine<Yield = u32, Resume = (), Return = (), Error = Infallible>>;

    let one = std::pin::pin!(windows(&[5], 1));
    let other = std::pin::pin!(gen_! { -> impl PinCoroutine<Yield = _> { yield_!(2); } });
    let both: [Numbers<'_>; 2] = [one, other];
    let sum: u32 = both.into_iter().flat_map(Pinned::new).sum();
    assert_eq!(sum, 7);
}

#[test]
fn a_field_is_projected_as_that_of_a_future() {
    struct Session<C> {
        steps: C,
        name: &'static str,
    }

    let session = std::pin::pin!(Session { steps: counted_down(2), name: "session" });
    assert_eq!(session.name, "session");
    // SAFETY: `steps` is pinned with the session, and never moved.
    let steps = unsafe { session.map_unchecked_mut(|session| &mut session.steps) };
    assert_eq!(Pinned::new(steps).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn its_debug_output_is_its_status() {
    let unpinned = counted_down(1);
    assert_eq!(format!("{unpinned:?}"), "PinnedGenerator(Created)");
    let mut numbers = pin!(unpinned);
    numbers.next();
    let suspended = format!("{numbers:?}");
    assert!(suspended.starts_with("Pinned(Suspended"), "{suspended}");
    if cfg!(debug_assertions) {
        assert!(suspended.contains("pinned.rs:"), "{suspended}");
    }
    numbers.next();
    assert_eq!(format!("{numbers:?}"), "Pinned(Finished)");
}

#[test]
fn it_is_send_where_its_body_is_and_never_unpin() {
    fn is_send<T: Send>(_: &T) {}

    trait AmbiguousIfUnpin<A> {
        fn holds() -> bool {
            true
        }
    }
    impl<T: ?Sized> AmbiguousIfUnpin<()> for T {}

    #[derive(Clone, Copy)]
    struct Marker;
    impl<T: ?Sized + Unpin> AmbiguousIfUnpin<Marker> for T {}

    fn not_unpin<T, A>(_: &T) -> bool
    where
        T: AmbiguousIfUnpin<A>,
    {
        T::holds()
    }

    let numbers = counted_down(1);
    is_send(&numbers);
    // It would not compile if both impls held.
    assert!(not_unpin(&numbers));
}
