//! What a body borrowed or locked is still borrowed or locked when it goes on after a yield.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Mutex, RwLock};

use genfn::generator;

#[test]
fn a_loop_over_a_local() {
    #[generator]
    fn sorted(mut numbers: Vec<u32>) -> impl Iterator<Item = u32> {
        numbers.sort_unstable();
        let squares = numbers.iter().map(|number| number * number).collect::<Vec<_>>();
        for (number, square) in numbers.iter().zip(&squares) {
            yield_!(*number);
            yield_!(*square);
        }
        let first = &numbers[0];
        yield_!(*first);
        yield_!(*first + 1);
    }

    assert_eq!(sorted(vec![3, 1, 2]).collect::<Vec<_>>(), [1, 1, 2, 4, 3, 9, 1, 2]);
}

#[test]
fn slices_of_a_local_string() {
    #[generator]
    fn lines(path: &str) -> impl Iterator<Item = String> {
        let text = format!("{path}: first\nsecond\n\nlast");
        let mut rest = text.as_str();
        while let Some((line, after)) = rest.split_once('\n') {
            let (head, tail) = line.split_at(line.len() / 2);
            yield_!(head.to_owned());
            rest = after;
            yield_!(tail.to_owned());
        }
        yield_!(rest.to_owned());
    }

    let expected = ["a: f", "irst", "sec", "ond", "", "", "last"];
    assert_eq!(lines("a").collect::<Vec<_>>(), expected);
}

#[test]
fn a_mutable_borrow_of_a_local() {
    #[generator]
    fn sums() -> impl Iterator<Item = u32> {
        let mut numbers = [1, 2, 3];
        for number in &mut numbers {
            *number *= 10;
            yield_!(*number);
            *number += 1;
        }
        let [first, .., last] = &mut numbers;
        std::mem::swap(first, last);
        yield_!(*first);
        *first = 0;
        yield_!(numbers.iter().sum());
    }

    assert_eq!(sums().collect::<Vec<_>>(), [10, 20, 30, 31, 32]);
}

#[test]
fn borrows_of_an_argument() {
    #[generator]
    fn prefixes(text: String) -> impl Iterator<Item = usize> {
        let view: &str = &text;
        for (end, _) in view.char_indices() {
            yield_!(view[..end].len());
        }
        yield_!(text.len());
    }

    assert_eq!(prefixes("aé€".to_owned()).collect::<Vec<_>>(), [0, 1, 3, 6]);
}

#[test]
fn a_borrow_of_what_is_borrowed_from() {
    struct Chain<'a> {
        previous: Option<&'a Chain<'a>>,
        number: u32,
    }

    #[generator]
    fn chained() -> impl Iterator<Item = u32> {
        let first = Chain { previous: None, number: 1 };
        yield_!(first.number);
        let second = Chain { previous: Some(&first), number: 2 };
        yield_!(second.number);
        let third = Chain { previous: Some(&second), number: 3 };
        let mut at = Some(&third);
        while let Some(chain) = at {
            yield_!(chain.number * 10);
            at = chain.previous;
        }
    }

    assert_eq!(chained().collect::<Vec<_>>(), [1, 2, 30, 20, 10]);
}

#[test]
fn a_generator_over_a_local() {
    #[generator]
    fn words(text: &str) -> impl Iterator<Item = &str> {
        for word in text.split(' ') {
            yield_!(word);
        }
    }

    #[generator]
    fn lengths(numbers: std::ops::Range<u32>) -> impl Iterator<Item = usize> {
        let text = numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
        let mut words = words(&text);
        let Some(first) = words.next() else { return };
        yield_!(first.len());
        for word in words {
            yield_!(word.len() + first.len());
        }
    }

    assert_eq!(lengths(8..11).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_lock() {
    #[generator]
    fn held(numbers: &Mutex<Vec<u32>>) -> impl Iterator<Item = u32> {
        let mut guard = numbers.lock().unwrap();
        guard.push(9);
        for number in guard.iter() {
            yield_!(*number);
        }
        drop(guard);
        yield_!(0);
    }

    let numbers = Mutex::new(vec![1]);
    let mut held = held(&numbers);
    assert!(numbers.try_lock().is_ok(), "nothing runs before the first step");
    assert_eq!(held.next(), Some(1));
    assert!(numbers.try_lock().is_err());
    assert_eq!(held.next(), Some(9));
    assert!(numbers.try_lock().is_err());
    assert_eq!(held.next(), Some(0));
    assert_eq!(*numbers.try_lock().unwrap(), [1, 9]);
}

#[test]
fn a_lock_is_released_when_the_generator_is_dropped() {
    #[generator]
    fn held(number: &RwLock<u32>) -> impl Iterator<Item = u32> {
        let guard = number.read().unwrap();
        yield_!(*guard);
        yield_!(*guard);
    }

    let number = RwLock::new(1);
    let mut suspended = held(&number);
    suspended.next();
    assert!(number.try_write().is_err());
    drop(suspended);
    assert!(number.try_write().is_ok());
    assert!(!number.is_poisoned());
}

#[test]
fn a_lock_taken_in_the_value_is_released_before_the_suspension() {
    #[generator]
    fn lengths(words: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> {
        loop {
            yield_!(words.lock().unwrap().len());
            yield_!(match words.lock().unwrap().first() {
                Some(word) => word.len(),
                None => 0,
            });
        }
    }

    let words = Mutex::new(Vec::new());
    let mut lengths = lengths(&words);
    for (word, expected) in [("abc", 0), ("d", 3), ("e", 2), ("f", 3)] {
        assert_eq!(lengths.next(), Some(expected));
        words.try_lock().expect("the value's temporaries are gone").push(word.to_owned());
    }
}

#[test]
fn cells() {
    #[generator]
    fn watched(cell: &RefCell<u32>, total: &Cell<u32>) -> impl Iterator<Item = u32> {
        {
            let value = cell.borrow();
            yield_!(*value);
            total.set(total.get() + *value);
        }
        let mut value = cell.borrow_mut();
        *value += 1;
        yield_!(*value);
        *value += 1;
    }

    let cell = RefCell::new(1);
    let total = Cell::new(0);
    let mut watched = watched(&cell, &total);
    assert_eq!(watched.next(), Some(1));
    assert!(cell.try_borrow().is_ok() && cell.try_borrow_mut().is_err());
    assert_eq!(watched.next(), Some(2));
    assert!(cell.try_borrow().is_err());
    assert_eq!(watched.next(), None);
    assert_eq!(*cell.borrow(), 3);
    assert_eq!(total.get(), 1);
}

#[test]
fn items_that_borrow_from_an_argument_outlive_the_generator() {
    #[generator]
    fn longest<'a>(
        words: &'a BTreeMap<u32, String>,
        least: &usize,
    ) -> impl Iterator<Item = &'a str> {
        for word in words.values() {
            if word.len() >= *least {
                yield_!(word);
            }
        }
    }

    let words = BTreeMap::from([(1, "one".to_owned()), (3, "three".to_owned())]);
    let found = {
        let least = 4;
        longest(&words, &least).next()
    };
    assert_eq!(found, Some("three"));
}

#[test]
fn items_that_borrow_mutably_are_apart() {
    #[generator]
    fn halves(mut numbers: &mut [u32]) -> impl Iterator<Item = &mut [u32]> {
        while !numbers.is_empty() {
            let (half, rest) = numbers.split_at_mut(numbers.len().div_ceil(2));
            yield_!(half);
            numbers = rest;
        }
    }

    let mut numbers = [1, 2, 3, 4, 5];
    let pieces: Vec<&mut [u32]> = halves(&mut numbers).collect();
    assert_eq!(pieces, [&mut [1, 2, 3][..], &mut [4], &mut [5]]);
    for (value, piece) in (10..).zip(pieces) {
        piece.fill(value);
    }
    assert_eq!(numbers, [10, 10, 10, 11, 12]);
}

#[test]
fn an_array_on_the_body_s_stack_stays_where_it_is() {
    #[generator]
    fn addresses() -> impl Iterator<Item = usize> {
        let array = [0_u8; 1000];
        let first = &raw const array as usize;
        loop {
            yield_!(first);
            yield_!(&raw const array as usize);
        }
    }

    let mut generator = addresses();
    let first = generator.next();
    let mut moved = Box::new(generator);
    assert_eq!(moved.next(), first);
    let mut moved_again = *moved;
    assert_eq!(moved_again.next(), first);
    let mut within = vec![Some(moved_again)];
    within.reserve(1000);
    assert_eq!(within[0].as_mut().unwrap().next(), first);
}
