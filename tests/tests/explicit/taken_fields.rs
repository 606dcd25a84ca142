//! Methods by value on elements of tuples and on fields, and tuples that get another value.

#![allow(
    clippy::map_unwrap_or,
    unused_assignments,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use crate::alike::{Guard, Log, alike};

/// What can be done with a guard.
trait Eaten: Sized {
    fn eat(self) -> u32;
    fn look(&self) -> u32;

    fn next(self) -> u32 {
        self.eat() + 2
    }
}

impl Eaten for Guard {
    fn eat(self) -> u32 {
        self.0.note(format!("eats {}", self.1));
        1
    }

    fn look(&self) -> u32 {
        self.0.note(format!("looks at {}", self.1));
        2
    }
}

struct Page {
    title: String,
    first: Option<Guard>,
    second: Option<Guard>,
    rows: Vec<u32>,
    number: u32,
}

impl Page {
    fn new(log: &Log) -> Self {
        Self {
            title: "title".to_owned(),
            first: Some(log.guard("first")),
            second: Some(log.guard("second")),
            rows: vec![3, 4],
            number: 5,
        }
    }
}

struct Numbered {
    guard: Guard,
    number: u32,
}

fn numbered(log: &Log) -> Vec<(u32, Guard)> {
    vec![(1, log.guard("a")), (2, log.guard("b")), (3, log.guard("c"))]
}

fn pairs(log: &Log) -> Vec<(Guard, Guard)> {
    vec![(log.guard("a"), log.guard("b")), (log.guard("c"), log.guard("d"))]
}

alike! {
    a_method_takes_an_element_in_one_turn_of_a_loop(log) {
        let list: Vec<(u32, Guard)> = numbered(&log);
        for pair in list {
            if pair.0 == 2 { yield_!(pair.1.eat()); } else { yield_!(pair.0 + 10); }
        }
    }

    a_method_takes_an_element_that_a_loop_counts(log) {
        let list: Vec<(u32, Guard)> = numbered(&log);
        for (index, pair) in list.into_iter().enumerate() {
            yield_!(pair.1.look());
            let eaten = pair.1.next();
            yield_!(eaten + pair.0 + u32::try_from(index).unwrap());
        }
    }

    a_method_takes_an_element_of_what_was_popped(log) {
        let mut list: Vec<(u32, Guard)> = numbered(&log);
        while let Some(pair) = list.pop() {
            if pair.0 == 2 { yield_!(pair.1.eat()); }
            yield_!(pair.0 + 20);
        }
    }

    the_last_of_two_methods_takes_the_element(log) {
        let mut list: Vec<(Guard, Guard)> = pairs(&log);
        let pair = list.pop().unwrap();
        yield_!(pair.1.look());
        yield_!(pair.1.eat());
        yield_!(3);
        yield_!(pair.0.next());
        yield_!(4);
    }

    an_element_is_moved_behind_one_that_a_method_takes(log) {
        let three = (log.guard("a"), log.guard("b"), log.guard("c"));
        three.1.eat();
        yield_!(1);
        let first = three.0;
        yield_!(first.look());
        drop(first);
        yield_!(3);
    }

    an_element_is_moved_behind_one_that_was_given_away(log) {
        let pair = (log.guard("a"), log.guard("b"));
        let list = vec![pair.1];
        yield_!(1);
        let first = pair.0;
        yield_!(first.look());
        drop(list);
        yield_!(3);
    }

    a_method_of_an_option_takes_a_field(log) {
        let page = Page::new(&log);
        let first = page.first.unwrap();
        yield_!(first.look());
        yield_!(page.number);
        drop(first);
        yield_!(page.rows[0]);
    }

    a_method_of_an_option_takes_a_field_on_a_path(log) {
        let page = Page::new(&log);
        if page.number == 5 {
            let first = page.first.unwrap_or(log.guard("other"));
            yield_!(first.look());
        }
        if let Some(second) = page.second.filter(|guard| guard.1 == "second") {
            yield_!(second.look());
        }
        yield_!(page.number);
    }

    adaptors_take_fields(log) {
        let page = Page::new(&log);
        let eaten: u32 = page.first.map(Guard::eat).unwrap_or(0);
        yield_!(eaten);
        let other = page.second.or(None);
        yield_!(5);
        for row in page.rows.into_iter().map(|row| row + 1) {
            yield_!(row);
        }
        yield_!(page.number.max(3));
        drop(other);
        let bytes = page.title.into_bytes();
        yield_!(u32::from(bytes[0]));
    }

    a_method_by_exclusive_reference_leaves_a_field(log) {
        let mut page = Page::new(&log);
        page.rows.push(6);
        yield_!(page.number);
        page.title.push('!');
        yield_!(page.number.pow(2));
        let second = page.second.take();
        yield_!(7);
        drop(second);
        yield_!(8);
    }

    a_tuple_gets_another_value_on_one_path(log) {
        let mut pair = (log.guard("a"), log.guard("b"));
        drop(pair.1);
        if pair.0.1 == "a" {
            pair = (log.guard("c"), log.guard("d"));
        } else {
            let _first = pair.0;
        }
        yield_!(3);
    }

    a_tuple_gets_another_value_in_each_turn(log) {
        let mut pair = (log.guard("a"), log.guard("b"));
        for turn in 0..3 {
            drop(pair.1);
            yield_!(turn);
            pair = (log.guard("c"), log.guard("d"));
        }
        yield_!(pair.0.look());
    }

    a_tuple_gets_a_value_with_a_yield_in_it(log) {
        let mut pair: (Guard, Guard) = (log.guard("a"), log.guard("b"));
        yield_!(pair.1.eat());
        pair = (log.guard("c"), { yield_!(8); log.guard("d") });
        yield_!(pair.0.eat());
        pair = if pair.1.look() == 2 { (log.guard("e"), log.guard("f")) } else { return };
        yield_!(0);
    }

    a_tuple_gets_the_next_one(log) {
        let mut list = pairs(&log).into_iter();
        let mut pair: (Guard, Guard) = list.next().unwrap();
        loop {
            yield_!(pair.0.eat());
            pair = match list.next() { Some(next) => next, None => break };
            yield_!(2);
        }
    }

    a_pattern_copies_a_field_of_a_local_that_is_used_again(log) {
        let numbered = Numbered { guard: log.guard("a"), number: 4 };
        let Numbered { number, .. } = numbered;
        yield_!(number);
        yield_!(numbered.guard.look());
        yield_!(5);
    }
}
