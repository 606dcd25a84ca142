//! What holds for generators, for streams: names of the user's, and what is held while suspended.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use futures::Stream;
use genfn::{async_gen, generator};

fn items<S: Stream>(stream: S) -> Vec<S::Item> {
    let mut stream = pin!(stream);
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return items,
            Poll::Pending => {}
        }
    }
}

type Result<T> = std::result::Result<T, String>;
type Number = u32;

#[test]
fn items_that_shadow_the_types_of_the_signature() {
    #[generator]
    async fn parse(text: &str) -> impl Stream<Item = Result<u32>> {
        use std::fmt::{Result, Write};

        fn show(to: &mut String, n: u32) -> Result {
            write!(to, "{n}")
        }

        let mut log = String::new();
        for word in text.split(' ') {
            let n = word.parse::<u32>().map_err(|error| error.to_string())?;
            show(&mut log, n).unwrap();
            yield_!(Ok(n));
            let _ = vec![yield_!(Ok(n))];
            let _ = try_yield!(Ok(n));
            yield_!(async { Ok(n) }.await);
        }
    }

    macro_rules! define {
        () => {
            struct Result;
            struct Number;
        };
    }

    #[generator]
    async fn defined() -> impl Stream<Item = Result<Number>> {
        define!();
        let _ = (Result, Number);
        yield_!(Ok(1));
        let _ = vec![try_yield!(Ok(2))];
    }

    assert_eq!(items(parse("1")), [Ok(1), Ok(1), Ok(1), Ok(1)]);
    assert_eq!(items(defined()), [Ok(1), Ok(2)]);

    let in_place = async_gen! { -> impl Stream<Item = Result<Number>> {
        struct Result;
        type Number = Result;
        let _: Number = Result;
        yield_!(Ok(1));
        vec![yield_!(Ok(2))];
    } };
    assert_eq!(items(in_place), [Ok(1), Ok(2)]);
    let inferred = async_gen! {
        #[allow(dead_code)]
        struct Number;
        yield_!(1_u8);
        let _ = vec![yield_!(2)];
    };
    assert_eq!(items(inferred), [1, 2]);
}

/// A value is still coerced to the type of the items.
#[test]
fn a_value_is_coerced_where_an_item_is_defined() {
    #[generator]
    async fn slices() -> impl Stream<Item = &'static [u8]> {
        #[allow(dead_code)]
        struct Local;
        yield_!(&[1, 2]);
        yield_!(b"3");
        let _ = vec![yield_!(&[])];
    }

    assert_eq!(items(slices()), [&[1, 2][..], b"3", &[]]);
}

mod consts {
    use futures::Stream;
    use genfn::generator;

    #[allow(non_upper_case_globals)]
    pub(crate) const value: u32 = 3;
    #[allow(non_upper_case_globals)]
    pub(crate) const place: u32 = 4;
    #[allow(non_upper_case_globals)]
    pub(crate) static slot: u32 = 5;
    #[allow(non_camel_case_types)]
    pub(crate) struct delegate;
    #[allow(non_camel_case_types)]
    pub(crate) struct protocol;
    #[allow(non_upper_case_globals)]
    pub(crate) const argument_0: u32 = 8;

    #[generator]
    pub(crate) async fn numbers((x, _): (u32, ())) -> impl Stream<Item = u32> {
        yield_!(value + place + x);
        let _ = [yield_!(slot)];
        yield_from!([argument_0]);
        let _ = (delegate, protocol);
    }
}

#[test]
fn constants_statics_and_structs() {
    assert_eq!(items(consts::numbers((1, ()))), [8, 5, 8]);
}

mod traits {
    use futures::Stream;
    use genfn::{generator, yield_, yield_from};

    #[allow(dead_code)]
    pub(crate) trait Tap: Sized {
        fn yield_(self) -> u8 {
            0
        }
        fn yield_from(self) -> u8 {
            0
        }
        fn find_slot(self) -> std::future::Ready<u8> {
            std::future::ready(1)
        }
        fn kind_of_delegate(&self) -> u8 {
            1
        }
        fn first_poll(self, _: u8) {}
        fn make_pinned_stream(self) {}
    }

    impl<T> Tap for T {}

    #[generator]
    pub(crate) async fn numbers() -> impl Stream<Item = u32> {
        yield_!(1);
        let _ = vec![yield_!(2)];
        yield_from!([3]);
    }
}

#[test]
fn methods_of_traits_for_all_types() {
    assert_eq!(items(traits::numbers()), [1, 2, 3]);
}

#[test]
fn no_lock_is_held() {
    async fn ready<T>(value: T) -> T {
        value
    }

    #[generator]
    async fn suffixes<'a>(list: &Mutex<Vec<&'a str>>) -> impl Stream<Item = &'a str> {
        #[allow(dead_code)]
        struct Local;
        yield_!(&list.lock().unwrap()[0][1..]);
        let _ = try_yield!(list.lock().unwrap()[0].get(1..).unwrap());
        let _ = vec![yield_!(&list.lock().unwrap()[0][1..])];
        let _ = vec![try_yield!(&list.lock().unwrap()[0][1..])];
        yield_!(ready(&list.lock().unwrap()[0][1..]).await);
        yield_!(match list.lock().unwrap()[0] {
            text => &text[1..],
        });
    }

    let text = String::from("text");
    let list = Mutex::new(vec![text.as_str()]);
    let mut stream = pin!(suffixes(&list));
    let mut context = Context::from_waker(Waker::noop());
    let mut count = 0;
    while let Poll::Ready(Some(suffix)) = stream.as_mut().poll_next(&mut context) {
        assert_eq!(suffix, "ext");
        assert!(list.try_lock().is_ok(), "item {count}");
        count += 1;
    }
    assert_eq!(count, 6);
}

/// Is pending once.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

macro_rules! wait {
    ($future:expr) => {
        $future.await
    };
}

#[test]
fn macros_repeat_reorder_drop_and_quote_yields() {
    macro_rules! twice {
        ($($code:tt)*) => { { $($code)*; $($code)* } };
    }
    macro_rules! swap {
        ($first:expr, $second:expr) => {{
            let second = $second;
            ($first, second)
        }};
    }
    macro_rules! drops {
        ($($code:tt)*) => {};
    }

    #[generator]
    async fn inner(_: ()) -> impl Stream<Item = Box<u32>> {
        yield_!({
            let numbers = genfn::gen_! {
                yield_!(10);
                yield_!(20);
            };
            Box::new(numbers.sum())
        });
    }

    #[generator]
    async fn numbers(list: &Mutex<Vec<Box<u32>>>) -> impl Stream<Item = Box<u32>> {
        twice!(yield_!(list.lock().unwrap()[0].clone()));
        let _ = swap!(yield_!(Box::new(2)), try_yield!(Box::new(3)));
        assert_eq!(stringify!(yield_!(4)), "yield_!(4)");
        drops!(yield_!(5));
        yield_from!(inner(yield_!(Box::new(9))));
    }

    let list = Mutex::new(vec![Box::new(1)]);
    let numbers: Vec<_> = items(numbers(&list)).into_iter().map(|number| *number).collect();
    assert_eq!(numbers, [1, 1, 3, 2, 9, 30]);
}

/// The slot is found before the value is made, and again at the next yield.
#[test]
fn a_value_that_is_left_yields_nothing_and_the_stream_may_wait_after_that() {
    #[generator]
    async fn numbers(mut list: Vec<u32>) -> impl Stream<Item = Box<u32>> {
        loop {
            yield_!(match list.pop() {
                Some(number) if number > 1 => Box::new(number),
                Some(_) => continue,
                None => break,
            });
        }
        wait!(Once(false));
        'outer: {
            yield_from!(match list.first() {
                Some(number) => [Box::new(*number)],
                None => break 'outer,
            });
        }
        wait!(Once(false));
        let _ = std::panic::catch_unwind(|| panic!("in a body"));
        yield_!({
            wait!(Once(false));
            Box::new(7)
        });
    }

    let numbers: Vec<_> = items(numbers(vec![3, 1, 2])).into_iter().map(|number| *number).collect();
    assert_eq!(numbers, [2, 3, 7]);
}

#[test]
fn a_value_that_panics_ends_the_stream() {
    #[generator]
    async fn numbers(list: Vec<u32>) -> impl Stream<Item = Box<u32>> {
        yield_!(Box::new(list[0]));
        yield_!(Box::new(list[1]));
    }

    let mut stream = pin!(numbers(vec![1]));
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(stream.as_mut().poll_next(&mut context), Poll::Ready(Some(Box::new(1))));
    let mut next = || stream.as_mut().poll_next(&mut context);
    assert!(catch_unwind(AssertUnwindSafe(&mut next)).is_err());
    assert_eq!(next(), Poll::Ready(None));
}

#[test]
fn no_cell_is_borrowed() {
    let text = String::from("text");
    let cell = RefCell::new(&text);
    let alive = Cell::new(0);
    let (shared, counted) = (&cell, &alive);
    let mut stream = pin!(async_gen! { -> impl Stream<Item = &String> {
        counted.set(1);
        yield_!(&**shared.borrow());
        let _ = [try_yield!(&**shared.borrow())];
        counted.set(0);
    } });
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(current)) = stream.as_mut().poll_next(&mut context) {
        assert_eq!(current, "text");
        assert!(cell.try_borrow_mut().is_ok());
        assert_eq!(alive.get(), 1);
    }
    assert_eq!(alive.get(), 0);
}
