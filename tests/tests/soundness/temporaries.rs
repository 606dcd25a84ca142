//! What a yield holds while the generator is suspended is what a plain function holds that is given the
//! value: nothing.

use std::cell::{Cell, RefCell};
use std::sync::Mutex;

use genfn::{Coroutine, Interrupt, generator};

/// Counts the temporaries that are alive.
struct Temporary<'a>(&'a Cell<u32>, &'static str);

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl<'a> Temporary<'a> {
    fn new(alive: &'a Cell<u32>) -> Self {
        alive.set(alive.get() + 1);
        Self(alive, "text")
    }

    fn text(&self) -> &'static str {
        self.1
    }
}

/// Takes a value. The temporaries are dropped at the end of the caller's statement.
fn plain(value: &'static str) -> &'static str {
    value
}

/// Each form of a value with temporaries: as a yield, and as the statement of a plain function.
macro_rules! forms {
    ($($name:ident: $alive:ident => $value:expr;)*) => {
        $(
            #[test]
            fn $name() {
                macro_rules! pass {
                    ($given:expr) => { $given };
                }

                #[generator]
                fn yields($alive: &Cell<u32>) -> impl Coroutine<Yield = &'static str, Error = u8> {
                    yield_!($value);
                    let _ = try_yield!($value);
                    pass!(yield_!($value));
                    let _: Result<(), Interrupt<u8>> = pass!(try_yield!($value));
                    yield_from!(once($value));
                    let _: Result<(), Interrupt<u8>> = try_yield_from!(once($value));
                    pass!(yield_from!(once($value)));
                }

                let count = Cell::new(0);
                {
                    let $alive = &count;
                    assert_eq!(plain($value), "text");
                }
                assert_eq!(count.get(), 0, "a statement drops its temporaries");

                let mut yields = yields(&count);
                let mut state = yields.start().unwrap();
                for step in 0..7 {
                    assert_eq!(state.yielded(), Some("text"), "step {step}");
                    // A delegate's expression keeps its temporaries, as a `for` loop does.
                    if step < 4 {
                        assert_eq!(count.get(), 0, "held while suspended at step {step}");
                    }
                    state = yields.send(()).unwrap();
                }
                assert_eq!(count.get(), 0);
            }
        )*
    };
}

#[generator]
fn once(text: &'static str) -> impl Coroutine<Yield = &'static str, Error = u8> {
    yield_!(text);
}

forms! {
    method_of_a_temporary: alive => Temporary::new(alive).text();
    field_of_a_temporary: alive => Temporary::new(alive).1;
    borrow_of_a_field: alive => &*Temporary::new(alive).1;
    borrow_of_a_dereference: alive => &Temporary::new(alive).text()[..];
    block: alive => { let _more = Temporary::new(alive); Temporary::new(alive).text() };
    operand_of_a_match: alive => match &Temporary::new(alive) { temporary => temporary.text() };
    condition: alive => if Temporary::new(alive).text().is_empty() { "" } else { "text" };
    cast: alive => Temporary::new(alive).text() as &'static str;
    parentheses: alive => &(&(Temporary::new(alive))).1[..];
}

#[test]
fn no_lock_is_held() {
    #[generator]
    fn suffixes<'a>(list: &Mutex<Vec<&'a str>>) -> impl Iterator<Item = &'a str> {
        yield_!(&list.lock().unwrap()[0][1..]);
        yield_!(list.lock().unwrap()[0].get(1..).unwrap());
        let _ = vec![yield_!(&list.lock().unwrap()[0][1..])];
    }

    let text = String::from("text");
    let list = Mutex::new(vec![text.as_str()]);
    for suffix in suffixes(&list) {
        assert_eq!(suffix, "ext");
        assert!(list.try_lock().is_ok());
    }
}

#[test]
fn no_cell_is_borrowed() {
    #[generator]
    fn current<'a>(cell: &RefCell<&'a String>) -> impl Iterator<Item = &'a String> {
        yield_!(&**cell.borrow());
    }

    #[generator]
    fn addresses(list: &Mutex<Vec<u32>>) -> impl Iterator<Item = usize> {
        yield_!(&raw const *list.lock().unwrap() as usize);
    }

    let text = String::from("text");
    let cell = RefCell::new(&text);
    for current in current(&cell) {
        assert_eq!(current, "text");
        assert!(cell.try_borrow_mut().is_ok());
    }
    let list = Mutex::new(vec![1]);
    assert!(addresses(&list).all(|_| list.try_lock().is_ok()));
}
