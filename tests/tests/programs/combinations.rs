//! Combinations by recursive generators come as `itertools.combinations` documents them: by position,
//! in lexicographic order.

use std::collections::HashSet;

use genfn::generator;

/// Every choice of `length` items, each in the order in which the items stand.
#[generator]
fn combinations<T: Clone>(items: &[T], length: usize) -> impl Iterator<Item = Vec<T>> {
    yield_from!(completions(&mut Vec::new(), items, length));
}

/// Every way to complete what is chosen with `missing` items more. In between, it is as it was.
#[generator]
fn completions<T: Clone>(
    chosen: &mut Vec<T>,
    items: &[T],
    missing: usize,
) -> impl Iterator<Item = Vec<T>> {
    if missing == 0 {
        yield_!(chosen.clone());
        return;
    }
    for (index, item) in items.iter().enumerate() {
        chosen.push(item.clone());
        yield_from!(completions(chosen, &items[index + 1..], missing - 1));
        chosen.pop();
    }
}

/// The combinations of the letters of a word, as words.
fn of_letters(word: &str, length: usize) -> Vec<String> {
    let letters: Vec<_> = word.chars().collect();
    combinations(&letters, length).map(String::from_iter).collect()
}

#[test]
fn pairs_of_four_letters_are_those_of_the_documentation() {
    assert_eq!(of_letters("ABCD", 2), ["AB", "AC", "AD", "BC", "BD", "CD"]);
}

#[test]
fn triples_of_four_numbers_are_those_of_the_documentation() {
    let triples: Vec<_> = combinations(&[0, 1, 2, 3], 3).collect();
    assert_eq!(triples, [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]]);
}

/// Items are told apart by where they stand, not by what they are.
#[test]
fn equal_items_are_combined_as_different_ones() {
    assert_eq!(of_letters("AAB", 2), ["AA", "AB", "AB"]);
}

#[test]
fn of_no_items_there_is_one_combination_and_of_too_many_none() {
    assert_eq!(of_letters("ABC", 0), [""]);
    assert_eq!(of_letters("", 0), [""]);
    assert_eq!(of_letters("ABC", 3), ["ABC"]);
    assert!(of_letters("ABC", 4).is_empty());
}

#[test]
fn there_are_as_many_as_the_binomial_coefficient_says() {
    let items: Vec<u32> = (0..10).collect();
    let counts: Vec<_> = (0..=10).map(|length| combinations(&items, length).count()).collect();
    assert_eq!(counts, [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1]);

    let all: Vec<_> = combinations(&items, 4).collect();
    assert!(all.is_sorted());
    assert!(all.iter().all(|chosen| chosen.is_sorted()));
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 210);
}
