//! What can be delegated to: coroutines of every kind and in every state, and whatever can be
//! iterated over; and the value that it gives.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{
    BoxGenerator, CloseError, Coroutine, CoroutineState, Generator, LocalBoxGenerator, SendError,
    StartError, Status, generator,
};

/// What the generators here delegate to.
trait Sums: Coroutine<Yield = u32, Resume = u32, Return = String, Error = Infallible> {}

impl<C: Coroutine<Yield = u32, Resume = u32, Return = String, Error = Infallible> + ?Sized> Sums
    for C
{
}

type Object<'a> =
    dyn Coroutine<Yield = u32, Resume = u32, Return = String, Error = Infallible> + 'a;

/// Yields the sum of `start` and what it is sent, until that is nothing.
#[generator]
fn sums(
    start: u32,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = String> + Iterator<Item = u32> + Send {
    let mut sum = start;
    loop {
        let number = yield_!(sum);
        if number == 0 {
            return format!("{sum} in all");
        }
        sum += number;
    }
}

#[generator]
fn erased_sums(start: u32) -> BoxGenerator<'static, u32, u32, String> {
    yield_from!(sums(start))
}

#[generator]
fn boxed_sums(
    start: u32,
) -> Box<dyn Coroutine<Yield = u32, Resume = u32, Return = String, Error = Infallible>> {
    yield_from!(sums(start))
}

/// [`sums`] by hand. It leaves nothing behind.
struct ByHand {
    sum: u32,
    status: Status,
}

impl ByHand {
    fn new(start: u32) -> Self {
        Self { sum: start, status: Status::Created }
    }
}

impl Coroutine for ByHand {
    type Yield = u32;
    type Resume = u32;
    type Return = String;
    type Error = Infallible;

    fn start(&mut self) -> Result<CoroutineState<u32, String>, StartError> {
        assert_eq!(self.status, Status::Created);
        self.status = Status::Suspended;
        Ok(CoroutineState::Yielded(self.sum))
    }

    fn send(&mut self, number: u32) -> Result<CoroutineState<u32, String>, SendError<u32>> {
        assert_eq!(self.status, Status::Suspended);
        self.sum += number;
        if number > 0 {
            return Ok(CoroutineState::Yielded(self.sum));
        }
        self.status = Status::Finished;
        Ok(CoroutineState::Complete(format!("{} in all", self.sum)))
    }

    fn throw(&mut self, error: Infallible) -> Result<CoroutineState<u32, String>, Infallible> {
        match error {}
    }

    fn close(&mut self) -> Result<Option<String>, CloseError<u32>> {
        self.status = Status::Finished;
        Ok(None)
    }

    fn status(&self) -> Status {
        self.status
    }

    fn take_return(&mut self) -> Option<String> {
        None
    }
}

/// Delegates to `delegate` between two items of its own.
#[generator]
fn around<C: Sums>(delegate: C) -> impl Coroutine<Yield = u32, Resume = u32, Return = String> {
    let before = yield_!(1000);
    let returned = yield_from!(delegate);
    let behind = yield_!(2000);
    format!("{before}, {returned}, {behind}")
}

fn assert_sums<C: Sums>(delegate: C) {
    let mut around = around(delegate);
    assert_eq!(around.start(), Ok(CoroutineState::Yielded(1000)));
    assert_eq!(around.send(7), Ok(CoroutineState::Yielded(1)));
    assert_eq!(around.send(2), Ok(CoroutineState::Yielded(3)));
    assert_eq!(around.send(3), Ok(CoroutineState::Yielded(6)));
    assert_eq!(around.send(0), Ok(CoroutineState::Yielded(2000)));
    assert_eq!(around.send(8), Ok(CoroutineState::Complete("7, 6 in all, 8".to_owned())));
    assert_eq!(around.status(), Status::Finished);
}

#[test]
fn a_coroutine_of_any_kind() {
    assert_sums(sums(1));
    assert_sums(erased_sums(1));
    assert_sums(boxed_sums(1));
    assert_sums(BoxGenerator::new(sums(1)));
    assert_sums(LocalBoxGenerator::new(sums(1)));
    assert_sums(BoxGenerator::new(erased_sums(1)));
    assert_sums(Box::new(sums(1)));
    assert_sums(Box::new(sums(1)) as Box<Object<'_>>);
    assert_sums(Box::new(Box::new(sums(1)) as Box<Object<'_>>));
    assert_sums(ByHand::new(1));
    assert_sums(Box::new(ByHand::new(1)));
    assert_sums(Box::new(ByHand::new(1)) as Box<Object<'_>>);
    assert_sums(BoxGenerator::new(ByHand::new(1)));
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "it is the point")]
fn a_coroutine_that_is_lent() {
    assert_sums(&mut sums(1));
    assert_sums(&mut &mut sums(1));
    assert_sums(&mut sums(1) as &mut Object<'_>);
    assert_sums(&mut erased_sums(1));
    assert_sums(&mut boxed_sums(1));
    assert_sums(&mut *boxed_sums(1));
    assert_sums(&mut ByHand::new(1));
    assert_sums(LocalBoxGenerator::new(&mut sums(1)));
    assert_sums(Box::new(&mut sums(1)) as Box<Object<'_>>);
}

/// Delegates at once: the first item is what the delegate yields, resumed with zero if it was
/// started before.
#[generator]
fn at_once<C: Sums>(delegate: C) -> impl Coroutine<Yield = u32, Resume = u32, Return = String> {
    yield_from!(delegate)
}

fn assert_ends_at_once<C: Sums>(delegate: C) {
    assert_eq!(at_once(delegate).start(), Ok(CoroutineState::Complete("1 in all".to_owned())));
}

fn started<C: Sums>(mut coroutine: C) -> C {
    assert_eq!(coroutine.start(), Ok(CoroutineState::Yielded(1)));
    coroutine
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "it is the point")]
fn one_that_was_started_is_resumed_with_the_default() {
    assert_ends_at_once(started(sums(1)));
    assert_ends_at_once(&mut started(sums(1)));
    assert_ends_at_once(started(erased_sums(1)));
    assert_ends_at_once(started(boxed_sums(1)));
    assert_ends_at_once(started(BoxGenerator::new(ByHand::new(1))));
    assert_ends_at_once(started(ByHand::new(1)));
    assert_ends_at_once(BoxGenerator::new(started(sums(1))));
    assert_ends_at_once(Box::new(started(sums(1))) as Box<Object<'_>>);
}

#[test]
fn one_that_was_started_goes_on_where_it_was() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        for number in 0..6 {
            yield_!(number);
        }
    }

    #[generator]
    fn rest<C: Coroutine<Yield = u32, Resume = (), Error = Infallible>>(
        delegate: C,
    ) -> impl Iterator<Item = u32> {
        yield_from!(delegate);
    }

    let mut unerased = numbers();
    unerased.nth(1);
    assert!(rest(&mut unerased).take(2).eq([2, 3]));
    assert!(rest(unerased).eq([4, 5]));

    let mut delegating = rest(numbers());
    delegating.nth(2);
    assert!(rest(rest(delegating)).eq([3, 4, 5]), "it has delegates of its own");
}

/// Asserts that a delegation to one which `next` has run to its end gives what it left.
fn assert_gives_what_is_left<C: Sums + Iterator<Item = u32>>(mut coroutine: C) {
    assert_eq!(coroutine.by_ref().next(), Some(1));
    assert_eq!(coroutine.by_ref().next(), None);
    assert_ends_at_once(&mut coroutine);
    assert_eq!(coroutine.take_return(), None, "it is taken once");
}

fn finished<C: Sums + Iterator<Item = u32>>(mut coroutine: C) -> C {
    assert_eq!(coroutine.by_ref().last(), Some(1));
    coroutine
}

#[test]
fn one_that_is_finished_gives_the_value_that_it_left() {
    assert_gives_what_is_left(sums(1));
    assert_gives_what_is_left(erased_sums(1));
    assert_gives_what_is_left(boxed_sums(1));
    assert_gives_what_is_left(BoxGenerator::new(ByHand::new(1)));
    assert_gives_what_is_left(LocalBoxGenerator::new(&mut sums(1)));

    assert_ends_at_once(finished(sums(1)));
    assert_ends_at_once(finished(erased_sums(1)));
    assert_ends_at_once(finished(boxed_sums(1)));
    assert_ends_at_once(finished(BoxGenerator::new(ByHand::new(1))));
    assert_ends_at_once(BoxGenerator::new(finished(sums(1))));
}

/// The message of the panic of `run`.
fn panic_of<T: Debug>(run: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().expect("a message")).to_owned(),
    }
}

#[test]
fn one_that_is_finished_and_has_nothing_left_is_a_panic_that_says_so() {
    fn assert_panics<C: Sums>(mut coroutine: C) {
        coroutine.close().expect("it ends");
        let mut delegating = at_once(&mut coroutine);
        let message = panic_of(|| delegating.start());
        assert!(message.contains("finished and whose value is gone"), "{message}");
        assert!(message.contains("`take_return()`"), "it says what to do: {message}");
        assert_eq!(delegating.status(), Status::Finished);
        drop(delegating);
        assert_eq!(coroutine.status(), Status::Finished);
    }

    assert_panics(sums(1));
    assert_panics(started(sums(1)));
    assert_panics(erased_sums(1));
    assert_panics(boxed_sums(1));
    assert_panics(ByHand::new(1));
    assert_panics(BoxGenerator::new(ByHand::new(1)));

    let mut taken = sums(1);
    assert_eq!(taken.by_ref().last(), Some(1));
    assert_eq!(taken.take_return().as_deref(), Some("1 in all"));
    assert_panics(taken);
}

#[test]
fn an_iterator_that_is_finished_and_closed_has_nothing_left_either() {
    #[generator]
    fn outer<G: Generator<Item = u8>>(inner: G) -> impl Iterator<Item = u8> {
        yield_from!(inner);
    }

    #[generator]
    fn once() -> impl Iterator<Item = u8> {
        yield_!(1);
    }

    let mut closed = once();
    closed.close().unwrap();
    assert!(panic_of(|| outer(closed).next()).contains("finished"));

    let mut ended = once();
    assert_eq!(ended.by_ref().count(), 1);
    assert_eq!(outer(&mut ended).next(), None, "the value that it left is `()`");
    assert!(panic_of(|| outer(ended).next()).contains("finished"));
}

#[test]
fn one_that_waits_for_a_value_without_a_default_is_a_panic_that_says_so() {
    #[derive(Debug, PartialEq)]
    struct Word(&'static str);

    #[generator]
    fn words() -> impl Coroutine<Yield = u8, Resume = Word, Return = Word> {
        yield_!(1);
        yield_!(2)
    }

    #[generator]
    fn outer<C: Coroutine<Yield = u8, Resume = Word, Return = Word, Error = Infallible>>(
        inner: C,
    ) -> impl Coroutine<Yield = u8, Resume = Word, Return = Word> {
        yield_from!(inner)
    }

    let mut fresh = outer(words());
    assert_eq!(fresh.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(fresh.send(Word("lost")), Ok(CoroutineState::Yielded(2)));
    assert_eq!(fresh.send(Word("last")), Ok(CoroutineState::Complete(Word("last"))));

    let mut started = words();
    started.start().unwrap();
    let message = panic_of(|| outer(&mut started).start());
    assert!(message.contains("waits for a value, of a type that has no default"), "{message}");
    // It is still where it was.
    assert_eq!(started.send(Word("later")), Ok(CoroutineState::Yielded(2)));
    let message = panic_of(|| outer(LocalBoxGenerator::new(started)).start());
    assert!(
        message.contains("loop { match coroutine.send(value)"),
        "it says what to do: {message}"
    );
}

#[test]
fn whatever_can_be_iterated_over() {
    #[generator]
    fn lent<'a>(
        slice: &'a [u32],
        vector: &'a Vec<u32>,
        map: &'a BTreeMap<char, u32>,
        mut dynamic: &mut dyn Iterator<Item = &'a u32>,
    ) -> impl Iterator<Item = &'a u32> {
        yield_from!(slice);
        yield_from!(vector);
        yield_from!(map.values());
        yield_from!(&Some(5));
        yield_from!((&mut dynamic).take(1));
        yield_from!(dynamic);
    }

    #[generator]
    fn changed<'a>(
        slice: &'a mut [u32],
        vector: &'a mut Vec<u32>,
    ) -> impl Iterator<Item = &'a mut u32> {
        yield_from!(slice);
        yield_from!(vector.iter_mut().rev());
    }

    struct Shelf(Vec<u32>);

    impl IntoIterator for Shelf {
        type Item = u32;
        type IntoIter = std::vec::IntoIter<u32>;

        fn into_iter(self) -> Self::IntoIter {
            self.0.into_iter()
        }
    }

    #[generator]
    fn owned(
        more: impl IntoIterator<Item = u32>,
        boxed: Box<dyn Iterator<Item = u32>>,
    ) -> impl Iterator<Item = u32> {
        yield_from!(0..2);
        yield_from!([2, 3]);
        yield_from!(vec![4, 5]);
        yield_from!(VecDeque::from([6]));
        yield_from!(Some(7));
        yield_from!(Shelf(vec![8, 9]).into_iter().rev().rev());
        yield_from!(Shelf(vec![10]));
        yield_from!(more);
        yield_from!(boxed);
        yield_from!(None);
        let () = yield_from!(std::iter::empty());
    }

    let boxed = Box::new(12..14);
    assert!(owned(Some(11), boxed).eq(0..14));

    let map = BTreeMap::from([('b', 4), ('a', 3)]);
    let dynamic = &mut [6, 7].iter();
    assert!(lent(&[0], &vec![1, 2], &map, dynamic).copied().eq(0..8));

    let (mut array, mut vector) = ([1, 2], vec![3, 4]);
    for (place, number) in changed(&mut array, &mut vector).enumerate() {
        *number += 10 * u32::try_from(place).unwrap();
    }
    assert_eq!((array, vector), ([1, 12], vec![33, 24]));
}

#[test]
fn an_iterator_is_taken_one_item_at_a_time_and_no_further() {
    #[generator]
    fn outer(numbers: &mut impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        yield_from!(numbers);
        yield_!(100);
    }

    let mut numbers = 0..10;
    assert!(outer(&mut numbers).take(3).eq(0..3));
    assert_eq!(numbers.next(), Some(3));
    let mut rest = outer(&mut numbers);
    assert_eq!(rest.next(), Some(4));
    assert_eq!(rest.close(), Ok(None));
    drop(rest);
    assert_eq!(numbers, 5..10);
    assert!(outer(&mut numbers).eq([5, 6, 7, 8, 9, 100]));
}

#[test]
fn an_iterator_in_a_coroutine_that_errors_can_be_thrown_into() {
    #[generator]
    fn outer() -> impl Coroutine<Yield = u8, Return = String, Error = u8> {
        let caught = try_yield_from!(1..9);
        yield_from!([20]);
        format!("{caught:?}, {:?}", try_yield_from!([30]))
    }

    let mut coroutine = outer();
    assert_eq!(coroutine.by_ref().take(2).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(coroutine.throw(7), Ok(CoroutineState::Yielded(20)));
    assert_eq!(coroutine.next(), Some(30));
    let end = "Err(Thrown(7)), Ok(())".to_owned();
    assert_eq!(coroutine.send(()), Ok(CoroutineState::Complete(end)));

    let mut coroutine = outer();
    assert_eq!(coroutine.by_ref().nth(8), Some(20));
    assert_eq!(coroutine.throw(7), Err(7));
    assert_eq!(coroutine.status(), Status::Finished);

    let mut coroutine = outer();
    coroutine.next();
    assert_eq!(coroutine.close(), Err(CloseError::new(20)));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.close(), Ok(None));
}

#[test]
fn a_delegate_that_ends_without_an_item() {
    #[generator]
    fn ends(value: u32) -> impl Coroutine<Yield = u8, Return = u32> + Send {
        value
    }

    #[generator]
    fn outer() -> impl Coroutine<Yield = u8, Return = u32> {
        let first = yield_from!(ends(1));
        let second = yield_from!(BoxGenerator::new(ends(2)));
        let third = yield_from!(&mut ends(4));
        let fourth = yield_from!(ends(8)) + yield_from!(ends(16));
        yield_from!([]);
        first + second + third + fourth
    }

    assert_eq!(outer().start(), Ok(CoroutineState::Complete(31)));
}

#[test]
fn values_of_any_size_are_given() {
    #[derive(Debug, PartialEq)]
    #[repr(align(64))]
    struct Aligned(u8);

    #[generator]
    fn gives<T>(value: T) -> impl Coroutine<Yield = u8, Return = T> {
        yield_!(1);
        value
    }

    #[generator]
    fn outer<T>(value: T) -> impl Coroutine<Yield = u8, Return = T> {
        let value = yield_from!(gives(value));
        yield_from!(gives(value))
    }

    fn through<T>(value: T) -> T {
        let mut outer = outer(value);
        assert_eq!(outer.by_ref().count(), 2);
        outer.take_return().unwrap()
    }

    through(());
    assert_eq!(through([7_u64; 512]), [7; 512]);
    assert_eq!(through("text".to_owned()), "text");
    assert_eq!(through(Box::new(5)), Box::new(5));

    assert_eq!(through(Aligned(3)), Aligned(3));
}
