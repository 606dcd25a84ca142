//! Macros that take a yield among their tokens apart: they get the user's tokens, and whatever they do
//! with a yield, it is a whole one.

use std::convert::Infallible;

use genfn::{Coroutine, CoroutineState, Interrupt, PinCoroutine, generator, pin};

macro_rules! drop_it {
    ($($tokens:tt)*) => {};
}

macro_rules! twice {
    ($yield:expr) => {
        ($yield, $yield)
    };
}

macro_rules! backwards {
    ($first:expr, $second:expr) => {
        ($second, $first)
    };
}

macro_rules! with_another_argument {
    ($name:ident ! ($($value:tt)*)) => {
        $name!(10 * ($($value)*))
    };
}

macro_rules! named {
    ($name:ident) => {
        $name!(5)
    };
}

macro_rules! text {
    ($($tokens:tt)*) => {
        stringify!($($tokens)*)
    };
}

macro_rules! loops {
    ($body:expr) => {
        loop {
            if $body > 3 {
                break;
            }
        }
    };
}

fn items<R>(
    mut coroutine: impl Coroutine<Yield = u32, Resume = u32, Return = R, Error = Infallible>,
) -> (Vec<u32>, R) {
    let (mut items, mut state) = (Vec::new(), coroutine.start().unwrap());
    for sent in 1.. {
        match state {
            CoroutineState::Yielded(item) => items.push(item),
            CoroutineState::Complete(returned) => return (items, returned),
        }
        state = coroutine.send(sent).unwrap();
    }
    unreachable!("the range has no end")
}

#[test]
fn a_yield_is_dropped_repeated_and_reordered() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = u32, Resume = u32, Return = [(u32, u32); 2]> {
        drop_it!(yield_!(0), yield_from!(nothing));
        [twice!(yield_!(1)), backwards!(yield_!(2), yield_!(3))]
    }

    assert_eq!(items(talk()), (vec![1, 1, 3, 2], [(1, 2), (3, 4)]));
}

#[test]
fn a_yield_is_taken_apart_and_put_together() {
    #[generator]
    fn talk() -> impl Coroutine<Yield = u32, Resume = u32, Return = Vec<u32>> {
        let sent = vec![with_another_argument!(yield_!(1 + 1)), named!(yield_), yield_!(6)];
        loops!(yield_!(0));
        sent
    }

    assert_eq!(items(talk()), (vec![20, 5, 6, 0], vec![1, 2, 3]));
}

#[test]
fn what_is_shown_is_what_was_written() {
    #[generator]
    fn sources() -> impl Iterator<Item = Result<&'static str, u8>> {
        yield_!(Ok(text!(if done {
            return;
        })));
        yield_!(Ok(text!(genfn_yield; yield_!(1) + yield_from!(x))));
        yield_!(Ok(stringify!(genfn::yield_!(1))));
    }

    let sources: Vec<&str> = sources().map(Result::unwrap).collect();
    assert_eq!(
        sources,
        ["if done { return; }", "genfn_yield; yield_!(1) + yield_from!(x)", "genfn::yield_!(1)"]
    );
}

#[test]
fn a_return_is_that_of_the_closure_which_a_macro_makes() {
    macro_rules! closure {
        ($($body:tt)*) => { (|| { $($body)* })() };
    }

    #[generator]
    fn closures() -> impl Iterator<Item = Result<u32, u8>> {
        let seen = std::cell::Cell::new(0);
        closure!(for _ in 0..3 {
            seen.set(seen.get() + 1);
            if seen.get() == 2 {
                return;
            }
        });
        yield_!(Ok(seen.get()));
    }

    assert_eq!(closures().collect::<Vec<_>>(), [Ok(2)]);
}

#[test]
fn a_delegation_is_moved_by_a_macro() {
    macro_rules! pass {
        ($($tokens:tt)*) => { $($tokens)* };
    }

    struct Reads<'a>(&'a str);

    impl Drop for Reads<'_> {
        fn drop(&mut self) {
            assert_eq!(self.0, "a local of the body");
        }
    }

    #[generator]
    fn inner(reads: Reads<'_>) -> impl Iterator<Item = usize> {
        yield_!(reads.0.len());
        yield_!(0);
    }

    #[generator]
    fn outer() -> impl Iterator<Item = usize> {
        let text = String::from("a local of the body");
        pass!(yield_from!(inner(Reads(&text))));
        drop_it!(yield_from!(inner(Reads(&text))));
        pass! { yield_from!(inner(Reads(&text))) }
    }

    let mut outer = outer();
    assert_eq!(outer.by_ref().take(3).collect::<Vec<_>>(), [19, 0, 19]);
    drop(outer);
}

#[test]
fn a_pinned_generator_delegates_in_place_through_a_macro() {
    macro_rules! pass {
        ($($tokens:tt)*) => { $($tokens)* };
    }

    #[generator]
    fn inner() -> impl Iterator<Item = u8> {
        yield_!(1);
    }

    #[generator]
    fn outer() -> impl PinCoroutine<Yield = u8> {
        pass!(yield_from!(inner()));
        let _: Result<(), Interrupt<_>> = pass!(try_yield_from!([2]));
    }

    assert_eq!(pin!(outer()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_definitions_of_one_generator_are_none_of_another() {
    #[generator]
    fn outer() -> impl Iterator<Item = u32> {
        let inner = twice!({
            yield_!(1);
            let inner = genfn::gen_! {
                yield_!(10_u32);
                drop(vec![yield_!(20)]);
            };
            inner.sum::<u32>()
        });
        #[generator]
        fn nested() -> impl Iterator<Item = u32> {
            let ((), ()) = twice!(yield_!(5));
            yield_!(6);
        }
        yield_from!(nested());
        yield_!(inner.0 + inner.1);
    }

    assert_eq!(outer().collect::<Vec<_>>(), [1, 1, 5, 5, 6, 60]);
}
