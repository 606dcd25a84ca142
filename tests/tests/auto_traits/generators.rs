//! A generator is `Send` and `Sync` exactly when what it holds while it is suspended is.

#![allow(clippy::unused_self, reason = "the receiver is what method lookup goes by")]

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard};

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

/// Asks whether a type has a trait: the inherent method is there only if it has, and comes first.
struct Probe<T>(PhantomData<T>);

fn probe<T>(_: &T) -> Probe<T> {
    Probe(PhantomData)
}

trait Otherwise {
    fn is_send(&self) -> bool {
        false
    }

    fn is_sync(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Probe<T> {}

struct SyncProbe<T>(PhantomData<T>);

impl<T> Otherwise for SyncProbe<T> {}

impl<T: Send> Probe<T> {
    fn is_send(&self) -> bool {
        true
    }
}

impl<T: Sync> SyncProbe<T> {
    fn is_sync(&self) -> bool {
        true
    }
}

macro_rules! is_send {
    ($value:expr) => {
        probe(&$value).is_send()
    };
}

macro_rules! is_sync {
    ($value:expr) => {{
        fn probe<T>(_: &T) -> SyncProbe<T> {
            SyncProbe(PhantomData)
        }
        probe(&$value).is_sync()
    }};
}

fn use_it<T>(_: &T) {}

#[test]
fn the_probe_tells_the_two_apart() {
    assert!(is_send!(1) && is_sync!(1));
    assert!(!is_send!(Rc::new(1)) && !is_sync!(Rc::new(1)));
    assert!(is_send!(Cell::new(1)) && !is_sync!(Cell::new(1)));
    let mutex = Mutex::new(1);
    assert!(!is_send!(mutex.lock().unwrap()) && is_sync!(mutex.lock().unwrap()));
}

#[test]
fn nothing_but_numbers() {
    #[generator]
    fn plain(end: u32) -> impl Iterator<Item = u32> {
        for number in 0..end {
            yield_!(number);
            let _ = vec![
                yield_!(number),
                yield_!({
                    yield_!(number);
                    number
                }),
            ];
        }
    }

    assert!(is_send!(plain(1)) && is_sync!(plain(1)));
}

#[test]
fn what_is_held_across_a_yield_counts() {
    #[generator]
    fn held() -> impl Iterator<Item = u32> {
        let shared = Rc::new(1);
        yield_!(1);
        use_it(&shared);
    }

    #[generator]
    fn held_until_the_end() -> impl Iterator<Item = u32> {
        let _shared = Rc::new(1);
        yield_!(1);
    }

    #[generator]
    fn a_guard(mutex: &Mutex<u32>) -> impl Iterator<Item = u32> {
        let guard = mutex.lock().unwrap();
        yield_!(*guard);
    }

    #[expect(clippy::match_single_binding, reason = "a `match` keeps its temporaries")]
    #[generator]
    fn a_temporary() -> impl Iterator<Item = usize> {
        match Rc::new(1).as_ref() {
            one => yield_!(*one),
        }
    }

    #[generator]
    fn an_operand() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
        *Rc::new(1).as_ref() + yield_!(1)
    }

    #[generator]
    fn a_borrow(cell: &Cell<u32>) -> impl Iterator<Item = u32> {
        loop {
            yield_!(cell.get());
        }
    }

    assert!(!is_send!(held()));
    assert!(!is_send!(held_until_the_end()));
    let mutex = Mutex::new(1);
    assert!(!is_send!(a_guard(&mutex)) && is_sync!(a_guard(&mutex)));
    assert!(!is_send!(a_temporary()));
    assert!(!is_send!(an_operand()), "temporaries live until the end of the statement");
    assert!(!is_send!(a_borrow(&Cell::new(1))));
}

#[test]
fn what_is_gone_before_a_yield_does_not_count() {
    #[generator]
    fn dropped() -> impl Iterator<Item = u32> {
        let shared = Rc::new(1);
        let other = shared;
        drop(other);
        yield_!(1);
    }

    #[generator]
    fn out_of_scope() -> impl Iterator<Item = u32> {
        for turn in 0..2 {
            let number = {
                let shared = Rc::new(turn);
                *shared
            };
            yield_!(number);
        }
    }

    #[generator]
    fn after_the_last() -> impl Iterator<Item = u32> {
        yield_!(1);
        let shared = Rc::new(RefCell::new(1));
        *shared.borrow_mut() += 1;
    }

    assert!(is_send!(dropped()) && is_sync!(dropped()));
    assert!(is_send!(out_of_scope()) && is_sync!(out_of_scope()));
    assert!(is_send!(after_the_last()) && is_sync!(after_the_last()));
}

#[test]
fn temporaries_of_the_value_do_not_count() {
    #[generator]
    fn lengths(words: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> + Send + Sync {
        yield_!(words.lock().unwrap().len());
        yield_!(Rc::new(1).as_ref() + 1);
        let _ = vec![yield_!(words.lock().unwrap().len())];
        yield_!({
            let shared = Rc::new(words.lock().unwrap());
            shared.len()
        });
    }

    let words = Mutex::new(vec![String::new()]);
    assert_eq!(lengths(&words).collect::<Vec<_>>(), [1, 2, 1, 1]);
}

#[test]
fn an_item_that_goes_out_does_not_count() {
    #[generator]
    fn items() -> impl Iterator<Item = Rc<u32>> {
        yield_!(Rc::new(1));
        for number in 2..4 {
            yield_!(Rc::new(number));
        }
    }

    #[generator]
    fn guards(mutex: &Mutex<u32>) -> impl Iterator<Item = MutexGuard<'_, u32>> {
        loop {
            yield_!(mutex.lock().unwrap());
        }
    }

    assert!(is_send!(items()) && is_sync!(items()));
    let mutex = Mutex::new(1);
    assert!(is_send!(guards(&mutex)) && is_sync!(guards(&mutex)));
}

#[test]
fn what_is_sent_in_does_not_count() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = u32, Resume = Rc<u32>, Return = u32> {
        let mut sum = *yield_!(0);
        while sum < 100 {
            sum += *yield_!(sum);
        }
        sum
    }

    assert!(is_send!(talk()) && is_sync!(talk()));
}

#[test]
fn arguments_count() {
    #[generator]
    fn unused<T>(_: T) -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    #[generator]
    fn used_up<T>(value: T) -> impl Iterator<Item = u32> {
        drop(value);
        yield_!(1);
    }

    assert!(is_send!(unused(1)) && is_sync!(unused(1)));
    assert!(!is_send!(unused(Rc::new(1))) && !is_sync!(unused(Rc::new(1))));
    assert!(is_send!(unused(Cell::new(1))) && !is_sync!(unused(Cell::new(1))));
    // It is held until the first step.
    assert!(is_send!(used_up(1)));
    assert!(!is_send!(used_up(Rc::new(1))));
}

#[test]
fn a_generator_inside_counts_as_what_it_holds() {
    #[generator]
    fn inner<T: Clone>(value: T) -> impl Iterator<Item = T> {
        loop {
            yield_!(value.clone());
        }
    }

    #[generator]
    fn outer<T: Clone>(value: T) -> impl Iterator<Item = T> {
        for item in inner(value) {
            yield_!(item);
        }
    }

    assert!(is_send!(outer(1)) && is_sync!(outer(1)));
    assert!(!is_send!(outer(Rc::new(1))) && !is_sync!(outer(Rc::new(1))));
}

#[test]
fn fallible_and_sized_ones() {
    #[generator(size_hint = (1, Some(1)))]
    fn parsed<T: AsRef<str>>(
        text: T,
    ) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
        let number = text.as_ref().parse()?;
        yield_!(Ok(number));
    }

    assert!(is_send!(parsed("1")) && is_sync!(parsed("1")));
    let shared: Rc<str> = "1".into();
    assert!(!is_send!(parsed(shared)));
}

#[test]
fn erased_ones_say_it_in_their_names() {
    #[generator]
    fn sent() -> BoxGenerator<'static, u32> {
        yield_!(1);
    }

    #[generator]
    fn stays() -> LocalBoxGenerator<'static, u32> {
        yield_!(1);
    }

    #[generator]
    fn boxed() -> Box<dyn Iterator<Item = u32> + Send + Sync> {
        yield_!(1);
    }

    assert!(is_send!(sent()));
    assert!(!is_send!(stays()));
    assert!(is_send!(boxed()) && is_sync!(boxed()));
}
