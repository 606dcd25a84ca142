//! The ways in which a generator with an explicit state is asked for, and the functions that can have
//! one.

use std::fmt::Debug;

use genfn::{
    BoxGenerator, Coroutine, CoroutineExt, CoroutineState, Interrupt, LocalBoxGenerator, generator,
};

#[generator(struct Lines)]
#[derive(Clone, Debug)]
/// The lines of a text.
fn lines(text: String, limit: usize) -> impl Iterator<Item = String> {
    let words: Vec<String> = text.lines().map(str::to_owned).collect();
    for (number, word) in (0_usize..).zip(words.clone()) {
        if number == limit {
            return;
        }
        drop(word);
    }
    let mut place: usize = 0;
    while place < words.len() {
        yield_!(words[place].clone());
        place += 1;
    }
}

struct Text(String);

impl IntoIterator for Text {
    type Item = String;
    type IntoIter = Lines;

    fn into_iter(self) -> Lines {
        lines(self.0, 100)
    }
}

#[test]
fn a_generator_can_have_a_name() {
    let mut lines = Text("a\nb\nc".to_owned()).into_iter();
    assert_eq!(lines.next().as_deref(), Some("a"));
    let clone = lines.clone();
    assert_eq!(lines.collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(clone.collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn a_generator_with_a_name_can_show_its_locals() {
    let mut lines = lines("a\nb".to_owned(), 9);
    assert!(format!("{lines:?}").contains("text: \"a\\nb\""));
    lines.next();
    let shown = format!("{lines:?}");
    assert!(shown.contains("place: 0"), "{shown}");
}

#[generator(struct Countdown, size_hint = (from as usize, Some(from as usize)))]
#[derive(Clone, Debug, PartialEq)]
fn countdown(from: u32) -> impl Iterator<Item = u32> {
    let mut left: u32 = from;
    while left > 0 {
        yield_!(left);
        left -= 1;
    }
}

#[test]
fn a_generator_with_a_name_counts_its_items() {
    let mut countdown = countdown(3);
    assert_eq!(countdown.size_hint(), (3, Some(3)));
    countdown.next();
    assert_eq!(countdown.clone().size_hint(), (2, Some(2)));
    assert_eq!(countdown.clone(), countdown);
    assert_eq!(countdown.by_ref().count(), 2);
    assert_eq!(countdown.size_hint(), (0, Some(0)));
}

/// Each two of the items.
#[generator(struct Pairs)]
fn pairs<'a, T>(items: &'a [T], skip: usize) -> impl Iterator<Item = (&'a T, &'a T)> {
    for first in skip..items.len() {
        let end: usize = items.len();
        for second in first + 1_usize..end {
            yield_!((&items[first], &items[second]));
        }
    }
}

#[test]
fn a_name_is_generic_over_what_the_function_is() {
    let items = ["x".to_owned(), "y".to_owned(), "z".to_owned()];
    let pairs: Pairs<'_, String> = pairs(&items, 0);
    let joined: Vec<_> = pairs.map(|(a, b)| format!("{a}{b}")).collect();
    assert_eq!(joined, ["xy", "xz", "yz"]);
}

#[generator]
#[derive(Debug)]
fn counting(limit: u32) -> impl Iterator<Item = u32> {
    let mut count = 0;
    while count < limit {
        count += 1;
        yield_!(count);
    }
}

#[test]
fn derives_below_the_attribute_are_those_of_the_state() {
    let mut counting = counting(3);
    assert_eq!(format!("{counting:?}"), "Start { limit: 3 }");
    counting.next();
    assert_eq!(format!("{counting:?}"), "At1 { count: 1, limit: 3 }");
    assert_eq!(counting.by_ref().sum::<u32>(), 5);
    assert_eq!(format!("{counting:?}"), "Finished");
}

#[generator]
fn copied(limit: u32) -> impl Iterator<Item = u32> + Copy {
    let mut count = 0;
    while count < limit {
        yield_!(count);
        count += 1;
    }
}

#[test]
fn a_generator_of_copies_can_be_copied() {
    let mut first = copied(3);
    assert_eq!(first.next(), Some(0));
    let second = first;
    assert_eq!(first.collect::<Vec<_>>(), [1, 2]);
    assert_eq!(second.collect::<Vec<_>>(), [1, 2]);
}

struct Tree {
    values: Vec<u32>,
    name: &'static str,
}

trait Walk {
    fn walk(&self) -> impl Iterator<Item = u32> + Clone;
}

impl Walk for Tree {
    #[generator]
    fn walk(&self) -> impl Iterator<Item = u32> + Clone {
        for value in &self.values {
            yield_!(*value);
        }
        yield_!(self.name.len() as u32);
    }
}

impl Tree {
    #[generator(state)]
    fn taken(mut self, more: u32) -> impl Iterator<Item = u32> {
        self.values.push(more);
        let Self { values, name } = self;
        for value in values {
            yield_!(value);
        }
        yield_!(name.len() as u32);
    }

    #[generator(state)]
    fn changed<'a, T: Into<u32> + 'a>(
        &'a mut self,
        added: T,
    ) -> Box<dyn Iterator<Item = u32> + 'a> {
        self.values.push(added.into());
        let mut place = 0;
        while place < self.values.len() {
            self.values[place] += 1;
            yield_!(self.values[place]);
            place += 1;
        }
    }

    #[generator(state, size_hint = (self.values.len(), Some(self.values.len())))]
    fn boxed(&self) -> BoxGenerator<'_, u32> {
        for value in self.values.iter() {
            yield_!(*value);
        }
    }
}

#[test]
fn methods_can_have_an_explicit_state() {
    let mut tree = Tree { values: vec![1, 2, 3], name: "tree" };
    assert_eq!(tree.walk().collect::<Vec<_>>(), [1, 2, 3, 4]);
    let mut walk = tree.walk();
    walk.next();
    assert_eq!(walk.clone().collect::<Vec<_>>(), walk.collect::<Vec<_>>());
    assert_eq!(tree.boxed().size_hint(), (3, Some(3)));
    assert_eq!(tree.boxed().sum::<u32>(), 6);
    assert_eq!(tree.changed(9_u16).collect::<Vec<_>>(), [2, 3, 4, 10]);
    assert_eq!(tree.taken(7).collect::<Vec<_>>(), [2, 3, 4, 10, 7, 4]);
}

#[generator(state)]
fn parsed(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    for word in text.split(' ') {
        if word == "stop" {
            return;
        }
        yield_!(Ok(word.parse()?));
    }
}

#[test]
fn an_error_is_the_last_item() {
    let mut parsed_words = parsed("1 x 3");
    assert_eq!(parsed_words.next(), Some(Ok(1)));
    assert!(matches!(parsed_words.next(), Some(Err(_))));
    assert_eq!(parsed_words.next(), None);
    assert_eq!(parsed("4 stop 5").collect::<Result<Vec<_>, _>>(), Ok(vec![4]));
}

macro_rules! bail {
    ($error:expr) => {
        return Err($error.into())
    };
}

#[generator]
fn checked(numbers: Vec<i32>) -> impl Iterator<Item = Result<u32, String>> + Clone {
    for number in numbers {
        if number < 0 {
            bail!("negative");
        }
        yield_from!([Ok(number.unsigned_abs())]);
    }
}

#[test]
fn a_macro_can_return_the_error() {
    let items: Vec<_> = checked(vec![1, -1, 2]).collect();
    assert_eq!(items, [Ok(1), Err("negative".to_owned())]);
}

#[generator(state)]
fn guarded(limit: u32) -> LocalBoxGenerator<'static, u32, u32, Result<u32, String>, String> {
    let mut sum = 0;
    while sum < limit {
        match try_yield!(sum) {
            Ok(more) => sum += more,
            Err(Interrupt::Thrown(error)) if error == "fatal" => return Err(error),
            Err(Interrupt::Thrown(_)) => {}
            Err(Interrupt::Closed) => return Ok(sum),
        }
    }
    Ok(limit)
}

#[test]
fn the_whole_protocol_reaches_the_body() {
    let mut first = guarded(10);
    assert_eq!(first.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(first.send(4), Ok(CoroutineState::Yielded(4)));
    assert_eq!(first.throw("mild".to_owned()), Ok(CoroutineState::Yielded(4)));
    assert_eq!(first.close(), Ok(Some(Ok(4))));
    let mut second = guarded(10);
    second.start().unwrap();
    assert_eq!(
        second.throw("fatal".to_owned()),
        Ok(CoroutineState::Complete(Err("fatal".to_owned())))
    );
    let mut third = guarded(10);
    third.start().unwrap();
    assert_eq!(third.send(11), Ok(CoroutineState::Complete(Ok(10))));
    assert!(third.send(1).is_err());
}

#[generator(state)]
fn outer<I: Iterator<Item = u32>>(inner: I) -> impl Coroutine<Yield = u32, Return = usize> {
    yield_!(0);
    yield_from!(inner);
    let ends: Vec<u32> = copied(2).collect();
    yield_from!(ends.clone());
    ends.len()
}

#[test]
fn delegates_lie_in_the_state() {
    let mut outer = outer(copied(3));
    assert_eq!(outer.by_ref().collect::<Vec<_>>(), [0, 0, 1, 2, 0, 1]);
    assert_eq!(outer.take_return(), Some(2));
}

#[test]
fn what_is_held_is_send_and_static_where_it_is() {
    fn is_send<T: Send + 'static>(_: &T) {}
    fn is_debug<T: Debug>(_: &T) {}
    let lines = lines(String::new(), 1);
    is_send(&lines);
    is_debug(&lines);
    is_send(&counting(1));
    is_debug(&copied(1));
}

#[generator(struct Counted)]
fn counted(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(0..n);
}

#[generator(struct Chained)]
fn chained<I: Iterator<Item = u32>>(
    numbers: I,
    list: Vec<u32>,
    n: u32,
) -> impl Iterator<Item = u32> {
    let counted: Counted = counted(n);
    yield_from!(counted);
    yield_from!(list);
    yield_from!(numbers);
    yield_from!((0..n).step_by(2));
    for number in (0..n).rev().skip(1) {
        yield_!(number);
        yield_!(number);
    }
}

#[test]
fn a_generator_with_a_name_delegates_to_values_of_known_types() {
    let items: Vec<u32> = chained([7].into_iter(), vec![8, 9], 3).collect();
    assert_eq!(items, [0, 1, 2, 8, 9, 7, 0, 2, 1, 1, 0, 0]);
}

#[generator(struct Boxed)]
fn boxed(n: u32) -> impl Iterator<Item = u32> {
    let inner: Box<dyn Iterator<Item = u32>> = Box::new((0..n).map(|number| 2 * number));
    yield_from!(inner);
    let inner: Box<dyn DoubleEndedIterator<Item = u32> + Send> = Box::new(0..n);
    yield_from!(inner);
}

#[test]
fn a_generator_with_a_name_delegates_to_a_box_of_an_iterator() {
    let mut numbers = boxed(3);
    assert_eq!(numbers.by_ref().take(4).collect::<Vec<_>>(), [0, 2, 4, 0]);
    drop(numbers);
    assert_eq!(boxed(2).collect::<Vec<_>>(), [0, 2, 0, 1]);
}

#[generator(struct Spelled)]
fn spelled<'a>(words: &'a [String], text: &'a str) -> impl Iterator<Item = (usize, char)> {
    for place in 0..words.len() {
        yield_!((place, '-'));
        yield_!((place, '+'));
    }
    for letter in text.chars() {
        yield_!((0, letter));
        yield_!((1, letter));
    }
}

#[test]
fn a_generator_with_a_name_knows_the_types_of_standard_methods() {
    let words = ["a".to_owned()];
    let items: Vec<_> = spelled(&words, "x").collect();
    assert_eq!(items, [(0, '-'), (0, '+'), (0, 'x'), (1, 'x')]);
}

/// Signatures as they are written without a name.
mod parameters {
    use std::collections::BTreeMap;
    use std::fmt::Display;

    use genfn::{Coroutine, CoroutineState, generator};

    struct Grid<T> {
        rows: Vec<Vec<T>>,
    }

    #[generator(struct Cells)]
    #[derive(Clone)]
    fn cells<T>(grid: &Grid<T>) -> impl Iterator<Item = &T> {
        for row in 0..grid.rows.len() {
            for column in 0..grid.rows[row].len() {
                yield_!(&grid.rows[row][column]);
            }
        }
    }

    impl<'a, T> IntoIterator for &'a Grid<T> {
        type Item = &'a T;
        type IntoIter = Cells<'a, T>;

        fn into_iter(self) -> Cells<'a, T> {
            cells(self)
        }
    }

    impl<T> Grid<T> {
        fn iter(&self) -> Cells<'_, T> {
            cells(self)
        }
    }

    #[test]
    fn a_collection_has_an_iterator_with_a_name() {
        let grid = Grid { rows: vec![vec!["a", "b"], vec![], vec!["c"]] };
        let mut iter = grid.iter();
        assert_eq!(iter.next(), Some(&"a"));
        let copy = iter.clone();
        assert_eq!(iter.copied().collect::<String>(), "bc");
        assert_eq!(copy.count(), 2);
        let mut cells = String::new();
        for cell in &grid {
            cells += cell;
        }
        assert_eq!(cells, "abc");
    }

    #[generator(struct Labels)]
    fn labels(
        prefix: &str,
        names: &BTreeMap<u32, String>,
        numbers: impl Iterator<Item = u32>,
        show: impl Fn(&str) -> String,
        rest: Vec<impl Display>,
    ) -> impl Iterator<Item = String> {
        for number in numbers {
            yield_!(format!("{prefix}{}", show(&names[&number])));
        }
        for value in rest {
            yield_!(value.to_string());
        }
    }

    #[test]
    fn each_argument_of_a_hidden_type_is_a_parameter() {
        struct Holder<'a, I: Iterator<Item = u32>> {
            labels: Labels<'a, 'a, I, fn(&str) -> String, u8>,
        }

        let names = BTreeMap::from([(1, "one".to_owned()), (2, "two".to_owned())]);
        let labels = labels("-", &names, 1..3, str::to_uppercase as fn(&str) -> String, vec![7_u8]);
        let holder = Holder { labels };
        assert_eq!(holder.labels.collect::<Vec<_>>(), ["-ONE", "-TWO", "7"]);
    }

    #[generator(struct Echo)]
    fn echo(text: &mut String, _: &u8) -> impl Coroutine<Yield = usize, Resume = char> {
        loop {
            let sent = yield_!(text.len());
            text.push(sent);
        }
    }

    #[test]
    fn what_is_lent_exclusively_comes_back() {
        let mut text = String::new();
        let mut echo: Echo<'_, '_> = echo(&mut text, &0);
        assert_eq!(echo.start(), Ok(CoroutineState::Yielded(0)));
        assert_eq!(echo.send('a'), Ok(CoroutineState::Yielded(1)));
        drop(echo);
        assert_eq!(text, "a");
    }

    #[generator(struct Sorted)]
    fn sorted<'items>(
        words: &'items [&'items str],
        compare: Box<dyn Fn(&str, &str) -> bool + '_>,
        split: fn(&str) -> bool,
    ) -> impl Iterator<Item = &'items str> {
        for index in 0..words.len() {
            let word: &'items str = words[index];
            if compare(word, "b") && !split(word) {
                yield_!(word);
            }
        }
    }

    #[test]
    fn a_lifetime_of_each_call_stays_one() {
        let least = 'a'.to_string();
        let compare = Box::new(|word: &str, other: &str| word < other && word > &*least);
        assert_eq!(sorted(&["a", "aa", "c", "ab"], compare, str::is_empty).count(), 2);
    }
}

#[test]
fn a_derive_of_clone_makes_the_return_type_clone() {
    #[generator]
    #[derive(Clone)]
    fn pairs<T: Clone + Send>(item: T) -> impl Iterator<Item = T> + Send {
        yield_!(item.clone());
        yield_!(item);
    }

    #[generator]
    #[derive(Clone, Copy)]
    fn copied(from: u32) -> impl Iterator<Item = u32> {
        yield_!(from);
        yield_!(from + 1);
    }

    let mut first = pairs("a".to_owned());
    assert_eq!(first.next().as_deref(), Some("a"));
    assert_eq!(first.clone().count(), 1);
    assert_eq!(first.count(), 1);
    let mut first = copied(1);
    first.next();
    let second = first;
    assert_eq!(first.next(), Some(2));
    assert_eq!(second.count(), 1);
}

#[generator(struct Twice)]
#[derive(Clone, Debug)]
fn twice<T: Clone>(items: Vec<T>) -> impl Iterator<Item = T> {
    for item in items {
        yield_!(item.clone());
        yield_!(item);
    }
}

#[test]
fn a_generic_generator_with_a_name_is_debug_where_its_types_are() {
    #[derive(Clone)]
    struct Hidden;

    let mut shown = twice(vec![1, 2]);
    shown.next();
    assert!(format!("{shown:?}").contains("item: 1"));
    assert_eq!(twice(vec![Hidden]).clone().count(), 2);
}

#[test]
fn a_combinator_takes_the_local_that_it_is_called_on() {
    #[generator(state)]
    fn numbers() -> impl Coroutine<Yield = u32, Return = u32> {
        yield_!(1);
        2
    }

    #[generator(state)]
    fn changed(by: u32) -> impl Coroutine<Yield = u32, Return = u32> {
        let inner = numbers();
        yield_!(by);
        let returned =
            yield_from!(inner.map_yield(move |number| number + by).map_return(|n| n * 2));
        yield_!(returned);
        yield_from!(numbers().map_yield(|number| number + 3))
    }

    let mut changed = changed(10);
    assert_eq!(changed.by_ref().collect::<Vec<_>>(), [10, 11, 4, 4]);
    assert_eq!(changed.take_return(), Some(2));
}

#[test]
fn a_default_is_made_for_a_yield_alone() {
    use std::cell::Cell;

    thread_local!(static MADE: Cell<u32> = const { Cell::new(0) });

    /// A type without a size, as `()`, whose values can be counted.
    struct Counted;

    impl Default for Counted {
        fn default() -> Self {
            MADE.set(MADE.get() + 1);
            Self
        }
    }

    #[generator(state)]
    fn two() -> impl Coroutine<Yield = u32, Resume = Counted> {
        let _: Counted = yield_!(1);
        let _: Counted = yield_!(2);
    }

    let mut two = two().iterate();
    for (item, made) in [(Some(1), 0), (Some(2), 1), (None, 2), (None, 2)] {
        assert_eq!(two.next(), item);
        assert_eq!(MADE.get(), made);
    }
}

#[test]
fn a_step_that_begins_a_body_starts_a_delegate() {
    #[generator(state)]
    fn inner(word: &'static str) -> impl Coroutine<Yield = String, Return = usize> {
        yield_!(format!("{word} 1"));
        yield_!(format!("{word} 2"));
        word.len()
    }

    #[generator(state)]
    fn outer() -> impl Coroutine<Yield = String, Return = usize> {
        let first = yield_from!(inner("one"));
        let second = try_yield_from!(inner("three")).unwrap_or(0);
        first + second
    }

    let mut outer = outer();
    assert_eq!(outer.by_ref().collect::<Vec<_>>(), ["one 1", "one 2", "three 1", "three 2"]);
    assert_eq!(outer.take_return(), Some(8));
}

#[generator(state)]
fn with_a_thread_local() -> impl Iterator<Item = u32> {
    thread_local! {
        static NUMBER: std::cell::Cell<u32> = const { std::cell::Cell::new(3) };
    }
    yield_!(1);
    NUMBER.set(NUMBER.get() + 1);
    yield_!(NUMBER.get());
    if NUMBER.get() == 4 {
        std::thread_local!(static OTHER: u32 = const { 5 });
        yield_!(2);
        yield_!(OTHER.with(|other| *other));
    }
}

#[test]
fn a_thread_local_in_the_body() {
    assert_eq!(with_a_thread_local().collect::<Vec<_>>(), [1, 4, 2, 5]);
}

#[derive(Clone, Debug)]
enum Entry {
    Named(String),
    Number(u32),
}

#[generator(struct Entries)]
#[derive(Clone, Debug)]
fn entries(list: Vec<(Entry, u32)>) -> impl Iterator<Item = String> {
    for index in 0..list.len() {
        let (entry, count) = &list[index];
        match entry {
            Entry::Named(name) => {
                let name: &String = name;
                yield_!(format!("{name} {count}"));
            }
            Entry::Number(_) => {}
        }
        match &list[index] {
            (Entry::Named(name), _) => yield_!(name.clone()),
            (Entry::Number(number), _) => yield_!(number.to_string()),
        }
        if let (Entry::Named(name), 1) = &list[index] {
            yield_!(name.clone());
        }
        if let Some(next) = list.get(index + 1) {
            let next: &(Entry, u32) = next;
            yield_!(format!("then {}", next.1));
        }
    }
}

#[test]
fn a_generator_with_a_name_keeps_no_part_of_an_argument_that_a_pattern_borrows_for_its_yield() {
    let list = vec![(Entry::Named("a".to_owned()), 1), (Entry::Number(2), 3)];
    let mut all = entries(list);
    assert_eq!(all.next().as_deref(), Some("a 1"));
    assert!(!format!("{all:?}").contains("name:"));
    let other = all.clone();
    assert_eq!(all.collect::<Vec<_>>(), ["a", "a", "then 3", "2"]);
    assert_eq!(other.count(), 4);
}
