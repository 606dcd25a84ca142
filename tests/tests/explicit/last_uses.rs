//! Locals that are used for the last time in front of a yield: a borrow has ended there, and a value that a method
//! of any name may take is as it is in a plain function.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::collection_is_never_read,
    clippy::explicit_auto_deref,
    clippy::explicit_iter_loop,
    clippy::get_first,
    clippy::items_after_statements,
    clippy::iter_count,
    clippy::let_unit_value,
    clippy::single_match,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_literal_unwrap,
    clippy::useless_format,
    clippy::useless_vec,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;

use crate::alike::{Guard, Log, alike};

fn small(number: u32) -> bool {
    number < 3
}

fn length(text: &str) -> u32 {
    text.len() as u32
}

fn plus_one(number: &u32) -> u32 {
    number + 1
}

fn first(numbers: &[u32]) -> Option<&u32> {
    numbers.first()
}

impl Guard {
    fn id(self) -> usize {
        self.1.len()
    }

    fn size(&self) -> u32 {
        self.1.len() as u32
    }

    /// Borrows the guard for as long as it is used.
    fn letters(&self) -> impl Iterator<Item = u32> + '_ {
        self.1.bytes().map(u32::from)
    }

    fn text(&self) -> &&'static str {
        &self.1
    }

    fn boxed(&self) -> Box<u32> {
        Box::new(self.size())
    }

    fn again(&self, name: &'static str) -> Self {
        Self(self.0.clone(), name)
    }

    fn longer(&self, other: &Self) -> u32 {
        self.0.note(format!("{} and {}", self.1, other.1));
        self.size() + other.size()
    }

    fn itself(self) -> Self {
        self
    }
}

fn row_of(log: &Log, names: &[&'static str]) -> Vec<Guard> {
    names.iter().map(|name| log.guard(name)).collect()
}

fn texts(log: &Log) -> impl Iterator<Item = (Guard, String)> + use<> {
    let log = log.clone();
    ["a", "b"].into_iter().map(move |name| (log.guard(name), name.to_owned()))
}

/// Its methods have the names of those of `Ord`, and borrow.
struct Highest(Guard, u32);

impl Highest {
    fn max(&self, other: u32) -> u32 {
        self.0.0.note("max");
        self.1.max(other)
    }
}

alike! {
    what_a_method_gives_borrows_the_local(log) {
        for guard in row_of(&log, &["a", "bc"]) {
            yield_!(1);
            let sum = guard.letters().sum::<u32>();
            yield_!(sum);
        }
        let guard = log.guard("d");
        yield_!(2);
        drop(guard.letters());
        yield_!(3);
    }

    what_a_method_gives_is_coerced(log) {
        for guard in row_of(&log, &["a", "bc"]) {
            yield_!(length(guard.text()));
            log.note("behind");
        }
        let guard = log.guard("d");
        yield_!(2);
        let size: Box<dyn Debug> = guard.boxed();
        log.note(format!("{size:?}"));
        let guard = log.guard("e");
        yield_!(3);
        yield_!(plus_one(&guard.boxed()));
        let guard = log.guard("f");
        yield_!(4);
        let text = Some(1).map(|_| length(guard.text()));
        yield_!(text.unwrap_or(0));
    }

    an_argument_borrows_what_another_method_gives(log) {
        let (first, second, third) = (log.guard("a"), log.guard("bc"), log.guard("def"));
        for turn in 0..3_u32 {
            yield_!(turn);
        }
        if log.0.borrow().len() > 2 {
            yield_!(first.longer(&second.again("x")));
            yield_!(5);
        } else {
            yield_!(first.longer(&first.again("y")));
        }
        let length = second.longer(&third.itself());
        yield_!(length);
    }

    a_closure_gives_away_a_list_by_its_items(log) {
        let list = row_of(&log, &["a", "b"]);
        yield_!(1);
        let number = Some(1).map(|_| list.into_iter().count());
        yield_!(number.unwrap_or(0) as u32);
        let list = row_of(&log, &["c", "d"]);
        yield_!(3);
        let number = None.unwrap_or_else(|| list.into_iter().count());
        yield_!(number as u32);
        yield_!(5);
    }
}

alike! {
    a_loop_in_front_of_the_first_yield_ends_there(log) {
        let mut sum = 0;
        for number in 0..5_u32 {
            sum += number;
        }
        yield_!(sum);
        if let Some(rest) = sum.checked_sub(4) {
            log.note(rest.to_string());
        }
    }

    a_head_borrows_from_one_local_and_names_another_one(log) {
        for wanted in 0..3_u32 {
            let numbers = vec![1_u32, 2];
            let place = wanted as usize;
            match numbers.get(place) {
                Some(number) => {
                    let number = *number;
                    yield_!(number);
                }
                None => {}
            }
            if let Some(number) = numbers.iter().find(|number| **number == wanted) {
                yield_!(*number + 10);
            }
            yield_!(numbers[0]);
        }
        let text = String::from("ab-cd");
        let separator = '-';
        let part = 1;
        let guard = log.guard("a");
        if let Some((before, behind)) = text.split_once(separator) {
            let length = (before.len() + behind.len()) as u32;
            yield_!(length);
        }
        let found = text.split('-').nth(part);
        if let Some(found) = found {
            let length = found.len() as u32;
            yield_!(length);
        }
        yield_!(guard.1.len() as u32 + text.len() as u32);
    }

    a_guard_of_an_arm_names_what_is_matched(log) {
        let mut letters = "ax 1!b".chars();
        while let Some(letter) = letters.next() {
            match letter {
                'a' => yield_!(1),
                _ if letter.is_whitespace() => continue,
                other if letter.is_alphabetic() && other > 'a' => {
                    yield_!(2);
                    log.note("letter");
                }
                _ if small(letter.into()) || letter == '!' => return,
                '0'..='9' => log.note(letters.as_str()),
                _ => yield_!(3),
            }
            log.note(letter);
        }
    }

    a_reference_that_a_pattern_binds_ends_in_front_of_a_yield(log) {
        let mut operators = vec![3, 2, 1];
        while let Some(top) = operators.last() {
            if *top > 2 {
                break;
            }
            operators.pop();
            yield_!(7);
        }
        if let Some(top) = operators.last() {
            let top = *top;
            operators.push(top);
            yield_!(top);
        }
        match operators.get(0) {
            Some(number) => {
                let number = *number;
                operators.clear();
                yield_!(number);
            }
            None => yield_!(0),
        }
        log.note(format!("{operators:?}"));
    }

    a_reference_of_a_let_ends_in_front_of_a_yield(log) {
        let mut numbers = vec![1, 2];
        let guard = log.guard("guard");
        let number = numbers.first().unwrap();
        log.note(format!("{number}"));
        numbers.push(3);
        yield_!(1);
        let number = numbers.first_mut().unwrap();
        *number = 4;
        let (left, right) = numbers.split_at_mut(1);
        left[0] += right[0];
        numbers.push(5);
        yield_!(numbers[0]);
        let mut iterator = numbers.iter();
        let greatest = iterator.next().max(numbers.iter().max());
        log.note(format!("{greatest:?}"));
        numbers.clear();
        yield_!(2);
        log.note(guard.1);
    }

    an_option_of_a_reference_that_unwrap_may_take_ends_in_front_of_a_yield(log) {
        let mut numbers = vec![1, 2];
        let found = numbers.get(0);
        let number = *found.unwrap();
        numbers.push(number);
        yield_!(number);
        let found = first(&numbers);
        let number = *found.unwrap();
        numbers.push(number);
        yield_!(number);
        log.note(format!("{numbers:?}"));
    }

    a_reference_ends_in_front_of_the_path_to_a_yield(log) {
        for number in 1..3 {
            let mut numbers = vec![number];
            let first = *numbers.first().unwrap();
            if first == 2 {
                yield_!(22);
                log.note("two");
                continue;
            }
            let last = { numbers.last().unwrap() };
            let last = *last;
            numbers.clear();
            yield_!(first + last);
        }
    }

    a_reference_into_a_map_ends_in_front_of_a_yield(log) {
        let mut counts = BTreeMap::new();
        for word in ["a", "b", "a"] {
            let count = counts.entry(word).or_insert(0_u32);
            *count += 1;
            let count = *count;
            counts.insert("c", count);
            yield_!(count);
        }
        log.note(format!("{counts:?}"));
    }

    parts_of_a_text_end_in_front_of_a_yield(log) {
        let line = String::from("key=value");
        if let Some((key, value)) = line.split_once('=') {
            let length = u32::try_from(key.len() + value.len()).unwrap();
            yield_!(length);
        }
        let moved = line;
        log.note(moved);
    }

    what_perhaps_was_moved_is_dropped_where_its_scope_ends(log) {
        for turn in 0..3 {
            let held = Some(log.guard("held"));
            let _later = log.guard("later");
            if turn == 1 {
                log.note(held.unwrap().1);
            }
            yield_!(turn);
        }
    }

    a_copy_is_used_after_a_call_has_taken_it(log) {
        if let Some(number) = Some(log.guard("given")).map(|_| 1_u32) {
            if small(number) {
                yield_!(number.count_ones());
            }
        }
        const PAIRS: &[(u32, u32)] = &[(1, 2), (3, 4)];
        for &(left, right) in PAIRS {
            let list = vec![left, right];
            yield_!(left.pow(2));
            yield_!(right.wrapping_add(list[0]));
        }
        for letter in "a1".chars() {
            let pair = (letter, letter);
            match letter {
                digit if small(digit.to_digit(10).unwrap_or(9)) => {
                    yield_!(digit.len_utf8() as u32 + pair.0.to_digit(36).unwrap());
                }
                _ => log.note("a letter"),
            }
        }
        let order = std::cmp::Ordering::Less;
        let same = order;
        yield_!(order.reverse() as i32 as u32);
        log.note(format!("{same:?}"));
    }

    a_method_of_ord_takes_what_is_ordered(log) {
        for number in vec![1_u64, 5] {
            let greater = number.max(3);
            yield_!(u32::try_from(greater).unwrap());
        }
        for number in [0.5_f64, 2.5] {
            let number = number.clamp(1.0, 2.0);
            yield_!(number as u32);
        }
        for text in vec!["a".to_owned(), "c".to_owned()] {
            let greater = text.max("b".to_owned());
            yield_!(greater.len() as u32);
            log.note(greater);
        }
        let highest = Highest(log.guard("highest"), 4);
        let number = highest.max(3);
        yield_!(number);
        log.note("behind");
    }

    a_copy_is_moved_after_methods_that_take_self(log) {
        for number in vec![1_u32, 5] {
            let greater = small(number.max(2));
            yield_!(u32::from(greater));
            log.note(format!("{}", small(number)));
            yield_!(3);
        }
        let numbers = [4_u32];
        let found = numbers.iter().copied().next();
        let mapped = found.map(|number| number + 1);
        yield_!(found.unwrap());
        let other = found;
        yield_!(other.unwrap() + mapped.unwrap());
    }

    a_closure_takes_what_another_path_keeps(log) {
        for turn in 0..3 {
            let guard = log.guard("guard");
            let mut count = vec![turn];
            if turn == 1 {
                drop(guard);
                yield_!(1);
                log.note(format!("{count:?}"));
                continue;
            }
            if turn == 2 {
                yield_!(guard.1.len() as u32);
                yield_!(count[0]);
            } else {
                let mut counts = move || {
                    count.push(guard.size());
                    count[count.len() - 1]
                };
                yield_!(counts() + counts());
                let later = log.guard("later");
                yield_!(later.1.len() as u32);
            }
        }
    }

    try_into_takes_what_it_converts(log) {
        let list = vec![log.guard("first"), log.guard("second")];
        let [first, second]: [Guard; 2] = list.try_into().unwrap();
        yield_!(first.size());
        drop(first);
        yield_!(second.size());
        let number: u32 = (log.0.borrow().len() as u64).try_into().unwrap();
        yield_!(number);
    }

    a_closure_borrows_a_copy_that_another_path_has_moved(log) {
        let number = log.0.borrow().first().map_or(1_u32, |_| 2);
        for turn in 0..2 {
            let number = number.wrapping_add(turn);
            if turn == 0 {
                yield_!(u32::from(small(number)));
            } else {
                let add = || number + 1;
                let sum = add();
                yield_!(sum);
            }
            yield_!(9);
        }
        for number in vec![1_u32, 2] {
            if number == 1 {
                yield_!(u32::from(small(number)));
                continue;
            }
            let sum: u32 = [1, 2].iter().map(|other| other + number).sum();
            yield_!(sum);
        }
    }

    a_head_calls_methods_that_take_self(log) {
        for (guard, mut text) in texts(&log).collect::<Vec<_>>() {
            text.push('x');
            yield_!(text.len() as u32);
            log.note(guard.1);
        }
        for (guard, _) in texts(&log).collect::<Vec<_>>().into_iter().rev() {
            log.note(guard.1);
            yield_!(3);
        }
        let none: Option<Vec<Guard>> = None;
        for guard in none.unwrap_or_else(|| vec![log.guard("else")]) {
            log.note(guard.1);
            yield_!(4);
        }
        if let Some((guard, _)) = texts(&log).max_by_key(|(_, text)| text.clone()) {
            yield_!(5);
            log.note(guard.1);
        }
        match Some(vec![log.guard("mapped")]).map_or(3, |list| list.len()) {
            1 => yield_!(6),
            _ => log.note("another length"),
        }
    }

    zip_of_an_option_and_map_of_an_array_take_them(log) {
        let left = Some(log.guard("left"));
        let array = [log.guard("first"), log.guard("second")];
        let pair = left.zip(Some(log.guard("right")));
        let names = array.map(|guard| guard.1.len() as u32);
        yield_!(names[1]);
        drop(pair);
        yield_!(2);
    }

    a_closure_looks_at_what_another_path_has_moved(log) {
        let mut stack = vec![(2_u32, Vec::new())];
        while let Some((place, mut path)) = stack.pop() {
            path.push(place);
            if place == 0 {
                yield_!(path.len() as u32);
                log.note(format!("{path:?}"));
                let moved = path;
                yield_!(moved[0]);
                continue;
            }
            let next = [place - 1, place].into_iter().filter(|next| !path.contains(next));
            stack.extend(next.map(|next| (next, path.clone())));
        }
        let guard = log.guard("guard");
        if stack.len() == 1 {
            drop(guard);
        } else {
            let name = || guard.1.to_owned();
            log.note(name());
            log.note(format!("{:?}", [1].map(|_| format!("{}", guard.1))));
        }
        yield_!(9);
    }

    a_yield_in_the_last_arm_uses_a_local_last(log) {
        for text in ["", "a", "bc"] {
            let trimmed = text.trim();
            let guard = log.guard("guard");
            match trimmed.len() {
                0 => continue,
                1 => yield_!(trimmed.to_uppercase().len() as u32),
                _ => yield_!(trimmed.repeat(guard.id()).len() as u32),
            }
            yield_!(9);
        }
    }

    an_assertion_of_debug_builds_yields_in_them_alone(log) {
        debug_assert!({
            log.note("evaluated");
            yield_!(1);
            true
        });
        debug_assert_eq!({ yield_!(2); 1 }, 1, "{}", 3);
        let unit = { std::debug_assert_ne!(1, { yield_!(3); 2 }) };
        log.note(format!("{unit:?}"));
    }

    a_loop_and_a_delegation_borrow_from_an_array_of_constants(log) {
        for (value, sign) in [(10, "x"), (9, "ix")].iter() {
            log.note(*sign);
            yield_!(*value);
        }
        for number in [1, 2, 3].iter().rev() {
            yield_!(*number);
        }
        for pair in [4, 5, 6].windows(2) {
            yield_!(pair[0] * pair[1]);
        }
    }

    a_head_borrows_from_a_value_that_a_collection_gives(log) {
        let mut stack = vec![row_of(&log, &["a", "b"]), row_of(&log, &[]), row_of(&log, &["c"])];
        while let Some(row) = stack.pop() {
            if let Some(first) = row.first() {
                let size = first.size();
                yield_!(size);
            }
            log.note("turn");
        }
        let mut queue = VecDeque::from([row_of(&log, &["d"]), row_of(&log, &["e", "f"])]);
        while let Some(row) = queue.pop_front() {
            match row.first() {
                Some(first) if first.1 == "d" => {
                    let size = first.size();
                    yield_!(size);
                    log.note("behind");
                    yield_!(10);
                }
                Some(first) => log.note(first.1),
                None => yield_!(11),
            }
        }
        let mut map = BTreeMap::from([(1, row_of(&log, &["g"])), (2, row_of(&log, &["h"]))]);
        let mut rows = vec![row_of(&log, &["i"]), row_of(&log, &["j"])].into_iter();
        let mut kept = Some((log.guard("k"), row_of(&log, &["l"])));
        if let Some(row) = map.remove(&1) {
            if let [first, ..] = &row[..] {
                let size = first.size();
                yield_!(size + 20);
            }
        }
        while let Some(row) = rows.next() {
            if let Some(first) = row.first() {
                let size = first.size();
                if size > 5 {
                    continue;
                }
                yield_!(size + 30);
            } else {
                yield_!(31);
            }
            yield_!(32);
        }
        if let Some((guard, row)) = kept.take() {
            if let Some(first) = row.last() {
                let size = first.size() + guard.size();
                yield_!(size + 40);
            }
        }
        let mut rest = vec![row_of(&log, &["m"]), row_of(&log, &["n"])];
        let row = rest.remove(0);
        if let Some(first) = row.first() {
            let size = first.size();
            yield_!(size + 50);
        }
        let rest = rest.split_off(0);
        match rest.first() {
            Some(row) if row.is_empty() => yield_!(60),
            Some(row) => {
                let size = row.len() as u32;
                yield_!(size + 60);
            }
            None => {}
        }
        yield_!(70);
    }

    a_head_borrows_from_a_value_that_was_taken(log) {
        let mut line = String::new();
        for part in ["a", "=b", "c=d", "e"] {
            line.push_str(part);
            if line.len() > 2 {
                let done = std::mem::take(&mut line);
                match done.split_once('=') {
                    Some((name, value)) => log.note(format!("{name}:{value}")),
                    None => {
                        yield_!(9);
                    }
                }
                yield_!(line.len() as u32);
            }
        }
        let mut guards = vec![log.guard("a")];
        let taken = std::mem::replace(&mut guards, vec![log.guard("b")]);
        if let Some(guard) = taken.first() {
            let size = guard.size();
            yield_!(size);
            log.note("taken");
        }
        yield_!(guards.len() as u32);
    }

    a_choice_looks_at_a_value_that_borrows_from_a_local(log) {
        let numbers = vec![1_u32, 2];
        let first = numbers.first();
        if let Some(number) = first {
            let number = *number;
            yield_!(number);
        }
        let guards = vec![log.guard("a"), log.guard("b")];
        let last = guards.last();
        match last {
            Some(guard) => {
                let size = guard.size();
                yield_!(size);
            }
            None => {}
        }
        yield_!(7);
    }

    a_cell_is_asked_while_it_is_borrowed(log) {
        let cell = RefCell::new(1_u32);
        {
            let seen = cell.borrow();
            let free = cell.try_borrow_mut().is_ok();
            log.note(format!("{free} {seen}"));
        }
        yield_!(1);
    }
}
