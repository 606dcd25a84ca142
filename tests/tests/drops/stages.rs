//! What a generator holds is dropped with it, and once: at every stage, and however large it is.

use std::array;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{Coroutine, Status, generator};

/// Counts itself while it is there.
struct Counted<'a>(&'a Cell<usize>);

impl<'a> Counted<'a> {
    fn new(alive: &'a Cell<usize>) -> Self {
        alive.set(alive.get() + 1);
        Self(alive)
    }

    fn several<const N: usize>(alive: &'a Cell<usize>) -> [Self; N] {
        array::from_fn(|_| Self::new(alive))
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Steps a generator to each of its stages in turn, drops it there, and looks what is left.
///
/// It yields once. Then it panics if it is told to, or returns. `arguments` are those that it has
/// with a destructor, and `returned` the values of what it returns.
fn is_dropped_at_every_stage<G>(
    alive: &Cell<usize>,
    make: impl Fn(bool) -> G,
    arguments: usize,
    returned: usize,
) where
    G: Coroutine<Resume = ()> + Iterator<Item = usize>,
{
    let stages = [Status::Created, Status::Suspended, Status::Finished];
    for (steps, status) in stages.into_iter().enumerate() {
        let mut generator = make(false);
        assert_eq!(alive.get(), arguments);
        let yielded = generator.by_ref().take(steps).count();
        assert_eq!((generator.status(), yielded), (status, steps.min(1)));
        assert!(status != Status::Finished || alive.get() == returned);
        drop(generator);
        assert_eq!(alive.get(), 0);
    }

    let mut generator = make(false);
    assert_eq!(generator.by_ref().count(), 1);
    let value = generator.take_return();
    drop(generator);
    assert_eq!(alive.get(), returned);
    assert!(value.is_some());
    drop(value);
    assert_eq!(alive.get(), 0);

    let mut generator = make(true);
    assert!(generator.next().is_some());
    catch_unwind(AssertUnwindSafe(|| generator.next())).unwrap_err();
    assert_eq!((generator.status(), alive.get()), (Status::Finished, 0));
    drop(generator);
    assert_eq!(alive.get(), 0);
}

#[generator]
fn makes_what_it_holds(
    alive: &Cell<usize>,
    panics: bool,
) -> impl Coroutine<Yield = usize, Return = usize> {
    let held = Counted::several::<7>(alive);
    yield_!(held.len());
    assert!(!panics, "it is told to");
    held.len()
}

#[test]
fn what_the_body_makes() {
    let alive = Cell::new(0);
    is_dropped_at_every_stage(&alive, |panics| makes_what_it_holds(&alive, panics), 0, 0);
}

#[generator]
fn is_given_what_it_holds<const N: usize>(
    held: [Counted<'_>; N],
    panics: bool,
) -> impl Coroutine<Yield = usize, Return = usize> {
    yield_!(held.len());
    assert!(!panics, "it is told to");
    held.len()
}

fn what_it_is_given<const N: usize>() {
    let alive = Cell::new(0);
    let make = |panics| is_given_what_it_holds(Counted::several::<N>(&alive), panics);
    is_dropped_at_every_stage(&alive, make, N, 0);
}

#[test]
fn arguments_of_any_size() {
    what_it_is_given::<1>();
    what_it_is_given::<30>();
    what_it_is_given::<1000>();
}

#[generator]
fn returns_what_it_holds<const N: usize>(
    alive: &Cell<usize>,
    panics: bool,
) -> impl Coroutine<Yield = usize, Return = [Counted<'_>; N]> {
    let held = Counted::several(alive);
    yield_!(held.len());
    assert!(!panics, "it is told to");
    held
}

fn what_it_returns<const N: usize>() {
    let alive = Cell::new(0);
    let make = |panics| returns_what_it_holds::<N>(&alive, panics);
    is_dropped_at_every_stage(&alive, make, 0, N);
}

#[test]
fn a_return_value_of_any_size_that_nobody_took() {
    what_it_returns::<1>();
    what_it_returns::<30>();
    what_it_returns::<1000>();
}

/// Its destructor panics, and keeps no other one back.
struct Panics;

impl Drop for Panics {
    fn drop(&mut self) {
        panic!("in a destructor");
    }
}

#[test]
fn arguments_whose_destructor_panics() {
    #[generator]
    fn never_started(
        _first: Counted<'_>,
        _second: Panics,
        _third: [Counted<'_>; 3],
    ) -> impl Iterator<Item = usize> {
        yield_!(1);
    }

    let alive = Cell::new(0);
    let generator = never_started(Counted::new(&alive), Panics, Counted::several(&alive));
    assert_eq!(alive.get(), 4);
    catch_unwind(AssertUnwindSafe(|| drop(generator))).unwrap_err();
    assert_eq!(alive.get(), 0);
}

#[test]
fn a_local_whose_destructor_panics() {
    #[generator]
    fn suspended(alive: &Cell<usize>) -> impl Iterator<Item = usize> {
        let _first = Counted::new(alive);
        let _second = Panics;
        let _third = Counted::several::<3>(alive);
        yield_!(1);
    }

    let alive = Cell::new(0);
    let mut generator = suspended(&alive);
    assert_eq!(generator.next(), Some(1));
    assert_eq!(alive.get(), 4);
    catch_unwind(AssertUnwindSafe(|| drop(generator))).unwrap_err();
    assert_eq!(alive.get(), 0);
}
