//! Locals that a body uses and then moves, by whatever means: the body compiles with an explicit state as
//! it does without one, and drops them at the same time.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::manual_let_else,
    clippy::manual_ok_err,
    clippy::map_identity,
    clippy::unnecessary_literal_unwrap,
    non_snake_case,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::collections::BTreeMap;
use std::io::BufRead;

use genfn::generator;

use crate::alike::{Guard, Log, alike};

/// A type whose methods have the names of `Iterator`'s, and borrow.
struct Bag(Vec<Guard>);

impl Bag {
    fn skip(&mut self, count: usize) -> usize {
        self.0[0].0.note("skip");
        count
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    fn last(&self) -> Option<&Guard> {
        self.0.last()
    }
}

/// What a generator does that is dropped behind so many items.
fn events<T>(log: &Log, items: usize, mut generator: impl Iterator<Item = T>) -> Vec<String> {
    for _ in 0..items {
        log.note(if generator.next().is_some() { "item" } else { "end" });
    }
    log.note("over");
    drop(generator);
    log.0.take()
}

/// The same body with and without an explicit state.
macro_rules! drops_alike {
    ($(
        $name:ident($log:ident $(, $argument:ident: $ty:ty = $($value:expr),+)?) -> $item:ty $body:block
    )*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn boxed($log: Log $(, $argument: $ty)?) -> impl Iterator<Item = $item> $body
            #[generator(state)]
            fn explicit($log: Log $(, $argument: $ty)?) -> impl Iterator<Item = $item> $body

            for items in 0..6 {
                let $log = Log::default();
                $($(
                    let $argument: $ty = $value;
                    let generator = boxed($log.clone(), $argument);
                    let expected = events(&$log, items, generator);
                    let $argument: $ty = $value;
                    let generator = explicit($log.clone(), $argument);
                    assert_eq!(events(&$log, items, generator), expected, "{items} items");
                )+)?
            }
        }
    )*};
}

drops_alike! {
    a_result_that_an_if_let_takes_apart(
        log,
        result: Result<Guard, Guard> = Ok(Guard(log.clone(), "a")), Err(Guard(log.clone(), "b"))
    ) -> u32 {
        if let Ok(guard) = result {
            yield_!(1);
            drop(guard);
            yield_!(2);
        } else {
            yield_!(3);
        }
        log.note("behind");
        yield_!(4);
    }

    a_result_that_an_if_let_without_a_yield_takes_apart(
        log,
        result: Result<Guard, Guard> = Ok(Guard(log.clone(), "a")), Err(Guard(log.clone(), "b"))
    ) -> u32 {
        let mut length = 0;
        if let Ok(guard) = result {
            length = guard.1.len() as u32;
        }
        log.note("behind");
        yield_!(length);
        yield_!(2);
    }

    a_match_of_which_one_arm_moves(
        log,
        result: Result<Guard, Guard> = Ok(Guard(log.clone(), "a")), Err(Guard(log.clone(), "b"))
    ) -> u32 {
        match result {
            Ok(guard) => {
                yield_!(1);
                drop(guard);
                yield_!(2);
            }
            Err(_) => yield_!(3),
        }
        log.note("behind");
        yield_!(4);
    }

    a_match_without_a_yield_of_which_one_arm_moves(
        log,
        result: Result<Guard, Guard> = Ok(Guard(log.clone(), "a")), Err(Guard(log.clone(), "b"))
    ) -> u32 {
        let moved = match result {
            Ok(guard) => Some(guard),
            Err(_) => None,
        };
        log.note("behind");
        yield_!(1);
        drop(moved);
        yield_!(2);
    }

    a_let_else_that_goes_on(
        log,
        results: Vec<Result<Guard, Guard>> = vec![
            Ok(Guard(log.clone(), "a")),
            Err(Guard(log.clone(), "b")),
            Ok(Guard(log.clone(), "c")),
        ]
    ) -> Guard {
        for result in results {
            let named = result;
            let Ok(guard) = named else {
                log.note("else");
                continue;
            };
            yield_!(guard);
        }
        log.note("end");
    }

    a_let_else_that_yields(
        log,
        results: Vec<Result<Guard, Guard>> = vec![
            Ok(Guard(log.clone(), "a")),
            Err(Guard(log.clone(), "b")),
            Ok(Guard(log.clone(), "c")),
        ]
    ) -> Guard {
        for result in results {
            let named = result;
            let Ok(guard) = named else {
                yield_!(Guard(log.clone(), "else"));
                continue;
            };
            yield_!(guard);
        }
    }

    methods_that_borrow_under_an_iterators_name(
        log,
        guards: Vec<Guard> = vec![Guard(log.clone(), "a"), Guard(log.clone(), "b")]
    ) -> usize {
        let mut bag = Bag(guards);
        let skipped = bag.skip(3);
        log.note("skipped");
        yield_!(skipped);
        let other = Bag(vec![Guard(log.clone(), "c")]);
        let count = other.count();
        yield_!(count);
        let third = Bag(vec![Guard(log.clone(), "d")]);
        let last = third.last().map_or(0, |guard| guard.1.len());
        yield_!(last);
    }

    a_list_whose_last_element_is_asked_for_and_that_is_moved(
        log,
        guards: Vec<Guard> = vec![Guard(log.clone(), "a"), Guard(log.clone(), "b")]
    ) -> Guard {
        let all = guards;
        let last = all.last().map_or(0, |guard| guard.1.len());
        log.note(format!("{last}"));
        yield_!(Guard(log.clone(), "first"));
        for guard in all {
            yield_!(guard);
        }
        log.note("behind");
        yield_!(Guard(log.clone(), "last"));
    }

    an_iterator_that_an_adapter_takes(
        log,
        guards: Vec<Guard> = vec![Guard(log.clone(), "a"), Guard(log.clone(), "b")]
    ) -> Guard {
        let iterator = guards.into_iter();
        for guard in iterator.skip(1) {
            yield_!(guard);
        }
        log.note("behind");
        yield_!(Guard(log.clone(), "last"));
    }

    an_option_that_is_unwrapped_on_one_path(
        log,
        given: (bool, Guard) = (true, Guard(log.clone(), "a")), (false, Guard(log.clone(), "a"))
    ) -> Guard {
        let (early, guard) = given;
        let option = Some(guard);
        if early {
            let guard = option.map(|guard| guard).unwrap();
            yield_!(Guard(log.clone(), "first"));
            yield_!(guard);
        }
        log.note("behind");
        yield_!(Guard(log.clone(), "last"));
    }

    an_option_that_is_assigned_anew_in_its_loop(
        log,
        first: Option<Guard> = Some(Guard(log.clone(), "a"))
    ) -> Guard {
        let mut current = first;
        let mut count = 0;
        while let Some(guard) = current {
            count += 1;
            current = if count < 3 { Some(Guard(log.clone(), "next")) } else { None };
            yield_!(guard);
        }
        log.note("behind");
        yield_!(Guard(log.clone(), "last"));
    }
}

/// The same items with and without an explicit state.
macro_rules! yields_alike {
    ($($name:ident($($argument:ident: $ty:ty = $value:expr),*) -> $item:ty $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn boxed($($argument: $ty),*) -> impl Iterator<Item = $item> $body
            #[generator(state)]
            fn explicit($($argument: $ty),*) -> impl Iterator<Item = $item> $body

            let expected: Vec<$item> = boxed($($value),*).collect();
            assert!(!expected.is_empty());
            assert_eq!(explicit($($value),*).collect::<Vec<$item>>(), expected);
        }
    )*};
}

yields_alike! {
    a_local_that_is_used_and_then_yielded(n: u32 = 4) -> String {
        for i in 0..n {
            let mut word = i.to_string();
            let _ = word.len();
            word += "x";
            yield_!(word);
        }
    }

    a_local_that_an_operator_takes(n: u32 = 4) -> String {
        for i in 0..n {
            let word = i.to_string();
            let both = word + "x";
            if both.len() > 1 {
                yield_!(both + "y");
            }
        }
    }

    an_option_that_is_unwrapped_in_a_yield(n: u32 = 4) -> String {
        for i in 0..n {
            let word = Some(i.to_string());
            if i == 2 {
                yield_!(word.unwrap_or_default());
            } else {
                yield_!(word.unwrap());
            }
        }
    }

    a_local_that_is_dropped_on_one_path(n: u32 = 4) -> String {
        for i in 0..n {
            let word = i.to_string();
            if i % 2 == 0 {
                drop(word);
                continue;
            }
            yield_!(word);
        }
    }

    a_clone_that_is_yielded_in_front_of_its_original(n: u32 = 3) -> String {
        for i in 0..n {
            let first = i.to_string();
            let second = first.clone();
            yield_!(second);
            yield_!(first);
        }
    }

    a_chunk_that_is_asked_whether_it_is_empty(items: std::ops::Range<u32> = 0..5) -> Vec<u32> {
        let mut items = items.into_iter();
        loop {
            let chunk: Vec<_> = items.by_ref().take(2).collect();
            if chunk.is_empty() {
                return;
            }
            yield_!(chunk);
        }
    }

    a_pair_of_locals(words: Vec<&'static str> = vec!["a", "a", "b"]) -> (String, Vec<&'static str>) {
        let mut words = words.into_iter().peekable();
        while let Some(first) = words.next() {
            let key = first.to_owned();
            let mut run = vec![first];
            while let Some(next) = words.next_if(|word| *word == key) {
                run.push(next);
            }
            yield_!((key, run));
        }
    }

    an_iterator_that_becomes_peekable(base: impl Iterator<Item = u32> = [1, 1, 2].into_iter()) -> u32 {
        let mut iterator = base.peekable();
        while let Some(x) = iterator.next() {
            if iterator.peek() != Some(&x) {
                yield_!(x);
            }
        }
    }

    an_iterator_that_is_collected(base: impl Iterator<Item = u32> = [3, 1, 2].into_iter()) -> u32 {
        let mut all: Vec<u32> = base.collect();
        all.sort_unstable();
        for x in all {
            yield_!(x);
        }
    }

    a_result_of_which_one_arm_leaves(list: Result<Vec<u32>, String> = Ok(vec![1, 2])) -> u32 {
        let list = match list {
            Ok(list) => list,
            Err(_) => return,
        };
        for x in list {
            yield_!(x);
        }
    }

    a_local_with_the_name_of_a_closures_parameter(words: Vec<String> = vec!["a".to_owned()]) -> String {
        let mut words = words.into_iter();
        loop {
            let next = words.find(|word| !word.is_empty());
            let Some(word) = next else { return };
            yield_!(word);
        }
    }

    a_local_of_a_shadowed_name(lists: Vec<Vec<u32>> = vec![vec![1, 2], vec![4]]) -> u32 {
        for list in lists {
            let mut list = list;
            list.retain(|x| x % 2 == 0);
            for x in list {
                yield_!(x);
            }
        }
    }

    a_reader_by_lines(text: &'static [u8] = b"a=1\n\nb=2") -> (String, u32) {
        let mut reader = text;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                break;
            }
            let Some((name, value)) = line.trim().split_once('=') else { continue };
            let pair = (name.to_owned(), value.parse().unwrap());
            yield_!(pair);
        }
    }

    a_map_that_is_taken_apart(words: Vec<&'static str> = vec!["b", "a", "b"]) -> (&'static str, u32) {
        let mut counts = BTreeMap::new();
        for word in words {
            *counts.entry(word).or_insert(0) += 1;
        }
        let entries = counts.into_iter();
        for entry in entries.rev() {
            yield_!(entry);
        }
    }
}

yields_alike! {
    locals_in_upper_case(N: u32 = 4) -> u32 {
        let M = N + 1;
        let (A, B) = (M, M + 1);
        for I in 0..N {
            yield_!(A + B + I);
        }
        yield_!(M);
    }

    locals_in_upper_case_that_are_changed(n: u32 = 4) -> u32 {
        let mut N = 1;
        while N < n {
            let sum = N + {
                N += 1;
                let () = yield_!(N);
                5
            };
            yield_!(sum);
        }
        if let Some(mut Q) = Some(N) {
            Q += 1;
            yield_!(Q);
            yield_!(Q);
        }
    }

    a_guard_that_uses_a_local_leaves_it_to_the_arms_behind(n: u32 = 5) -> u32 {
        let numbers = vec![1, 6, 4, 2, n];
        for mut number in numbers {
            number += 1;
            yield_!(0);
            let found = match Some(n) {
                Some(_) if number % 3 == 2 && n == 0 => break,
                Some(other) if number % 2 == 0 => match other.checked_add(number) {
                    Some(sum) if other % 2 == 1 => {
                        if sum > 100 {
                            yield_!(sum);
                        }
                        sum
                    }
                    _ => 7,
                },
                _ => {
                    yield_!(n);
                    number
                }
            };
            yield_!(found);
        }
    }

    a_guard_in_front_of_a_move(n: u32 = 5) -> String {
        for i in 0..n {
            let mut word = i.to_string();
            let mut last = 0;
            match i {
                _ if { last = i; false } => {}
                2 if word.len() == 1 => {
                    let _ = word.pop();
                    yield_!(word);
                }
                _ if i == n => yield_!("last".to_owned()),
                _ => {
                    yield_!(i.to_string());
                    yield_!(word);
                }
            }
            yield_!(last.to_string());
        }
    }

    a_result_at_the_end(text: &'static str = "1 2 x 3") -> Result<u32, std::num::ParseIntError> {
        for word in text.split(' ') {
            yield_!(Ok(word.parse()?));
        }
        Ok(())
    }

    an_error_at_the_end(text: &'static str = "1 2") -> Result<u32, String> {
        for word in text.split(' ') {
            yield_!(word.parse().map_err(|_| word.to_owned()));
        }
        Err("end".to_owned())
    }

    a_branch_with_a_yield_and_a_result_at_the_end(text: &'static str = "1") -> Result<u32, String> {
        if let Ok(number) = text.parse() {
            yield_!(Ok(number));
            Ok(())
        } else {
            Err(text.to_owned())
        }
    }

    an_argument_that_only_a_guard_names(limit: std::num::NonZeroU32 = std::num::NonZeroU32::MIN) -> u32 {
        match Some(1) {
            Some(number) if number == limit.get() => yield_!(number),
            _ => yield_!(0),
        }
    }

    a_closure_that_captures_numbers(words: Vec<&'static str> = vec!["a", "bcd"], least: usize = 2) -> &'static str {
        let most = 5;
        let fits = |word: &str| word.len() >= least && word.len() < most;
        for word in words {
            if fits(word) {
                yield_!(word);
            }
        }
    }

    a_macro_that_names_locals(n: u32 = 4) -> u32 {
        let mut total = 0;
        for i in 0..n {
            let total = i;
            yield_!(total);
        }
        macro_rules! add {
            ($x:expr) => {{
                total += $x;
                total
            }};
        }
        fn twice(n: u32) -> u32 {
            macro_rules! double {
                ($x:expr) => {
                    2 * $x
                };
            }
            double!(n)
        }
        for i in 0..n {
            let last = i;
            add!(last);
            yield_!(add!(twice(i)));
        }
        yield_!(total);
    }
}

trait Dedup: Iterator<Item: PartialEq> + Sized {
    #[generator(state)]
    fn dedup(self) -> impl Iterator<Item = Self::Item> {
        let mut items = self.peekable();
        while let Some(item) = items.next() {
            if items.peek() != Some(&item) {
                yield_!(item);
            }
        }
    }
}

impl<I: Iterator<Item: PartialEq>> Dedup for I {}

#[test]
fn a_receiver_that_an_adapter_takes() {
    assert_eq!([1, 1, 2, 1].into_iter().dedup().collect::<Vec<_>>(), [1, 2, 1]);
}

#[generator]
fn pairs<I: Iterator<Item: Clone> + Clone>(
    base: I,
) -> impl Iterator<Item = (I::Item, I::Item)> + Clone {
    let mut next = base.skip(1);
    let mut last = None;
    while let Some(item) = next.next() {
        if let Some(last) = last {
            yield_!((last, item.clone()));
        }
        last = Some(item);
    }
}

#[test]
fn an_adapter_that_is_cloned() {
    let mut pairs = pairs((0..5).map(|i| i.to_string()));
    pairs.next();
    assert_eq!(pairs.clone().count(), 2);
    assert_eq!(pairs.next(), Some(("2".to_owned(), "3".to_owned())));
}

#[generator(state)]
fn lines(reader: impl BufRead) -> impl Iterator<Item = std::io::Result<String>> {
    let reader = std::io::BufReader::new(reader);
    for line in reader.lines() {
        let line = line?;
        if line.starts_with('#') {
            continue;
        }
        yield_!(Ok(line));
    }
}

#[generator(state)]
fn bytes<R: std::io::Read>(reader: R) -> impl Iterator<Item = u8> {
    for byte in reader.bytes() {
        match byte {
            Ok(byte) => yield_!(byte),
            Err(_) => return,
        }
    }
}

#[test]
fn readers_that_a_method_takes() {
    let lines: Vec<String> = lines(&b"a\n#b\nc"[..]).map(Result::unwrap).collect();
    assert_eq!(lines, ["a", "c"]);
    assert_eq!(bytes(&b"xy"[..]).collect::<Vec<_>>(), b"xy");
}

#[generator(state)]
fn average() -> impl genfn::Coroutine<Yield = Option<f64>, Resume = f64, Return = u32> {
    let (mut sum, mut count) = (0.0, 0);
    let mut mean = None;
    loop {
        match try_yield!(mean) {
            Ok(number) if !number.is_nan() => {
                sum += number;
                count += 1;
                mean = Some(sum / f64::from(count));
            }
            Ok(_) | Err(genfn::Interrupt::Closed) => break count,
        }
    }
}

#[test]
fn a_match_whose_arms_leave_the_head() {
    use genfn::Coroutine;

    let mut average = average();
    assert!(average.start().is_ok());
    assert!(average.send(1.0).is_ok());
    assert_eq!(average.close().unwrap(), Some(1));
}

/// Counts, and notes its drop.
struct Counter(Guard, u32);

impl Counter {
    fn call(&mut self, number: u32) -> u32 {
        self.0.0.note(format!("{} counts", self.0.1));
        self.1 += number;
        self.1
    }
}

alike! {
    a_function_that_is_called_once_is_moved_in_front_of_its_arguments(log) {
        fn once(guard: Guard) -> impl FnOnce(u32) -> Guard {
            move |number| {
                guard.0.note(format!("called with {number}"));
                guard
            }
        }

        #[generator(state)]
        fn of_an_argument(
            function: impl FnOnce(u32) -> Guard,
            boxed: Box<dyn FnOnce(u32) -> Guard>,
            log: Log,
        ) -> impl Iterator<Item = u32> {
            let _local = log.guard("local");
            let first = function({
                yield_!(1);
                2
            });
            if first.1 == "first" {
                let _second = boxed({
                    yield_!(3);
                    4
                });
                yield_!(5);
            }
            yield_!(6);
        }

        let first = once(log.guard("first"));
        let second = Box::new(once(log.guard("second")));
        yield_from!(of_an_argument(first, second, log.clone()));
    }

    a_function_that_changes_what_it_holds_is_called_until_it_is_moved(log) {
        let mut counter = Counter(log.guard("counter"), 0);
        let mut count = move |number| counter.call(number);
        for number in 0..4 {
            yield_!(count(number));
            yield_!(count({
                yield_!(10);
                1
            }));
            if number == 2 {
                drop(count);
                break;
            }
        }
        log.note("end");
        yield_!(20);
    }

    a_function_behind_a_reference_is_called_at_each_yield(log) {
        #[generator(state)]
        fn calls(call: &mut dyn FnMut(u32) -> u32) -> impl Iterator<Item = u32> {
            for number in 0..3 {
                yield_!(call(number));
            }
            yield_!(call({
                yield_!(10);
                3
            }));
        }

        let mut counter = Counter(log.guard("counter"), 0);
        let items: Vec<u32> = calls(&mut |number| counter.call(number)).collect();
        for item in items {
            yield_!(item);
        }
    }

    a_collection_is_changed_behind_the_yield_in_an_argument(log) {
        let mut guards = Vec::new();
        for number in 0..4 {
            guards.push({
                yield_!(number);
                log.guard("pushed")
            });
            if number == 1 {
                drop(guards);
                guards = Vec::new();
            }
        }
        let shared = std::cell::RefCell::new(vec![1]);
        yield_!(10);
        shared.borrow_mut().push(2);
        log.note(format!("{} {}", guards.len(), shared.borrow().len()));
    }

    a_value_that_a_method_takes_is_moved_in_front_of_its_arguments(log) {
        let guards = vec![log.guard("first"), log.guard("second")].into_iter();
        let _local = log.guard("local");
        for (guard, number) in guards.zip({
            yield_!(1);
            [2, 3]
        }) {
            log.note(guard.1);
            yield_!(number);
        }
    }

    a_constant_without_a_destructor_is_what_it_is_behind_a_yield(log) {
        const LIMIT: u32 = 3;
        const TABLE: [u32; 3] = [1, 2, 3];
        const NO_GUARD: Option<Guard> = None;
        static SHARED: std::sync::Mutex<Vec<u32>> = std::sync::Mutex::new(Vec::new());

        enum Tree<T> {
            Leaf,
            Node(Box<Tree<T>>, T),
        }

        fn both<T, U>(first: T, second: U) -> (T, U) {
            (first, second)
        }

        let (tree, guard) = both::<Tree<Guard>, _>(Tree::Leaf, {
            yield_!(1);
            log.guard("guard")
        });
        let tree = Tree::Node(Box::new(tree), guard);
        let (none, number) = both(&NO_GUARD, {
            yield_!(LIMIT);
            TABLE[1]
        });
        log.note(format!("{} {number}", none.is_none()));
        for number in TABLE.iter().rev() {
            yield_!(*number);
        }
        let (shared, _) = both(&SHARED, {
            yield_!(TABLE[0]);
            4
        });
        let same = LIMIT
            == {
                yield_!(5);
                3
            };
        log.note(format!("{:?} {same}", shared.lock().unwrap()));
        if let Tree::Node(leaf, guard) = tree {
            log.note(format!("{} {}", guard.1, matches!(*leaf, Tree::Leaf)));
        }
    }

    a_closure_that_asks_for_a_part_captures_the_part(log) {
        let pair = (log.guard("left"), 1);
        let other = (log.guard("right"), 2);
        let asks = move || matches!(pair, (_, 1)) && matches!(other, (_, n) if n == pair.1 + 1);
        yield_!(1);
        log.note(format!("{}", asks()));
        yield_!(2);
    }

    a_guard_is_asked_while_the_local_is_where_it_is(log) {
        let mut held = Some((log.guard("held"), 2));
        let later = log.guard("later");
        for turn in 0..5 {
            match held {
                Some((guard, number)) if turn == 1 && number == 2 && held.is_some() => {
                    yield_!(1);
                    log.note(guard.1);
                    held = Some((guard, 3));
                }
                Some(pair) if pair.1 == 3 && matches!(pair.0, Guard(_, "held")) => {
                    yield_!(pair.1);
                    held = None;
                }
                None if turn == 3 => yield_!(10),
                None => break,
                _ => log.note("none of them"),
            }
            yield_!(turn);
        }
        log.note(later.1);
    }
}

/// A guard that panics leaves the local to be dropped where the locals are.
#[test]
fn a_guard_that_panics_drops_the_locals_in_their_order() {
    macro_rules! guarded {
        ($name:ident $(, $state:ident)?) => {
            #[generator$(($state))?]
            fn $name(log: Log) -> impl Iterator<Item = u32> {
                let held = Some(log.guard("held"));
                let _later = log.guard("later");
                for turn in 0..3 {
                    match held {
                        Some(guard) if [false, false][turn + 1] => {
                            log.note(guard.1);
                            break;
                        }
                        _ => yield_!(1),
                    }
                }
                yield_!(2);
            }
        };
    }

    guarded!(boxed);
    guarded!(explicit, state);

    fn dropped(log: &Log, mut generator: impl Iterator<Item = u32>) -> Vec<String> {
        let ends = std::panic::AssertUnwindSafe(|| generator.by_ref().count());
        assert!(std::panic::catch_unwind(ends).is_err());
        log.0.take()
    }

    let (log, other) = (Log::default(), Log::default());
    let expected = dropped(&log, boxed(log.clone()));
    assert_eq!(dropped(&other, explicit(other.clone())), expected);
}
