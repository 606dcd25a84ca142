//! Macros of the user's that leave the body, and what they do with its locals.

use crate::alike::alike;

macro_rules! stop_if {
    ($condition:expr) => {
        if $condition {
            return;
        }
    };
}

macro_rules! parsed {
    ($text:expr) => {
        match $text.parse::<u32>() {
            Ok(number) => number,
            Err(_) => return,
        }
    };
}

alike! {
    a_macro_returns_from_a_loop(log) {
        let _guard = log.guard("a");
        for n in 0..5 {
            let _inner = log.guard("inner");
            stop_if!(n == 3);
            yield_!(n);
        }
        yield_!(9);
    }

    a_macro_gives_a_value_or_returns(log) {
        for text in ["1", "2", "x", "4"] {
            let guard = log.guard("a");
            let n = parsed!(text);
            yield_!(n);
            drop(guard);
            yield_!(n + 10);
        }
    }

    a_macro_and_the_body_return(log) {
        let guard = log.guard("a");
        yield_!(1);
        if log.0.borrow().len() > 100 {
            return;
        }
        stop_if!(guard.1.is_empty());
        yield_!(2);
        let n = { let other = log.guard("b"); yield_!(3); other.1.len() };
        stop_if!(n == 1);
        yield_!(4);
    }

    a_macro_returns_in_front_of_all(log) {
        let guard = log.guard("a");
        stop_if!(guard.1 == "a");
        yield_!(1);
    }
}

macro_rules! shown {
    ($value:expr) => {
        u32::try_from(format!("{:?}", $value.1).len()).unwrap()
    };
}

macro_rules! consumed {
    ($value:expr) => {
        drop($value)
    };
}

macro_rules! put {
    ($list:ident, $value:expr) => {
        $list.push($value)
    };
}

macro_rules! skip_if {
    ($condition:expr) => {
        if $condition {
            continue;
        }
    };
}

alike! {
    macros_look_at_locals_for_the_last_time(log) {
        let guard = log.guard("a");
        let mut list = vec![1];
        for turn in 0..3 {
            let inner = log.guard("inner");
            skip_if!(inner.1.len() == turn);
            yield_!(7);
        }
        put!(list, 2);
        yield_!(list[0]);
        if log.0.borrow().len() < 100 {
            let shown = shown!(guard);
            yield_!(shown);
        }
        put!(list, 3);
        yield_!(4);
    }

    a_macro_moves_a_text(log) {
        let text = String::from("text");
        let other = String::from("other");
        let mut list = Vec::new();
        yield_!(1);
        put!(list, text);
        yield_!(u32::try_from(list.len()).unwrap());
        if log.0.borrow().len() < 100 {
            put!(list, other);
        }
        yield_!(u32::try_from(list.len()).unwrap());
    }

    a_macro_moves_a_local_of_its_own(log) {
        let guard = log.guard("a");
        let other = log.guard("b");
        if log.0.borrow().is_empty() {
            let moved = guard;
            consumed!(moved);
        }
        yield_!(1);
        yield_!(shown!(other));
        yield_!(2);
    }

    a_macro_gets_a_reference_to_a_local_that_is_moved_elsewhere(log) {
        let guard = log.guard("a");
        if log.0.borrow().len() > 100 {
            drop(guard);
        } else {
            let guard = &guard;
            let shown = shown!(guard);
            yield_!(shown);
        }
        yield_!(1);
    }
}

/// A generator that calls itself, one with a name, and one whose items are exclusive references.
mod forms {
    use genfn::generator;

    #[generator(state)]
    fn tree(n: u32) -> impl Iterator<Item = u32> {
        stop_if!(n == 0);
        yield_from!(tree(n - 1));
        yield_!(n);
        stop_if!(n == 3);
        yield_from!(tree(n - 1));
    }

    #[generator(struct Counted)]
    #[derive(Clone)]
    fn counted(to: u32) -> impl Iterator<Item = u32> {
        for n in 0..to {
            stop_if!(n == 2);
            yield_!(n);
        }
    }

    #[generator(state)]
    fn doubled<'a>(numbers: &'a mut [u32]) -> impl Iterator<Item = &'a mut u32> {
        for number in numbers.iter_mut() {
            stop_if!(*number == 0);
            *number *= 2;
            yield_!(number);
        }
    }

    #[test]
    fn a_macro_returns_from_each_form() {
        assert_eq!(tree(2).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(tree(3).collect::<Vec<_>>(), [1, 2, 1, 3]);
        assert_eq!(counted(5).collect::<Vec<_>>(), [0, 1]);
        let mut numbers = [1, 2, 0, 3];
        assert_eq!(doubled(&mut numbers).collect::<Vec<_>>(), [&2, &4]);
        assert_eq!(numbers, [2, 4, 0, 3]);
    }
}
