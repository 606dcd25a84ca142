//! Every form of a generator with an explicit state.

use std::fmt::Debug;
use std::io;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

/// By `state`, over a type with a bound.
#[generator(state)]
pub fn repeated<T: Clone>(item: T, mut times: usize) -> impl Iterator<Item = T> {
    while times > 0 {
        times -= 1;
        yield_!(item.clone());
    }
}

/// By `+ Clone`, with a size hint.
#[generator(size_hint = (3, Some(3)))]
pub fn first_three<const N: usize>(items: [u8; N]) -> impl Iterator<Item = u8> + Clone {
    for item in items.into_iter().take(3) {
        yield_!(item);
    }
}

/// By `+ Copy`.
#[generator]
pub fn counted(from: u32, to: u32) -> impl Iterator<Item = u32> + Copy {
    let mut number = from;
    while number < to {
        yield_!(number);
        number += 1;
    }
}

/// By derives.
#[generator]
#[derive(Clone, Debug)]
pub fn shown<T: Clone + Debug>(items: Vec<T>) -> impl Iterator<Item = T> + Debug {
    for item in items {
        yield_!(item);
    }
}

/// By a name, over a lifetime.
#[generator(struct Pieces, size_hint = (0, Some(text.len())))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub fn pieces<'a>(text: &'a str, at: char) -> impl Iterator<Item = &'a str> {
    let mut rest: &'a str = text;
    loop {
        let end: Option<usize> = rest.find(at);
        yield_!(&rest[..end.unwrap_or(rest.len())]);
        let Some(end) = end else { return };
        rest = &rest[end + at.len_utf8()..];
    }
}

/// By a name, over a lifetime and a type that have none.
#[generator(struct Joined)]
pub fn joined(between: &str, parts: impl Iterator<Item = String>) -> impl Iterator<Item = &str> {
    for part in parts {
        if !part.is_empty() {
            yield_!(between);
        }
    }
}

/// A coroutine with all of the protocol.
///
/// # Errors
///
/// What is thrown in twice.
#[generator(state)]
pub fn sums()
-> impl Coroutine<Yield = i64, Resume = i64, Return = Result<i64, String>, Error = String> {
    let mut sum = 0;
    loop {
        match try_yield!(sum) {
            Ok(number) => sum += number,
            Err(genfn::Interrupt::Thrown(error)) if sum == 0 => return Err(error),
            Err(genfn::Interrupt::Thrown(_)) => sum = 0,
            Err(genfn::Interrupt::Closed) => return Ok(sum),
        }
    }
}

/// A delegation that is forwarded to, and its value.
///
/// # Errors
///
/// What the delegate returns.
#[generator(state)]
pub fn twice()
-> impl Coroutine<Yield = i64, Resume = i64, Return = Result<i64, String>, Error = String> {
    let first = yield_from!(sums())?;
    let second = try_yield_from!(sums());
    second.map_or_else(|_| Ok(first), |second| Ok(first + second?))
}

/// A tree of nodes.
#[derive(Debug, Default)]
pub struct Tree {
    /// What is below it.
    pub children: Vec<Self>,
    /// What is in it.
    pub value: u32,
}

/// Recursion, by calls that go on and one that is the last.
#[generator(state)]
pub fn walk(tree: &Tree) -> impl Iterator<Item = u32> {
    yield_!(tree.value);
    for child in &tree.children {
        yield_from!(walk(child));
    }
}

impl Tree {
    /// A method of a reference.
    #[generator(state)]
    pub fn values(&self) -> impl Iterator<Item = u32> {
        for child in &self.children {
            yield_!(child.value);
        }
    }

    /// A method of a value, in a box.
    #[generator(state)]
    #[must_use]
    pub fn into_values(self) -> Box<dyn Iterator<Item = u32>> {
        let Self { children, value } = self;
        yield_!(value);
        for child in children {
            yield_from!(child.into_values());
        }
    }
}

/// What has lines.
pub trait Lines {
    /// Its lines, or the error of one.
    fn lines(&self) -> impl Iterator<Item = io::Result<String>>;
}

impl Lines for [&str] {
    #[generator(state)]
    fn lines(&self) -> impl Iterator<Item = io::Result<String>> {
        for line in self {
            if line.is_empty() {
                return Err(io::Error::other("an empty line"));
            }
            let number: i32 = line.parse().map_err(io::Error::other)?;
            yield_!(Ok(format!("{number:>4}")));
        }
    }
}

/// Type-erased, and sent to another thread.
#[generator(state)]
pub fn sent(names: Vec<String>) -> BoxGenerator<'static, String> {
    for (place, name) in names.into_iter().enumerate() {
        if place % 2 == 1 {
            continue;
        }
        yield_!(name);
    }
}

/// Type-erased, with yields as operands and conditions.
#[generator(state)]
pub fn asked(numbers: &[u32]) -> LocalBoxGenerator<'_, u32, bool, u32> {
    let mut sum = 0;
    for &number in numbers {
        if yield_!(number) && number > 1 {
            sum += number * u32::from(yield_!(sum));
        }
    }
    let Some(&last) = numbers.last() else {
        yield_!(0);
        return 0;
    };
    sum + last
}
