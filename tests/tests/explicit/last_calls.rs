//! A method whose name no list has uses a local for the last time: the local is dropped when the plain function
//! drops it, whatever the method takes.

#![expect(clippy::cast_possible_truncation, reason = "the texts are short")]

use crate::alike::{Guard, alike};

trait Uses {
    fn finish(self) -> u32;
    fn plus(self, n: u32) -> Self;
    fn measure(&self, by: u32) -> u32;
    fn bump(&mut self, by: u32) -> &mut Self;
    fn made<T: From<u8>>(&self, n: u8) -> T;
    fn ended<T: From<u8>>(self, n: u8) -> T;
}

impl Uses for Guard {
    fn finish(self) -> u32 {
        self.0.note(format!("finish {}", self.1));
        1
    }

    fn plus(self, n: u32) -> Self {
        self.0.note(format!("plus {n}"));
        self
    }

    fn measure(&self, by: u32) -> u32 {
        self.0.note(format!("measure {by}"));
        by
    }

    fn bump(&mut self, by: u32) -> &mut Self {
        self.0.note(format!("bump {by}"));
        self
    }

    fn made<T: From<u8>>(&self, n: u8) -> T {
        T::from(n)
    }

    fn ended<T: From<u8>>(self, n: u8) -> T {
        T::from(n)
    }
}

alike! {
    a_statement_takes(log) {
        let guard = log.guard("a");
        yield_!(1);
        let n = guard.finish();
        yield_!(n);
        yield_!(2);
    }

    a_statement_borrows(log) {
        let guard = log.guard("a");
        yield_!(1);
        let n = guard.measure(3);
        yield_!(n);
        yield_!(2);
    }

    a_statement_borrows_exclusively(log) {
        let mut guard = log.guard("a");
        yield_!(1);
        guard.bump(3).bump(4);
        yield_!(2);
        yield_!(3);
    }

    a_value_is_of_any_type(log) {
        let (guard, other) = (log.guard("a"), log.guard("b"));
        let n: u32 = guard.made(3);
        yield_!(n);
        let n: u32 = other.ended(4);
        yield_!(n);
        yield_!(2);
    }

    a_yield_takes(log) {
        if let Some(guard) = Some(log.guard("a")) {
            yield_!(guard.finish());
            yield_!(2);
        }
        yield_!(3);
    }

    a_yield_borrows(log) {
        if let Some(guard) = Some(log.guard("a")) {
            yield_!(guard.measure(4));
            yield_!(2);
        }
        yield_!(3);
    }

    a_branch_takes(log) {
        let guard = log.guard("a");
        yield_!(1);
        if log.0.borrow().len() % 2 == 0 {
            let n = guard.finish();
            yield_!(n);
        } else {
            yield_!(5);
            let n = guard.measure(1);
            yield_!(n);
        }
        yield_!(9);
    }

    locals_of_one_name_are_taken_one_after_the_other(log) {
        let guard = log.guard("a");
        let guard = guard.plus(1);
        yield_!(1);
        let guard = guard.plus(2);
        yield_!(2);
        let guard = guard.plus(3);
        yield_!(3);
        let guard = guard.plus(4);
        yield_!(4);
        log.note("last");
        yield_!(guard.finish());
        yield_!(5);
    }

    locals_that_follow_one_another_stay(log) {
        let first = log.guard("a");
        yield_!(1);
        let n = first.measure(1);
        yield_!(n);
        let second = log.guard("b");
        yield_!(2);
        let n = second.measure(2);
        yield_!(n);
        let third = log.guard("c");
        yield_!(3);
        let n = third.measure(3);
        yield_!(n);
        yield_!(4);
    }

    locals_that_follow_one_another_stay_and_are_taken(log) {
        let first = log.guard("a");
        yield_!(1);
        let n = first.measure(1);
        yield_!(n);
        let between = log.guard("between");
        let second = log.guard("b");
        yield_!(2);
        let n = second.finish();
        yield_!(n);
        let third = log.guard("c");
        yield_!(3);
        let n = third.measure(3) + between.measure(4);
        yield_!(n);
        let fourth = log.guard("d");
        yield_!(4);
        let n = fourth.finish();
        yield_!(n);
        yield_!(5);
    }

    locals_follow_one_another_in_a_loop(log) {
        for n in 0..3 {
            let guard = log.guard("a");
            yield_!(n);
            let guard = guard.plus(n);
            yield_!(1);
            let other = log.guard("b");
            let m = other.measure(2);
            yield_!(m);
            if n == 1 {
                continue;
            }
            let guard = guard.plus(3);
            yield_!(3);
            let m = guard.finish();
            yield_!(m);
        }
    }

    a_method_has_two_forms(log) {
        let first = log.guard("a");
        yield_!(1);
        let n: u32 = first.made(1);
        yield_!(n);
        let second = log.guard("b");
        yield_!(2);
        let n = second.made::<u32>(2);
        yield_!(n);
        let third = log.guard("c");
        yield_!(3);
        let n = third.ended::<u32>(3);
        yield_!(n);
        yield_!(4);
    }

    a_local_has_the_name_of_a_method(log) {
        let receiver = log.guard("a");
        yield_!(1);
        let used = receiver.plus(1);
        yield_!(2);
        if used.finish() == 1 {
            yield_!(3);
        }
        yield_!(4);
    }

    a_condition_takes(log) {
        let guard = log.guard("a");
        yield_!(1);
        if guard.finish() == 1 {
            yield_!(2);
        }
        yield_!(3);
    }

    a_condition_borrows(log) {
        let guard = log.guard("a");
        yield_!(1);
        if guard.measure(2) == 1 {
            yield_!(2);
        }
        yield_!(3);
    }

    a_head_takes(log) {
        let guard = log.guard("a");
        yield_!(1);
        match guard.finish() {
            1 => yield_!(7),
            _ => yield_!(8),
        }
        yield_!(3);
    }

    a_shadowed_local_is_taken(log) {
        let guard = log.guard("a");
        yield_!(1);
        let guard = guard.plus(1);
        yield_!(2);
        let guard = guard.plus(2);
        yield_!(guard.measure(3));
        yield_!(4);
    }

    a_loop_takes_and_gives_back(log) {
        let mut guard = log.guard("a");
        let mut turn = 0;
        loop {
            match turn {
                0 => {
                    guard = guard.plus(1);
                    yield_!(1);
                }
                1 => {
                    let held = guard;
                    yield_!(2);
                    guard = held;
                }
                _ => {
                    guard.finish();
                    break;
                }
            }
            turn += 1;
            yield_!(3);
        }
        yield_!(4);
    }

    what_a_method_borrows_is_used_by_the_next_one(log) {
        let guard = log.guard("a");
        let name = &guard.1;
        let n = guard.measure(name.len() as u32);
        yield_!(n);
        yield_!(2);
    }

    numbers_and_references_stay(log) {
        log.note("numbers");
        let number = 3_u32;
        yield_!(1);
        let square = number.pow(2);
        yield_!(square);
        let text: &str = "abc";
        let position = text.rfind('b');
        yield_!(position.map_or(0, |at| at as u32));
        let (word, number) = ("3", String::from("4"));
        let n: u32 = word.parse().unwrap_or(0);
        yield_!(n);
        let n: u32 = number.parse().unwrap_or(0);
        yield_!(n);
        yield_!(2);
    }

    a_method_of_what_is_behind_a_pointer(log) {
        let boxed = Box::new(log.guard("a"));
        let shared = std::rc::Rc::new(log.guard("b"));
        yield_!(1);
        let n = boxed.measure(2);
        yield_!(n);
        let n = shared.measure(3);
        yield_!(n);
        yield_!(4);
    }
}

/// Locals of one name that follow one another, each with the call that uses it for the last time. They are more than
/// the nested pairs of which one value is made.
macro_rules! follow {
    ($test:ident: $($number:literal $method:ident($($argument:literal)?)),*) => {
        alike! {
            $test(log) {
                $(
                    let guard = log.guard(stringify!($number));
                    yield_!($number);
                    let n = guard.$method($($argument)?);
                    yield_!(n);
                )*
            }
        }
    };
}

follow! {
    many_locals_follow_one_another_and_stay:
    0 measure(0), 1 measure(1), 2 measure(2),
    3 measure(3), 4 measure(4), 5 measure(5),
    6 measure(6), 7 measure(7), 8 measure(8),
    9 measure(9), 10 measure(10), 11 measure(11),
    12 measure(12), 13 measure(13), 14 measure(14),
    15 measure(15), 16 measure(16), 17 measure(17)
}

follow! {
    many_locals_follow_one_another:
    0 measure(0), 1 finish(), 2 finish(),
    3 measure(3), 4 finish(), 5 finish(),
    6 measure(6), 7 finish(), 8 finish(),
    9 measure(9), 10 finish(), 11 finish(),
    12 measure(12), 13 finish(), 14 finish(),
    15 measure(15), 16 finish(), 17 finish()
}
