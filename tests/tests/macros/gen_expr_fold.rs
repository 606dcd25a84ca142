//! A generator expression with several loops gives its items to a `fold` as it gives them to `next`.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::gen_expr;

/// Counts those that are alive.
struct Counted<'a>(&'a Cell<i32>, u32);

impl<'a> Counted<'a> {
    fn new(alive: &'a Cell<i32>, value: u32) -> Self {
        alive.set(alive.get() + 1);
        Self(alive, value)
    }

    fn value(&self) -> u32 {
        self.1
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn a_fold_takes_the_items_in_order() {
    let (times, end) = (10, 4);
    let products = || gen_expr!(x * times + y for x in 0..end for y in 0..x if y != 1);
    let mut folded = Vec::new();
    products().for_each(|product| folded.push(product));
    assert_eq!(folded, [10, 20, 30, 32]);
    assert_eq!(folded, products().collect::<Vec<_>>());
    assert_eq!(products().sum::<i32>(), 92);
    assert_eq!(products().count(), 4);
}

#[test]
fn a_fold_goes_on_where_steps_left_off() {
    let end = 3;
    let mut pairs = gen_expr!((x, y) for x in 0..end for y in 0..end);
    assert_eq!(pairs.next(), Some((0, 0)));
    assert_eq!(pairs.by_ref().take(3).last(), Some((1, 0)));
    assert_eq!(pairs.fold(0, |sum, (x, y)| sum + 10 * x + y), 11 + 12 + 20 + 21 + 22);
}

#[test]
fn each_item_is_folded_before_the_next_is_made() {
    let log = RefCell::new(Vec::new());
    let made = |x: i32| {
        log.borrow_mut().push(format!("make {x}"));
        x
    };
    gen_expr!(made(10 * x + y) for x in 0..2 for y in 0..2)
        .for_each(|x| log.borrow_mut().push(format!("take {x}")));
    assert_eq!(
        *log.borrow(),
        ["make 0", "take 0", "make 1", "take 1", "make 10", "take 10", "make 11", "take 11"]
    );
}

#[test]
fn a_fold_that_panics_drops_each_value_once() {
    let alive = Cell::new(0);
    let alive = &alive;
    let end = 4;
    let held = Counted::new(alive, 100);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        gen_expr!(
            Counted::new(alive, held.value() + x.value() + y)
                for x in (0..end).map(|x| Counted::new(alive, x))
                for y in 0..end
        )
        .fold(Vec::new(), |mut items, item| {
            assert!(item.1 < 102, "far enough");
            items.push(item);
            items
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(alive.get(), 0);
}

#[test]
fn an_element_that_panics_in_a_fold_drops_each_value_once() {
    let alive = Cell::new(0);
    let end = 4;
    let alive = &alive;
    let item = |x: &Counted<'_>, y: u32| {
        assert!(x.1 + y < 3, "far enough");
        Counted::new(alive, y)
    };
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        gen_expr!(item(&x, y) for x in (0..end).map(|x| Counted::new(alive, x)) for y in 0..end)
            .fold(Vec::new(), |mut items, item| {
                items.push(item);
                items
            })
    }));
    assert!(panicked.is_err());
    assert_eq!(alive.get(), 0);
}

#[test]
fn a_fold_in_a_fold_has_its_own_items() {
    let end = 3;
    let sums = gen_expr!(gen_expr!(x * z for z in 0..end for _ in 0..y).sum::<i32>() for x in 0..end for y in 0..end);
    assert_eq!(sums.sum::<i32>(), 27);
}

#[test]
fn other_macros_can_stand_in_what_is_folded() {
    let (name, end) = (String::from("n"), 3);
    let names = gen_expr!(format!("{name}{x}{y}") for x in 0..end for y in 0..x);
    assert_eq!(names.fold(String::new(), |all, name| all + &name + " "), "n10 n20 n21 ");
}

mod foreign {
    //! A macro that waits for a future which exchanges the waker.

    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    pub(crate) struct Exchange;

    impl Future for Exchange {
        type Output = u32;

        fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
            *context = Context::from_waker(Waker::noop());
            Poll::Ready(1)
        }
    }

    macro_rules! exchange {
        () => {
            $crate::gen_expr_fold::foreign::Exchange.await
        };
    }
    pub(crate) use exchange;
}

#[test]
fn a_waker_that_a_macro_has_exchanged_is_a_panic() {
    let end = 3;
    let panicked = catch_unwind(|| {
        gen_expr!(x + y + foreign::exchange!() for x in 0..end for y in 0..end).sum::<u32>()
    });
    let message = *panicked.unwrap_err().downcast::<&str>().unwrap();
    assert!(message.contains("a generator waits only at its own yields"), "{message}");
}
