//! Types of the user's that have names of the standard library's: in a state that is saved, and where nothing depends
//! on whose they are.

use std::ops;

use genfn::{Restore, generator};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct RangeInclusive {
    left: u32,
}

impl Iterator for RangeInclusive {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }
}

#[generator]
#[derive(Serialize, Deserialize)]
fn own(range: RangeInclusive) -> impl Iterator<Item = u32> + Serialize + Restore {
    for number in range {
        yield_!(number);
    }
}

#[generator]
#[derive(Serialize, Deserialize)]
fn of_the_library(
    range: ops::RangeInclusive<u32>,
) -> impl Iterator<Item = u32> + Serialize + Restore {
    for number in range {
        yield_!(number);
    }
}

/// What is left of a generator that is saved and read back behind each item.
fn restored<G>(make: impl Fn() -> G) -> Vec<u32>
where
    G: Iterator<Item = u32> + Serialize + Restore,
{
    let (mut generator, mut items) = (make(), Vec::new());
    while let Some(item) = generator.next() {
        items.push(item);
        let saved = serde_json::to_string(&generator).unwrap();
        generator = make();
        generator.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
    }
    items
}

#[test]
fn a_range_of_the_users_is_saved_as_it_is() {
    assert_eq!(restored(|| own(RangeInclusive { left: 3 })), [2, 1, 0]);
    assert_eq!(restored(|| of_the_library(1..=3)), [1, 2, 3]);
}

mod variants {
    use genfn::generator;

    pub(super) enum Option {
        Some(String),
        Other,
    }

    use Option::{Other, Some};

    #[generator(state)]
    pub(super) fn lengths(mut list: Vec<Option>) -> impl Iterator<Item = usize> {
        while !list.is_empty() {
            let length = match list.remove(0) {
                Some(text) => text.len(),
                Other => 0,
            };
            yield_!(length);
        }
    }
}

#[test]
fn a_match_without_a_yield_has_variants_of_the_users() {
    use variants::{Option, lengths};

    let list = vec![Option::Some(String::from("ab")), Option::Other];
    assert_eq!(lengths(list).collect::<Vec<_>>(), [2, 0]);
}
