//! What a generator is collected into gets all items there are, or as many as it asks for: the body
//! runs no further than that.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use genfn::{Coroutine, Status, gen_, gen_expr, generator, yield_};
use genfn_tests::allocations::counted;

/// Says in `yielded` how far it has come.
#[generator]
fn up_to(end: u32, yielded: &Cell<u32>) -> impl Iterator<Item = u32> {
    for number in 0..end {
        yielded.set(number + 1);
        yield_!(number);
    }
}

/// Takes two items, whatever it is given.
#[derive(Debug, PartialEq)]
struct Two(Vec<u32>);

impl FromIterator<u32> for Two {
    fn from_iter<I: IntoIterator<Item = u32>>(items: I) -> Self {
        Self(items.into_iter().take(2).collect())
    }
}

#[test]
fn a_vec_gets_all() {
    let yielded = Cell::new(0);
    assert_eq!(up_to(100, &yielded).collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    let text = String::from("a b");
    assert_eq!(
        gen_! { for word in text.split(' ') { yield_!(word.len()); } }.collect::<Vec<_>>(),
        [1, 1]
    );
    let factor = 10;
    let products = gen_expr!(factor * (x + y) for x in 0..3 for y in 0..x);
    assert_eq!(products.collect::<Vec<_>>(), [10, 20, 30]);
}

#[test]
fn a_vec_gets_the_rest_of_one_that_was_started() {
    let yielded = Cell::new(0);
    let mut numbers = up_to(5, &yielded);
    assert_eq!(numbers.next(), Some(0));
    assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 3, 4]);
    let mut numbers = up_to(1, &yielded);
    assert_eq!(numbers.by_ref().count(), 1);
    assert_eq!(numbers.collect::<Vec<_>>(), []);
}

#[test]
fn a_vec_of_one_that_is_lent_leaves_what_it_returned() {
    #[generator]
    fn returning() -> impl genfn::Coroutine<Yield = u32, Return = char> {
        yield_!(1);
        'r'
    }

    let mut generator = returning();
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [1]);
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.take_return(), Some('r'));
}

#[test]
fn other_collections_get_all() {
    let yielded = Cell::new(0);
    assert_eq!(up_to(3, &yielded).collect::<VecDeque<_>>(), [0, 1, 2]);
    let squares: BTreeMap<_, _> = gen_expr!((x, x * x) for x in 0..3).collect();
    assert_eq!(squares, BTreeMap::from([(0, 0), (1, 1), (2, 4)]));
    assert_eq!(up_to(3, &yielded).map(|number| number.to_string()).collect::<String>(), "012");
}

#[test]
fn the_body_runs_no_further_than_is_asked_for() {
    #[generator]
    fn checked(yielded: &Cell<u32>) -> impl Iterator<Item = Option<u32>> {
        for number in 0.. {
            yielded.set(number + 1);
            yield_!(10_u32.checked_sub(number));
        }
    }

    let yielded = Cell::new(0);
    assert_eq!(up_to(100, &yielded).collect::<Two>(), Two(vec![0, 1]));
    assert_eq!(yielded.get(), 2);

    assert_eq!(checked(&yielded).collect::<Option<Vec<_>>>(), None);
    assert_eq!(yielded.get(), 12);
}

#[test]
fn a_vec_takes_no_box_for_the_frame() {
    let yielded = Cell::new(0);
    let (numbers, allocations, freed) = counted(|| up_to(4, &yielded).collect::<Vec<_>>());
    assert_eq!(numbers, [0, 1, 2, 3]);
    assert_eq!((allocations, freed), (1, 0), "the four items'");
}

#[test]
fn a_panic_drops_what_was_collected() {
    #[generator]
    fn panicking(token: Rc<()>) -> impl Iterator<Item = Rc<()>> {
        yield_!(Rc::clone(&token));
        yield_!(Rc::clone(&token));
        panic!("the third");
    }

    let token = Rc::new(());
    let collect = || panicking(Rc::clone(&token)).collect::<Vec<_>>();
    let panic = catch_unwind(AssertUnwindSafe(collect)).expect_err("it panics");
    assert_eq!(panic.downcast_ref(), Some(&"the third"));
    assert_eq!(Rc::strong_count(&token), 1);
}
