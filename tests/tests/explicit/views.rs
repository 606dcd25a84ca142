//! Views that are fields of locals: an iterator over one borrows from what the view refers to, and not from the field.

#![allow(
    clippy::explicit_iter_loop,
    reason = "a loop over what a method gives is another one than over a reference"
)]

use genfn::generator;

#[derive(Clone, Copy)]
struct View<'a>(&'a [u32]);

impl<'a> View<'a> {
    fn iter(self) -> std::slice::Iter<'a, u32> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for View<'a> {
    type Item = &'a u32;
    type IntoIter = std::slice::Iter<'a, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &View<'a> {
    type Item = &'a u32;
    type IntoIter = std::slice::Iter<'a, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Words<'a> {
    text: &'a str,
}

impl<'a> Words<'a> {
    fn iter(&self) -> std::str::SplitWhitespace<'a> {
        self.text.split_whitespace()
    }
}

impl<'a> IntoIterator for &Words<'a> {
    type Item = &'a str;
    type IntoIter = std::str::SplitWhitespace<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Table<'a> {
    rows: View<'a>,
    words: Words<'a>,
    count: u32,
}

macro_rules! views {
    ($(fn $name:ident($table:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn plain<'a>($table: Table<'a>) -> impl Iterator<Item = u32> + 'a $body

            #[generator(state)]
            fn explicit($table: Table<'_>) -> impl Iterator<Item = u32> $body

            let rows = [1, 2, 3];
            let table = || Table { rows: View(&rows), words: Words { text: "a bc" }, count: 7 };
            let items: Vec<u32> = plain(table()).collect();
            assert_eq!(explicit(table()).collect::<Vec<u32>>(), items);
        }
    )*};
}

views! {
    fn a_field_is_iterated_over(table) {
        for row in table.rows.iter() {
            yield_!(*row);
        }
        yield_!(table.count);
    }

    fn a_field_without_copies_is_iterated_over(table) {
        for word in table.words.iter() {
            yield_!(u32::try_from(word.len()).unwrap());
        }
        for row in table.rows.iter().rev() {
            yield_!(*row + table.count);
        }
    }

    fn a_view_is_made_of_what_an_argument_refers_to(table) {
        let local = Table { rows: View(table.rows.0), words: Words { text: table.words.text }, ..table };
        for row in local.rows.iter() {
            yield_!(*row);
        }
        for word in local.words.iter() {
            yield_!(u32::try_from(word.len()).unwrap() + local.count);
        }
    }
}

#[test]
fn a_view_of_an_argument_is_iterated_over() {
    #[generator(state)]
    fn rows<'a>(rows: &'a [u32]) -> impl Iterator<Item = &'a u32> {
        let view = View(rows);
        for row in view.iter() {
            yield_!(row);
        }
        let part = View(&rows[1..]);
        for row in part {
            yield_!(row);
        }
    }

    assert!(rows(&[1, 2, 3]).eq(&[1, 2, 3, 2, 3]));
}

/// Loops and iterators over locals, of which no yield keeps a borrow.
mod not_kept {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex};

    use genfn::generator;

    fn list() -> Vec<usize> {
        vec![4, 5]
    }

    fn whole(text: &str) -> &str {
        text
    }

    fn tail(numbers: &[usize]) -> &[usize] {
        &numbers[1..]
    }

    #[test]
    fn a_loop_that_ends_behind_its_yield_borrows_from_a_local() {
        #[generator(state)]
        fn first_ones(text: &str) -> impl Iterator<Item = usize> {
            let text = text.to_lowercase();
            for line in text.lines() {
                if line.len() > 1 {
                    yield_!(line.len());
                    break;
                }
            }
            for line in text.lines() {
                yield_!(line.len());
                return;
            }
        }

        #[generator(state)]
        fn first_of_a_map(map: HashMap<String, Vec<u8>>) -> impl Iterator<Item = u8> {
            if let Some(list) = map.get("a") {
                for item in list {
                    yield_!(*item);
                    break;
                }
            }
        }

        assert_eq!(first_ones("a\nabc").collect::<Vec<_>>(), [3, 1]);
        let map = HashMap::from([("a".to_owned(), vec![1, 2])]);
        assert_eq!(first_of_a_map(map).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn an_iterator_over_a_local_is_used_up_in_front_of_a_yield() {
        #[generator(state)]
        fn counted() -> impl Iterator<Item = usize> {
            let list = list();
            let numbers = list.iter();
            let count = numbers.count();
            yield_!(count);
            yield_!(list.len());
        }

        assert_eq!(counted().collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_local_that_is_a_slice_or_a_text_is_iterated_over() {
        #[generator(state)]
        fn parts<'a>(text: &'a str, numbers: &'a [usize]) -> impl Iterator<Item = usize> {
            let text = whole(text);
            for line in text.lines() {
                yield_!(line.len());
            }
            let tail = tail(numbers);
            for number in tail.iter() {
                yield_!(*number);
            }
            let mut again = tail.iter();
            while let Some(number) = again.next() {
                yield_!(*number);
            }
        }

        #[generator(state)]
        fn list_of_a_map(map: HashMap<String, &[u8]>) -> impl Iterator<Item = u8> {
            if let Some(list) = map.get("a") {
                for item in *list {
                    yield_!(*item);
                }
            }
        }

        assert_eq!(parts("abc\nd", &[7, 8, 9]).collect::<Vec<_>>(), [3, 1, 8, 9, 8, 9]);
        let map = HashMap::from([("a".to_owned(), &[1, 2][..])]);
        assert_eq!(list_of_a_map(map).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_guard_is_dropped_in_front_of_a_yield() {
        #[generator(state)]
        fn locked(shared: Arc<Mutex<Vec<u32>>>) -> impl Iterator<Item = u32> {
            for index in 0..2 {
                let guard = shared.lock().unwrap();
                let number = guard[index];
                drop(guard);
                yield_!(number);
            }
        }

        assert_eq!(locked(Arc::new(Mutex::new(vec![1, 2]))).collect::<Vec<_>>(), [1, 2]);
    }
}
