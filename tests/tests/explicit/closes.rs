//! A delegate that yields when it is told to close ends all that delegate to it, and its item comes out behind
//! what they hold: also where a destructor panics meanwhile, and the item is dropped.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use genfn::{Coroutine, LocalBoxGenerator, generator};

type Log = Rc<RefCell<Vec<&'static str>>>;

/// Notes its drop, and panics in it if its name says so.
struct Guard(Log, &'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
        assert_ne!(self.1, "panics", "it is told to");
    }
}

/// A chain of three generators, whose innermost one yields in place of the close.
macro_rules! chains {
    ($($name:ident [$($state:tt)*] $middle:ty, $innermost:ty;)*) => {$(
        mod $name {
            use super::*;

            #[generator $($state)*]
            fn innermost(log: Log) -> $innermost {
                let _held = Guard(Rc::clone(&log), "innermost");
                let _ = try_yield!(Guard(Rc::clone(&log), "first"));
                yield_!(Guard(log, "item"));
            }

            #[generator $($state)*]
            fn middle(log: Log, name: &'static str) -> $middle {
                let _held = Guard(Rc::clone(&log), name);
                yield_from!(innermost(log));
            }

            #[generator $($state)*]
            pub(super) fn outermost(log: Log, name: &'static str) -> impl Coroutine<Yield = Guard> {
                let _held = Guard(Rc::clone(&log), "outermost");
                yield_from!(middle(log, name));
            }
        }
    )*};
}

chains! {
    boxed [] impl Coroutine<Yield = Guard>, impl Coroutine<Yield = Guard>;
    explicit [(state)] impl Coroutine<Yield = Guard>, impl Coroutine<Yield = Guard>;
    erased [(state)] LocalBoxGenerator<'static, Guard>, LocalBoxGenerator<'static, Guard>;
    trait_object [(state)]
        Box<dyn Coroutine<Yield = Guard, Resume = (), Return = (), Error = std::convert::Infallible>>,
        impl Coroutine<Yield = Guard>;
}

/// What is dropped in a close, and by whoever closes.
fn closed(
    outermost: fn(Log, &'static str) -> LocalBoxGenerator<'static, Guard>,
    name: &'static str,
) -> Vec<&'static str> {
    let log = Log::default();
    let mut outermost = outermost(Rc::clone(&log), name);
    drop(outermost.start().unwrap());
    log.borrow_mut().clear();
    let closed = catch_unwind(AssertUnwindSafe(|| outermost.close()));
    log.borrow_mut().push(if closed.is_ok() { "closed" } else { "panicked" });
    drop(closed);
    assert!(outermost.start().is_err());
    drop(outermost);
    log.take()
}

#[test]
fn an_item_in_place_of_a_close_is_dropped_behind_all_that_is_held() {
    let chains: [fn(Log, &'static str) -> LocalBoxGenerator<'static, Guard>; 4] = [
        |log, name| LocalBoxGenerator::new(boxed::outermost(log, name)),
        |log, name| LocalBoxGenerator::new(explicit::outermost(log, name)),
        |log, name| LocalBoxGenerator::new(erased::outermost(log, name)),
        |log, name| LocalBoxGenerator::new(trait_object::outermost(log, name)),
    ];
    for chain in chains {
        let held = ["innermost", "middle", "outermost", "closed", "item"];
        assert_eq!(closed(chain, "middle"), held);
        let held = ["innermost", "panics", "outermost", "item", "panicked"];
        assert_eq!(closed(chain, "panics"), held);
    }
}

#[test]
fn a_delegate_that_is_borrowed_is_finished_by_the_close() {
    #[generator(state)]
    fn inner(log: Log) -> impl Coroutine<Yield = Guard> {
        let _held = Guard(Rc::clone(&log), "inner");
        yield_from!(ignores(log));
    }

    #[generator(state)]
    fn ignores(log: Log) -> impl Coroutine<Yield = Guard> {
        let _ = try_yield!(Guard(Rc::clone(&log), "first"));
        yield_!(Guard(log, "item"));
    }

    #[generator(state)]
    fn outer<
        C: Coroutine<Yield = Guard, Resume = (), Return = (), Error = std::convert::Infallible>,
    >(
        inner: &mut C,
    ) -> impl Coroutine<Yield = Guard> {
        yield_from!(inner);
    }

    let log = Log::default();
    let mut inner = inner(Rc::clone(&log));
    {
        let mut outer = outer(&mut inner);
        drop(outer.start().unwrap());
        assert_eq!(outer.close().unwrap_err().into_inner().1, "item");
    }
    assert_eq!(inner.status(), genfn::Status::Finished);
    assert_eq!(*log.borrow(), ["first", "inner", "item"]);
}
