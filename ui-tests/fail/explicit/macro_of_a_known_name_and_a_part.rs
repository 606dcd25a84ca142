//! Macros of the user's that have the names of the standard library's, and do something else with parts of locals and
//! with what is in their arguments.

use genfn::generator;

mod own {
    macro_rules! count {
        ($($value:expr),*) => {
            [$(&$value),*].len() as u32
        };
    }

    macro_rules! nothing {
        ($($tokens:tt)*) => {
            ()
        };
    }

    macro_rules! take {
        ($value:expr, $pattern:pat) => {{
            let taken = $value;
            drop(taken);
        }};
    }

    macro_rules! second_first {
        ($first:expr, $second:expr) => {{
            let second = $second;
            ($first, second)
        }};
    }

    pub(super) use {count as vec, nothing as println, second_first as write, take as matches};
}

use own::{matches, println, vec, write};

struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0);
    }
}

struct Pair {
    left: Guard,
    right: Guard,
}

fn length(guard: Guard) -> usize {
    guard.0.len()
}

#[generator(state)]
fn counted(pair: Pair) -> impl Iterator<Item = u32> {
    let number = vec![pair.left];
    yield_!(number);
}

#[generator(state)]
fn counted_in_a_box(boxed: Box<Guard>) -> impl Iterator<Item = u32> {
    let number = vec![*boxed];
    yield_!(number);
}

#[generator(state)]
fn silent(guard: Guard) -> impl Iterator<Item = u32> {
    println!("{}", length(guard));
    yield_!(1);
}

#[generator(state)]
fn matched(guard: Guard) -> impl Iterator<Item = u32> {
    matches!(guard, Guard(_));
    yield_!(1);
}

#[generator(state)]
fn written(text: String) -> impl Iterator<Item = u32> {
    write!(drop(text), yield_!(1));
}

fn main() {
    let guard = || Guard("");
    counted(Pair { left: guard(), right: guard() }).count();
    counted_in_a_box(Box::new(guard())).count();
    silent(guard()).count();
    matched(guard()).count();
    written(String::new()).count();
}
