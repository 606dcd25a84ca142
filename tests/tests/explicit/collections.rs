//! Collections of references that are copied out of another local: they borrow nothing of it.

#![allow(
    clippy::cloned_instead_of_copied,
    clippy::iter_cloned_collect,
    clippy::manual_filter_map,
    clippy::map_clone,
    clippy::needless_range_loop,
    clippy::string_lit_as_bytes,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use crate::alike::alike;

fn name(number: u32) -> &'static str {
    if number > 1 { "many" } else { "one" }
}

struct Row {
    name: &'static str,
    number: u32,
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap()
}

alike! {
    references_that_are_copied_borrow_nothing(log) {
        let names: Vec<&'static str> = vec!["a", "bb", "ccc"];
        let copied: Vec<&'static str> = names.iter().copied().collect();
        for index in 0..copied.len() {
            yield_!(length(copied[index]));
        }
        let guard = log.guard("guard");
        let set: HashSet<&str> = names.iter().copied().filter(|name| name.len() == 2).collect();
        for name in set {
            yield_!(length(name));
        }
        let mut queue: VecDeque<&str> = names.iter().rev().cloned().collect();
        while let Some(name) = queue.pop_front() {
            yield_!(length(name) + length(guard.1));
        }
        yield_!(length(names[0]));
    }

    references_that_a_closure_copies_borrow_nothing(log) {
        let names: Vec<&'static str> = vec!["a", " bb", "ccc"];
        let places: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        for (name, at) in places {
            yield_!(length(name) * 10 + u32::try_from(at).unwrap());
        }
        let trimmed: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        for name in trimmed {
            yield_!(length(name));
        }
        let short = names.iter().filter_map(|&name| name.strip_prefix(' ')).collect::<Vec<&str>>();
        for index in 0..short.len() {
            yield_!(length(short[index]));
        }
        let words: Vec<&str> = names.iter().flat_map(|name| name.split('b')).collect();
        for word in words {
            log.note(word);
            yield_!(length(word));
        }
        yield_!(length(names[0]));
    }

    a_topological_sort_collects_names(log) {
        let edges: [(&str, &str); 4] = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")];
        let mut before: BTreeMap<&str, u32> = BTreeMap::new();
        for (from, to) in edges {
            before.entry(from).or_insert(0);
            *before.entry(to).or_insert(0) += 1;
        }
        let mut ready: Vec<&str> =
            before.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
        while let Some(name) = ready.pop() {
            log.note(name);
            yield_!(length(name));
            for (from, to) in edges {
                if from == name {
                    let count = before.get_mut(to).unwrap();
                    *count -= 1;
                    if *count == 0 {
                        ready.push(to);
                    }
                }
            }
        }
    }

    references_that_are_made_of_numbers_borrow_nothing(log) {
        let rows = vec![Row { name: "x", number: 1 }, Row { name: "yy", number: 2 }];
        let names: Vec<&str> = rows.iter().filter(|row| row.number > 1).map(|row| row.name).collect();
        for name in names {
            yield_!(length(name));
        }
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        let called: Vec<&str> = numbers.iter().map(|number| name(*number)).collect();
        for name in called {
            yield_!(length(name));
        }
        let chosen: BTreeSet<&str> =
            numbers.iter().map(|number| if *number > 1 { "big" } else { "small" }).collect();
        for name in chosen {
            log.note(name);
            yield_!(numbers[0]);
        }
        let some: BTreeSet<&str> =
            rows.iter().filter_map(|row| (row.number > 1).then_some(row.name)).collect();
        for name in some {
            yield_!(length(name));
        }
        yield_!(numbers[1] + rows[0].number);
    }

    an_entry_of_a_map_is_taken_out(log) {
        let mut lists = BTreeMap::from([(1_u32, vec![10_u32, 11]), (2, vec![20])]);
        while let Some(mut entry) = lists.first_entry() {
            let key = *entry.key();
            if let Some(number) = entry.get_mut().pop() {
                yield_!(key + number);
            } else {
                log.note("removed");
                entry.remove();
            }
        }
        let mut counts = BTreeMap::from([(1_u32, 5_u32)]);
        for key in 0..3_u32 {
            match counts.entry(key) {
                Entry::Occupied(entry) => {
                    let count = entry.remove();
                    yield_!(count);
                }
                Entry::Vacant(entry) => {
                    entry.insert(key);
                    yield_!(100);
                }
            }
        }
        yield_!(length_of(&counts));
    }
}

fn length_of<K, V>(map: &BTreeMap<K, V>) -> u32 {
    u32::try_from(map.len()).unwrap()
}
