//! A generator that delegates is `Send` and `Sync` just where what it delegates to is.

use std::cell::Cell;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::rc::Rc;
use std::thread;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

/// Whether a type is `Send` and `Sync`, where method lookup can take the inherent methods only if
/// their bounds hold, and else takes those of [`IsNeither`].
struct Is<T>(PhantomData<T>);

impl<T> Is<T> {
    fn the_type_of(_: &T) -> Self {
        Self(PhantomData)
    }
}

impl<T: Send> Is<T> {
    const fn send(&self) -> bool {
        let Self(PhantomData) = self;
        true
    }
}

impl<T: Sync> Is<T> {
    const fn sync(&self) -> bool {
        let Self(PhantomData) = self;
        true
    }
}

trait IsNeither {
    fn send(&self) -> bool {
        false
    }

    fn sync(&self) -> bool {
        false
    }
}

impl<T> IsNeither for Is<T> {}

macro_rules! is_send_and_sync {
    ($value:expr) => {
        match Is::the_type_of(&$value) {
            is => (is.send(), is.sync()),
        }
    };
}

/// Yields while it holds `value`.
#[generator]
fn holding<T>(value: T) -> impl Iterator<Item = u32> {
    yield_!(1);
    drop(value);
}

fn rc() -> Rc<u32> {
    Rc::new(1)
}

#[test]
fn the_assertions_hold_of_what_does_not_delegate() {
    assert_eq!(is_send_and_sync!(holding(1)), (true, true));
    assert_eq!(is_send_and_sync!(holding(rc())), (false, false));
    assert_eq!(is_send_and_sync!(holding(Cell::new(1))), (true, false));
}

#[test]
fn it_is_send_where_its_delegate_is() {
    #[generator]
    fn from_argument<C>(inner: C) -> impl Iterator<Item = u32>
    where
        C: Coroutine<Yield = u32, Resume = (), Error = Infallible>,
    {
        yield_from!(inner);
    }

    assert_eq!(is_send_and_sync!(from_argument(holding(1))), (true, true));
    assert_eq!(is_send_and_sync!(from_argument(holding(rc()))), (false, false));
    assert_eq!(is_send_and_sync!(from_argument(holding(Cell::new(1)))), (true, false));
    assert_eq!(is_send_and_sync!(from_argument(from_argument(holding(1)))), (true, true));
    assert_eq!(is_send_and_sync!(from_argument(from_argument(holding(rc())))), (false, false));
    assert_eq!(is_send_and_sync!(from_argument(BoxGenerator::new(holding(1)))), (true, false));
    assert_eq!(
        is_send_and_sync!(from_argument(LocalBoxGenerator::new(holding(1)))),
        (false, false),
    );
    assert_eq!(is_send_and_sync!(from_argument(&mut holding(1))), (true, true));
    assert_eq!(is_send_and_sync!(from_argument(&mut holding(rc()))), (false, false));
}

/// What is made in the body and not named anywhere else.
#[test]
fn it_is_send_where_the_delegate_that_it_makes_is() {
    #[generator]
    fn sends() -> impl Iterator<Item = u32> {
        yield_from!(holding(1));
    }

    #[generator]
    fn shares() -> impl Iterator<Item = u32> {
        yield_from!(holding(rc()));
    }

    #[generator]
    fn erases() -> impl Iterator<Item = u32> {
        yield_from!(LocalBoxGenerator::new(holding(1)));
    }

    #[generator]
    fn catches() -> impl Coroutine<Yield = u32> {
        let _ = try_yield_from!(holding(rc()));
    }

    #[generator]
    fn iterates() -> impl Iterator<Item = u32> {
        let shared = rc();
        yield_from!((0..3).map(move |number| number + *shared));
    }

    #[generator]
    fn in_a_macro() -> impl Iterator<Item = u32> {
        let _ = [yield_from!(holding(rc()))];
    }

    assert_eq!(is_send_and_sync!(sends()), (true, true));
    assert_eq!(is_send_and_sync!(shares()), (false, false));
    assert_eq!(is_send_and_sync!(erases()), (false, false));
    assert_eq!(is_send_and_sync!(catches()), (false, false));
    assert_eq!(is_send_and_sync!(iterates()), (false, false));
    assert_eq!(is_send_and_sync!(in_a_macro()), (false, false));
}

#[test]
fn what_is_gone_before_the_delegation_does_not_count() {
    #[generator]
    fn sends() -> impl Iterator<Item = u32> + Send {
        let number = {
            let shared = rc();
            *shared
        };
        yield_from!(holding(number));
        let moved = rc();
        drop(moved);
        yield_from!(0..number);
    }

    // A value that was returned does not count either, unless it is kept.
    #[generator]
    fn returns_shared() -> impl Coroutine<Yield = u32, Return = u32> {
        yield_!(1);
        *rc()
    }

    #[generator]
    fn takes() -> impl Iterator<Item = u32> + Send {
        let number = yield_from!(returns_shared());
        yield_!(number);
    }

    let items = thread::spawn(|| sends().chain(takes()).collect::<Vec<_>>());
    assert_eq!(items.join().unwrap(), [1, 0, 1, 1]);
}

struct Tree<T>(Option<Box<Tree<T>>>, T);

/// It says nothing of `Send`.
#[generator]
fn walk<T>(tree: &Tree<T>) -> impl Iterator<Item = &T> {
    if let Some(below) = &tree.0 {
        yield_from!(walk(below));
    }
    yield_!(&tree.1);
}

#[test]
fn one_that_delegates_to_itself_is_send_where_its_arguments_are() {
    let leaf = Tree(None, 1);
    assert_eq!(is_send_and_sync!(walk(&leaf)), (true, true));
    assert_eq!(is_send_and_sync!(walk(&Tree(None, rc()))), (false, false));
    assert_eq!(is_send_and_sync!(walk(&Tree(None, Cell::new(1)))), (false, false));

    let tree = Tree(Some(Box::new(leaf)), 2);
    thread::scope(|scope| {
        let mut started = walk(&tree);
        assert_eq!(started.next(), Some(&1));
        let rest = scope.spawn(move || started.copied().collect::<Vec<_>>());
        assert_eq!(rest.join().unwrap(), [2]);
    });
}

#[test]
fn it_is_dropped_on_another_thread_with_its_delegates() {
    #[generator]
    fn levels(depth: u32) -> BoxGenerator<'static, u32> {
        let text = depth.to_string();
        if depth > 0 {
            yield_from!(levels(depth - 1));
        }
        yield_!(depth);
        assert_eq!(text, depth.to_string());
    }

    let mut started = levels(50);
    assert_eq!(started.next(), Some(0));
    thread::spawn(move || drop(started)).join().unwrap();
}
