//! Every form that the signature of a generator function can have.

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::{BuildHasher, Hash};
use std::io;
use std::num::ParseIntError;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, generator};

/// No arguments at all.
#[generator]
pub fn constant() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_!(2);
}

/// A type with a bound, and `mut` in an argument.
#[generator]
pub fn repeated<T: Clone>(item: T, mut times: usize) -> impl Iterator<Item = T> {
    while times > 0 {
        times -= 1;
        yield_!(item.clone());
    }
}

/// A constant, and an array by value.
#[generator]
pub fn backwards<T, const N: usize>(items: [T; N]) -> impl Iterator<Item = T> {
    for item in items.into_iter().rev() {
        yield_!(item);
    }
}

/// A where clause, a default hasher's type among the parameters, and a borrowed collection.
#[generator]
pub fn present<'a, K, V, S>(
    map: &'a HashMap<K, V, S>,
    keys: &'a [K],
) -> impl Iterator<Item = (&'a K, &'a V)>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    for key in keys {
        if let Some(value) = map.get(key) {
            yield_!((key, value));
        }
    }
}

/// An elided lifetime.
#[generator]
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

/// Elided lifetimes that no item has: the generator captures them without being told to.
#[generator]
pub fn common(one: &str, other: &str) -> impl Iterator<Item = char> {
    for character in one.chars() {
        if other.contains(character) {
            yield_!(character);
        }
    }
}

/// A named lifetime, given again as a bound.
#[generator]
pub fn shared_prefixes<'a>(text: &'a str, _limit: &'a str) -> impl Iterator<Item = &'a str> + 'a {
    for (end, _) in text.char_indices() {
        yield_!(&text[..end]);
    }
}

/// A lifetime in a path.
#[generator]
pub fn parts(formatted: std::str::Split<'_, char>) -> impl Iterator<Item = &'_ str> {
    for part in formatted {
        yield_!(part);
    }
}

/// A lifetime that is bound inside of an item's type.
#[generator]
pub fn measures() -> impl Iterator<Item = for<'a> fn(&'a str) -> usize> {
    yield_!(str::len);
}

/// A mutable borrow that is yielded again and again, piece by piece.
#[generator]
pub fn cells(row: &mut [u32]) -> impl Iterator<Item = &mut u32> {
    for cell in row {
        yield_!(cell);
    }
}

/// Arguments whose types the caller chooses without naming them.
#[generator]
pub fn merged(
    one: impl IntoIterator<Item = u32>,
    other: impl IntoIterator<Item = u32>,
) -> impl Iterator<Item = u32> {
    let mut one = one.into_iter().peekable();
    let mut other = other.into_iter().peekable();
    loop {
        let first = match (one.peek(), other.peek()) {
            (Some(left), Some(right)) => left <= right,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return,
        };
        let next = if first { one.next() } else { other.next() };
        if let Some(next) = next {
            yield_!(next);
        }
    }
}

/// A closure among the arguments, called between the yields.
#[generator]
pub fn unfold<S, T>(
    mut state: S,
    mut step: impl FnMut(&mut S) -> Option<T>,
) -> impl Iterator<Item = T> {
    while let Some(item) = step(&mut state) {
        yield_!(item);
    }
}

/// A pair of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The first.
    pub first: u32,
    /// The second.
    pub second: u32,
}

/// Patterns in the arguments: tuples, structs, slices, references, ignored parts.
#[generator]
pub fn patterns(
    (mut left, _): (u32, u32),
    Pair { first, second: other }: Pair,
    [head, .., last]: [u32; 4],
    &behind: &u32,
    _: u32,
) -> impl Iterator<Item = u32> {
    left += 1;
    yield_!(left);
    yield_!(first);
    yield_!(other);
    yield_!(head);
    yield_!(last);
    yield_!(behind);
}

/// Names that are keywords.
#[generator]
pub fn r#loop(r#type: u32, r#match: u32) -> impl Iterator<Item = u32> {
    yield_!(r#type);
    for r#in in 0..r#match {
        yield_!(r#in);
    }
}

/// An item whose type is not named.
#[generator]
pub fn labels(names: &[String]) -> impl Iterator<Item = impl Display + '_> {
    for name in names {
        yield_!(format!("<{name}>"));
    }
}

/// Unnamed types inside of an item's type.
#[generator]
pub fn numbered<'a>(
    names: &'a [&'a str],
) -> impl Iterator<Item = (impl Into<u64> + Debug, Option<impl AsRef<str> + 'a>)> {
    let mut number = 0_u32;
    for name in names {
        number += 1;
        yield_!((number, Some(*name)));
    }
}

/// Generators of generators.
#[generator]
pub fn triangle(rows: u32) -> impl Iterator<Item = impl Iterator<Item = u32>> {
    for row in 1..=rows {
        yield_!(up_to(row));
    }
}

#[generator]
fn up_to(end: u32) -> impl Iterator<Item = u32> {
    for number in 1..=end {
        yield_!(number);
    }
}

/// Attributes of its own, and an inner one.
#[must_use = "a message of its own"]
#[inline]
#[generator]
#[doc(alias = "attributed")]
pub fn with_attributes(
    #[expect(unused_variables, reason = "the lint is still there, to be expected")] unused: u32,
    #[cfg(any())] absent: u32,
) -> impl Iterator<Item = u32> {
    #![allow(clippy::needless_return)]
    yield_!(1);
    return;
}

/// A size that is known beforehand.
#[generator(size_hint = (times, Some(times)))]
pub fn sized(times: usize) -> impl Iterator<Item = usize> {
    for time in 0..times {
        yield_!(time);
    }
}

/// Items that can fail: an error that is converted, a bare return, the end.
#[generator]
pub fn parsed(lines: &str) -> impl Iterator<Item = Result<i64, Box<dyn std::error::Error>>> {
    for line in lines.lines() {
        if line == "end" {
            return;
        }
        let number: i32 = line.parse()?;
        if number < 0 {
            return Err("a negative number".into());
        }
        yield_!(Ok(number.into()));
    }
}

/// Items of a `Result` with one type.
#[generator]
pub fn read(mut source: impl io::Read) -> impl Iterator<Item = io::Result<u8>> {
    let mut byte = [0];
    while source.read(&mut byte)? == 1 {
        yield_!(Ok(byte[0]));
    }
}

/// In a box, borrowing and not.
#[must_use]
#[generator]
pub fn boxed<'a>(text: &'a str, _unused: &'a str) -> Box<dyn Iterator<Item = char> + 'a> {
    for character in text.chars() {
        yield_!(character);
    }
}

/// In a box that can be sent, of items that can fail.
#[must_use]
#[generator]
pub fn boxed_fallible(
    text: String,
) -> Box<dyn Iterator<Item = Result<u32, ParseIntError>> + Send + Sync> {
    for word in text.split(' ') {
        yield_!(word.parse());
    }
    let last: u32 = text.parse()?;
    yield_!(Ok(last));
}

/// Named types.
#[generator]
pub fn named(end: u32) -> BoxGenerator<'static, u32> {
    for number in 0..end {
        yield_!(number);
    }
}

/// Named types that stay on their thread.
#[generator]
pub fn local(text: &Rc<str>) -> LocalBoxGenerator<'_, Rc<str>> {
    yield_!(Rc::clone(text));
}

/// A coroutine that takes and returns values.
#[generator]
pub fn total(mut sum: u32) -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    while sum < 100 {
        sum += yield_!(sum);
    }
    sum
}

/// Further bounds.
#[generator]
pub fn bounded<'a, T>(
    items: &'a [T],
) -> impl Iterator<Item = &'a T> + Send + Sync + Unpin + use<'a, T>
where
    T: Sync + Send,
{
    for item in items {
        yield_!(item);
    }
}

pub mod inner {
    //! A module, for visibilities between it and its parents.

    use genfn::generator;

    #[generator]
    pub(in crate::forms) fn restricted(limit: u8) -> impl Iterator<Item = u8> {
        let mut number = 0;
        loop {
            if number == limit {
                break;
            }
            yield_!(number);
            number += 1;
        }
    }

    #[generator]
    pub(super) fn for_the_parent() -> impl Iterator<Item = u8> {
        yield_!(1);
    }

    /// Visible in the module's whole crate.
    #[generator]
    pub fn for_all() -> impl Iterator<Item = u8> {
        for number in restricted(2) {
            yield_!(number);
        }
        for number in for_the_parent() {
            yield_!(number);
        }
    }
}

/// A tree of numbers.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// What is before this node.
    pub left: Option<Box<Self>>,
    /// The number of this node.
    pub number: u32,
    /// What is behind this node.
    pub right: Option<Box<Self>>,
}

impl Tree {
    /// Recursion.
    #[generator]
    pub fn in_order(&self) -> impl Iterator<Item = &u32> {
        if let Some(left) = &self.left {
            for number in left.in_order() {
                yield_!(number);
            }
        }
        yield_!(&self.number);
        if let Some(right) = &self.right {
            for number in right.in_order() {
                yield_!(number);
            }
        }
    }

    /// Recursion that can be sent.
    #[generator]
    pub fn pre_order(&self) -> impl Iterator<Item = u32> + Send + '_ {
        yield_!(self.number);
        for child in [&self.left, &self.right].into_iter().flatten() {
            for number in child.pre_order() {
                yield_!(number);
            }
        }
    }

    /// Recursion over what is moved in.
    #[generator]
    pub fn into_post_order(self) -> impl Iterator<Item = u32> + Send {
        let Self { left, number, right } = self;
        for child in [left, right].into_iter().flatten() {
            for number in child.into_post_order() {
                yield_!(number);
            }
        }
        yield_!(number);
    }

    /// Recursion over what is changed.
    #[generator]
    pub fn numbers_mut(&mut self) -> impl Iterator<Item = &mut u32> + Send {
        if let Some(left) = &mut self.left {
            for number in left.numbers_mut() {
                yield_!(number);
            }
        }
        yield_!(&mut self.number);
        if let Some(right) = &mut self.right {
            for number in right.numbers_mut() {
                yield_!(number);
            }
        }
    }
}

/// A counter with a method for each receiver.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Where it stands.
    pub count: u32,
}

impl Counter {
    /// `&self`.
    #[generator]
    pub fn by_reference(&self) -> impl Iterator<Item = u32> {
        yield_!(self.count);
    }

    /// `&mut self`.
    #[generator]
    pub fn by_mutable_reference(&mut self) -> impl Iterator<Item = u32> {
        loop {
            self.count += 1;
            yield_!(self.count);
        }
    }

    /// `self`.
    #[generator]
    pub fn by_value(self) -> impl Iterator<Item = u32> {
        yield_!(self.count);
    }

    /// `mut self`.
    #[generator]
    pub fn by_mutable_value(mut self) -> impl Iterator<Item = u32> {
        while self.count > 0 {
            self.count -= 1;
            yield_!(self.count);
        }
    }

    /// `self: Box<Self>`.
    #[generator]
    pub fn boxed(self: Box<Self>) -> impl Iterator<Item = u32> {
        yield_!(self.count);
    }

    /// `self: Rc<Self>`.
    #[generator]
    pub fn counted(self: Rc<Self>) -> impl Iterator<Item = Rc<Self>> {
        yield_!(Rc::clone(&self));
        yield_!(self);
    }

    /// `self: Arc<Self>`, which can be sent.
    #[generator]
    pub fn counted_across_threads(self: Arc<Self>) -> impl Iterator<Item = u32> + Send {
        yield_!(self.count);
    }

    /// `self: &Rc<Self>`.
    #[generator]
    pub fn by_counted_reference(self: &Rc<Self>) -> impl Iterator<Item = usize> {
        yield_!(Rc::strong_count(self));
    }

    /// `self: Pin<&Self>`.
    #[generator]
    pub fn pinned(self: Pin<&Self>) -> impl Iterator<Item = u32> {
        yield_!(self.count);
    }

    /// `mut self: Pin<&mut Self>`.
    #[generator]
    pub fn pinned_mutably(mut self: Pin<&mut Self>) -> impl Iterator<Item = u32> {
        for _ in 0..2 {
            self.count += 1;
            yield_!(self.count);
        }
    }

    /// `&self` beside another borrow: only one of the two is in the items.
    #[generator]
    pub fn beside<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        for _ in 0..self.count {
            yield_!(text);
        }
    }

    /// No receiver, and `Self` in the arguments.
    #[generator]
    pub fn of_all(counters: &[Self]) -> impl Iterator<Item = &Self> {
        for counter in counters {
            yield_!(counter);
        }
    }
}

/// A trait whose method returns an iterator.
pub trait Countdown {
    /// What it counts in.
    type Number;

    /// Counts down.
    fn countdown(&self) -> impl Iterator<Item = Self::Number>;

    /// Counts down from whatever it is.
    fn countdown_boxed(self: Box<Self>) -> Box<dyn Iterator<Item = Self::Number>>;

    /// A method with a body.
    #[generator]
    fn twice(&self) -> impl Iterator<Item = Self::Number> {
        for number in self.countdown() {
            yield_!(number);
        }
        for number in self.countdown() {
            yield_!(number);
        }
    }
}

impl Countdown for Counter {
    type Number = u32;

    #[generator]
    fn countdown(&self) -> impl Iterator<Item = u32> {
        for number in (0..self.count).rev() {
            yield_!(number);
        }
    }

    #[generator]
    fn countdown_boxed(self: Box<Self>) -> Box<dyn Iterator<Item = Self::Number>> {
        for number in (0..self.count).rev() {
            yield_!(number);
        }
    }
}

impl IntoIterator for Counter {
    type Item = u32;
    type IntoIter = Box<dyn Iterator<Item = u32>>;

    #[generator]
    fn into_iter(self) -> Box<dyn Iterator<Item = u32>> {
        for number in self.countdown() {
            yield_!(number);
        }
    }
}

macro_rules! multiples {
    ($(#[$attribute:meta])* $visibility:vis $name:ident($argument:ident: $number:ty) => $yielded:expr) => {
        $(#[$attribute])*
        #[generator]
        $visibility fn $name($argument: $number, times: $number) -> impl Iterator<Item = $number> {
            for time in 0..times {
                yield_!(time * $argument);
            }
            yield_!($yielded);
        }
    };
}

multiples! {
    /// A function that a macro wrote, with a name of its own and one of the caller's.
    pub multiples_of(factor: u32) => factor + 1
}

/// A function in a function, each with yields of its own.
#[generator]
pub fn outer(end: u32) -> impl Iterator<Item = u32> {
    #[generator]
    fn doubled(end: u32) -> impl Iterator<Item = u32> {
        for number in 0..end {
            yield_!(number * 2);
        }
    }

    for number in doubled(end) {
        yield_!(number + 1);
    }
}

/// Two that call each other.
#[generator]
pub fn halves(number: u32) -> impl Iterator<Item = u32> + Send {
    yield_!(number);
    if number > 1 {
        for half in other_halves(number / 2) {
            yield_!(half);
        }
    }
}

#[generator]
fn other_halves(number: u32) -> Box<dyn Iterator<Item = u32> + Send> {
    yield_!(number);
    if number > 1 {
        for half in halves(number / 2) {
            yield_!(half);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
        items.into_iter().collect()
    }

    #[test]
    fn free_functions() {
        assert_eq!(collect(constant()), [1, 2]);
        assert_eq!(collect(repeated("x", 3)), ["x", "x", "x"]);
        assert_eq!(collect(backwards([1, 2, 3])), [3, 2, 1]);
        assert_eq!(collect(backwards::<u32, 0>([])), []);
        assert_eq!(collect(multiples_of(3, 3)), [0, 3, 6, 4]);
        assert_eq!(collect(outer(3)), [1, 3, 5]);
        assert_eq!(collect(halves(9)), [9, 4, 2, 1]);
        assert_eq!(collect(r#loop(9, 2)), [9, 0, 1]);
        assert_eq!(collect(with_attributes(0)), [1]);
        assert_eq!(collect(inner::for_all()), [0, 1, 1]);
        assert_eq!(sized(4).size_hint(), (4, Some(4)));
    }

    #[test]
    fn borrowed_arguments() {
        let map = HashMap::from([("a", 1), ("b", 2)]);
        assert_eq!(collect(present(&map, &["b", "c"])), [(&"b", &2)]);
        assert_eq!(collect(words("a bc d")), ["a", "bc", "d"]);
        assert_eq!(collect(common("abc", &String::from("cad"))), ['a', 'c']);
        let text = String::from("abc");
        assert_eq!(collect(shared_prefixes(&text, "")), ["", "a", "ab"]);
        assert_eq!(collect(parts("a,b".split(','))), ["a", "b"]);
        assert_eq!(collect(measures()).iter().map(|length| length("abc")).sum::<usize>(), 3);
        let mut row = [1, 2, 3];
        let mut every = collect(cells(&mut row));
        std::mem::swap(every.remove(0), every.remove(1));
        assert_eq!(row, [3, 2, 1]);
        assert_eq!(collect(bounded(&[1, 2])), [&1, &2]);
    }

    #[test]
    fn unnamed_argument_types() {
        assert_eq!(collect(merged([1, 4], vec![2, 3, 5])), [1, 2, 3, 4, 5]);
        let powers = unfold(1, |state| {
            *state *= 2;
            (*state < 20).then_some(*state)
        });
        assert_eq!(collect(powers), [2, 4, 8, 16]);
    }

    #[test]
    fn patterns_in_arguments() {
        let items = patterns((1, 0), Pair { first: 3, second: 4 }, [5, 0, 0, 6], &7, 8);
        assert_eq!(collect(items), [2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn unnamed_item_types() {
        let names = ["a".to_owned(), "b".to_owned()];
        let all: Vec<String> = labels(&names).map(|label| format!("{label}")).collect();
        assert_eq!(all, ["<a>", "<b>"]);
        let numbers: Vec<(u64, String)> = numbered(&["x", "y"])
            .map(|(number, name)| (number.into(), name.unwrap().as_ref().to_owned()))
            .collect();
        assert_eq!(numbers, [(1, "x".to_owned()), (2, "y".to_owned())]);
        assert_eq!(collect(triangle(3).map(Iterator::sum::<u32>)), [1, 3, 6]);
    }

    #[test]
    fn fallible_items() {
        let first_error = |lines| {
            let items = collect(parsed(lines));
            let good = items.iter().filter(|item| item.is_ok()).count();
            let error = items.last().and_then(|last| last.as_ref().err().map(ToString::to_string));
            (items.len(), good, error)
        };
        assert_eq!(first_error("1\n2"), (2, 2, None));
        assert_eq!(first_error("1\nend\n2"), (1, 1, None));
        assert_eq!(first_error("1\n-2\n3"), (2, 1, Some("a negative number".to_owned())));
        assert_eq!(first_error("x\n3"), (1, 0, Some("invalid digit found in string".to_owned())));
        assert_eq!(read(&b"ab"[..]).collect::<io::Result<Vec<_>>>().unwrap(), b"ab");
        let items = collect(boxed_fallible("1 2".to_owned()));
        assert_eq!(items[..2], [Ok(1), Ok(2)]);
        assert!(items[2].is_err());
        assert_eq!(items.len(), 3);
    }

    #[test]
    fn boxes() {
        assert_eq!(collect(boxed("ab", "")), ['a', 'b']);
        assert_eq!(collect(named(3)), [0, 1, 2]);
        let text: Rc<str> = "shared".into();
        assert_eq!(collect(local(&text)), [Rc::clone(&text)]);
    }

    #[test]
    fn coroutines() {
        let mut total = total(10);
        assert_eq!(total.start().unwrap().yielded(), Some(10));
        assert_eq!(total.send(80).unwrap().yielded(), Some(90));
        assert_eq!(total.send(20).unwrap().complete(), Some(110));
    }

    #[test]
    fn receivers() {
        let mut counter = Counter { count: 2 };
        assert_eq!(collect(counter.by_reference()), [2]);
        assert_eq!(collect(counter.by_mutable_reference().take(2)), [3, 4]);
        assert_eq!(collect(counter.clone().by_value()), [4]);
        assert_eq!(collect(counter.clone().by_mutable_value()), [3, 2, 1, 0]);
        assert_eq!(collect(Box::new(counter.clone()).boxed()), [4]);
        assert_eq!(collect(Pin::new(&counter).pinned()), [4]);
        assert_eq!(collect(Pin::new(&mut counter).pinned_mutably()), [5, 6]);
        assert_eq!(collect(Arc::new(counter.clone()).counted_across_threads()), [6]);
        let shared = Rc::new(counter);
        assert_eq!(collect(shared.by_counted_reference()), [1]);
        assert_eq!(Rc::clone(&shared).counted().map(|counter| counter.count).sum::<u32>(), 12);
        assert_eq!(Rc::strong_count(&shared), 1);
        assert_eq!(collect(Counter::of_all(&[])).len(), 0);
    }

    #[test]
    fn an_item_outlives_a_borrow_that_it_does_not_come_from() {
        let text = String::from("text");
        let last = Counter { count: 2 }.beside(&text).last();
        assert_eq!(last, Some("text"));
    }

    #[test]
    fn trait_methods() {
        let counter = Counter { count: 2 };
        assert_eq!(collect(counter.countdown()), [1, 0]);
        assert_eq!(collect(counter.twice()), [1, 0, 1, 0]);
        assert_eq!(collect(Box::new(counter.clone()).countdown_boxed()), [1, 0]);
        assert_eq!(collect(counter), [1, 0]);
    }

    #[test]
    fn recursion() {
        let leaf = |number| Some(Box::new(Tree { number, ..Tree::default() }));
        let mut tree = Tree { left: leaf(1), number: 2, right: leaf(3) };
        assert_eq!(collect(tree.in_order()), [&1, &2, &3]);
        assert_eq!(collect(tree.pre_order()), [2, 1, 3]);
        for number in tree.numbers_mut() {
            *number *= 10;
        }
        assert_eq!(collect(tree.into_post_order()), [10, 30, 20]);
    }
}
