//! Borrows that are used only on another path than that of a yield: a plain function has them too.

#![allow(
    clippy::cast_possible_truncation,
    clippy::collapsible_else_if,
    clippy::explicit_auto_deref,
    clippy::explicit_iter_loop,
    clippy::infallible_destructuring_match,
    clippy::match_single_binding,
    clippy::toplevel_ref_arg,
    irrefutable_let_patterns,
    clippy::manual_find,
    clippy::needless_range_loop,
    clippy::never_loop,
    clippy::unnecessary_literal_unwrap,
    clippy::useless_vec,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::RefCell;
use std::collections::HashMap;

use crate::alike::{Guard, Log, alike};

fn last(numbers: &[u32]) -> Option<&u32> {
    numbers.last()
}

fn increase(number: &mut u32) {
    *number += 1;
}

struct Part<'a>(&'a str, Log);

impl Drop for Part<'_> {
    fn drop(&mut self) {
        self.1.note("-part");
    }
}

alike! {
    a_closure_takes_a_copy_that_is_used_again(log) {
        yield_!(1);
        let numbers = "ab".bytes().map(u32::from);
        for mut number in numbers {
            let _ = log.guard("turn");
            yield_!({
                let add = move |other: u32| other + number;
                number += 1;
                add(number)
            });
        }
    }

    a_pattern_of_one_arm_binds_a_reference(log) {
        let mut guard = Guard(log.clone(), "a");
        for turn in 0..2 {
            drop(guard);
            yield_!(turn);
            guard = Guard(log.clone(), "b");
        }
        match guard {
            ref name => { yield_!(name.1.len() as u32); }
        }
        yield_!(1);
        if let ref name = guard {
            yield_!(name.1.len() as u32);
        }
        yield_!(2);
    }

    a_reference_is_used_on_the_path_without_the_yield(log) {
        let guard = log.guard("guard");
        let numbers = vec![1, 2, 3, 4];
        for index in 0..numbers.len() {
            let number = &numbers[index];
            let turn = log.guard("turn");
            if *number > 2 {
                yield_!(0);
                continue;
            }
            let next = *number + 1;
            log.note(turn.1);
            yield_!(next);
        }
        log.note(format!("{} {numbers:?}", guard.1));
    }

    an_option_of_a_reference_is_used_in_the_other_branch(log) {
        for length in 0..3 {
            let numbers = vec![7; length];
            let first = log.guard("first");
            let number = last(&numbers);
            if length == 1 {
                yield_!(1);
                log.note("one");
            } else if let Some(number) = number {
                let number = *number;
                yield_!(number);
                log.note(first.1);
            } else {
                yield_!(3);
            }
            yield_!(4);
        }
    }

    a_loop_is_left_behind_the_yield(log) {
        let numbers = vec![log.guard("1"), log.guard("2"), log.guard("3")];
        for (index, number) in numbers.iter().enumerate() {
            if number.1 == "2" {
                yield_!(index as u32);
                log.note("found");
                break;
            }
        }
        yield_!(7);
        let texts = String::from("a b  c");
        'all: for text in texts.split(' ') {
            for letter in text.chars() {
                if letter == 'b' {
                    yield_!(8);
                    break 'all;
                }
            }
        }
        for text in texts.split(' ').map(str::len).filter(|length| *length != 1) {
            let length = text as u32;
            yield_!(length);
            return;
        }
    }

    an_exclusive_reference_is_used_on_the_other_path(log) {
        let mut numbers = vec![1, 2, 3];
        for index in 0..3 {
            let number = &mut numbers[index];
            increase(number);
            if *number == 3 {
                yield_!(0);
                numbers.push(9);
                continue;
            }
            increase(number);
            increase(number);
            *number += 1;
            yield_!(*number);
        }
        let first = numbers.iter_mut().next().unwrap();
        increase(first);
        if *first == 0 {
            yield_!(1);
            return;
        }
        increase(first);
        increase(first);
        let first = *first;
        yield_!(first);
        log.note(format!("{numbers:?}"));
    }

    an_entry_is_used_on_the_other_path(log) {
        let mut counts: HashMap<u32, (u32, Guard)> = HashMap::new();
        for key in [1, 2, 1, 1] {
            let Some((count, guard)) = counts.get_mut(&key) else {
                counts.insert(key, (0, log.guard("value")));
                yield_!(key);
                continue;
            };
            if *count == 1 {
                counts.remove(&key);
                yield_!(10);
                continue;
            }
            *count += 1;
            let count = *count + guard.1.len() as u32;
            yield_!(count);
        }
    }

    arms_of_a_match_use_a_reference_that_others_do_not(log) {
        let texts = vec![String::new(), String::from("#"), String::from("skip"), String::from("text")];
        for index in 0..texts.len() {
            let kept = log.guard("kept");
            match texts[index].as_str() {
                "" => yield_!(0),
                "skip" => continue,
                text if text.starts_with('#') => {
                    yield_!(1);
                    log.note("comment");
                }
                text => {
                    let length = text.len() as u32;
                    yield_!(length);
                }
            }
            log.note(kept.1);
        }
    }

    a_guard_that_is_dropped_on_each_path(log) {
        let cell = RefCell::new(vec![log.guard("a"), log.guard("b")]);
        for index in 0..3 {
            let guards = cell.borrow();
            let name = guards.get(index).map(|guard| guard.1);
            if name.is_none() {
                drop(guards);
                yield_!(0);
                cell.borrow_mut().pop();
                continue;
            }
            let length = guards.len() as u32;
            drop(guards);
            yield_!(length);
        }
    }

    what_is_borrowed_is_made_beside_its_borrow(log) {
        let other = log.guard("other");
        let numbers = vec![1, 2];
        let mut iterator = numbers.iter();
        let first = iterator.next();
        let length = other.1.len() as u32;
        drop(other);
        if length == 1 {
            yield_!(1);
            return;
        }
        let second = iterator.next();
        log.note(format!("{first:?} {second:?}"));
        let sum = first.unwrap() + second.unwrap() + length;
        yield_!(sum);
        log.note(format!("{numbers:?}"));
    }

    a_borrow_that_is_assigned_later(log) {
        for length in 1..4 {
            let mut greatest: Option<&u32> = None;
            let numbers = vec![length; length as usize];
            greatest = greatest.max(numbers.iter().max());
            if length == 2 {
                yield_!(0);
                log.note("two");
                continue;
            }
            let greatest = *greatest.unwrap();
            yield_!(greatest);
            log.note(format!("{numbers:?}"));
        }
    }

    a_closure_that_looks_uses_a_reference(log) {
        let numbers = vec![1, 2, 3];
        for pick in 0..3 {
            let picked = &numbers[pick];
            if pick == 1 {
                yield_!(9);
                continue;
            }
            let count = numbers.iter().filter(|number| *number > picked).count() as u32;
            log.note(format!("{picked} {count}"));
            yield_!(count);
        }
    }

    a_value_with_a_destructor_that_borrows_nothing(log) {
        for count in 0..3 {
            let guards = vec![log.guard("1"), log.guard("2")];
            let other = guards.iter().map(|guard| guard.0.guard("copy")).collect::<Vec<_>>();
            let last = log.guard("last");
            if count == 1 {
                yield_!(0);
                log.note("on");
                continue;
            }
            if count == 2 {
                drop(other);
                yield_!(1);
                log.note("two");
            } else {
                for guard in other {
                    let length = guard.1.len() as u32;
                    yield_!(length);
                }
            }
            log.note(last.1);
        }
    }

    a_borrow_with_a_destructor_is_dropped_on_each_path(log) {
        let text = String::from("text");
        for count in 0..3 {
            let part = Part(&text, log.clone());
            if count == 1 {
                drop(part);
                yield_!(0);
                continue;
            }
            let length = part.0.len() as u32;
            drop(part);
            yield_!(length);
        }
    }

    a_label_is_left_behind_the_yield(log) {
        let rows = vec![vec![1, 2], vec![3, 4]];
        'rows: for index in 0..rows.len() {
            let row = &rows[index];
            for column in 0..row.len() {
                let number = row[column];
                if number == 3 {
                    yield_!(number);
                    log.note("next");
                    continue 'rows;
                }
            }
            let length = row.len() as u32;
            yield_!(length);
        }
    }

    a_block_is_left_behind_the_yield(log) {
        let words = String::from("one two");
        let count = 'count: {
            let mut parts = words.split(' ');
            let Some(first) = parts.next() else { break 'count 0 };
            if first.len() == 3 {
                yield_!(3);
                log.note("three");
                break 'count 1;
            }
            let second = parts.next().map_or(0, str::len);
            second as u32
        };
        yield_!(count);
        log.note(words);
    }

    a_reference_that_a_loop_finds(log) {
        let words = vec![String::from("one"), String::from("three")];
        let mut longest: Option<&String> = None;
        let mut all = Vec::new();
        for word in &words {
            if longest.is_none_or(|found| found.len() < word.len()) {
                longest = Some(word);
            }
            all.push(word);
        }
        if all.len() == 3 {
            yield_!(2);
            log.note("two");
            return;
        }
        log.note(format!("{all:?}"));
        if let Some(longest) = longest {
            let length = longest.len() as u32;
            yield_!(length);
        }
    }

    references_of_one_pattern(log) {
        let words = vec![String::from("one"), String::from("three")];
        for second in 0..2 {
            let (word, other) = (&words[0], &words[second]);
            if word.len() < other.len() {
                yield_!(word.len() as u32);
                log.note("shorter");
            } else {
                let length = other.len() as u32;
                yield_!(length);
            }
        }
    }
}
