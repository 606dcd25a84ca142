//! Permutations by recursive generators come as `itertools.permutations` documents them: by position,
//! in lexicographic order.

use std::collections::HashSet;

use genfn::generator;

/// Every choice of `length` items in every order.
#[generator]
fn permutations<T: Clone>(items: &[T], length: usize) -> impl Iterator<Item = Vec<T>> {
    let mut left = items.to_vec();
    yield_from!(completions(&mut Vec::new(), &mut left, length));
}

/// Every way to complete what is chosen with `missing` of the items that are left. In between,
/// both are as they were.
#[generator]
fn completions<T: Clone>(
    chosen: &mut Vec<T>,
    left: &mut Vec<T>,
    missing: usize,
) -> impl Iterator<Item = Vec<T>> {
    if missing == 0 {
        yield_!(chosen.clone());
        return;
    }
    for index in 0..left.len() {
        chosen.push(left.remove(index));
        yield_from!(completions(chosen, left, missing - 1));
        left.splice(index..index, chosen.pop());
    }
}

/// The permutations of the letters of a word, as words.
fn of_letters(word: &str, length: usize) -> Vec<String> {
    let letters: Vec<_> = word.chars().collect();
    permutations(&letters, length).map(String::from_iter).collect()
}

#[test]
fn pairs_of_four_letters_are_those_of_the_documentation() {
    let expected = ["AB", "AC", "AD", "BA", "BC", "BD", "CA", "CB", "CD", "DA", "DB", "DC"];
    assert_eq!(of_letters("ABCD", 2), expected);
}

#[test]
fn those_of_three_numbers_are_those_of_the_documentation() {
    let all: Vec<_> = permutations(&[0, 1, 2], 3).collect();
    assert_eq!(all, [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]);
}

/// Items are told apart by where they stand, not by what they are.
#[test]
fn equal_items_are_permuted_as_different_ones() {
    assert_eq!(of_letters("AAB", 2), ["AA", "AB", "AA", "AB", "BA", "BA"]);
}

#[test]
fn of_no_items_there_is_one_permutation_and_of_too_many_none() {
    assert_eq!(of_letters("ABC", 0), [""]);
    assert_eq!(of_letters("", 0), [""]);
    assert!(of_letters("ABC", 4).is_empty());
}

#[test]
fn there_are_as_many_as_the_quotient_of_factorials_says() {
    let items: Vec<u32> = (0..7).collect();
    let counts: Vec<_> = (0..=7).map(|length| permutations(&items, length).count()).collect();
    assert_eq!(counts, [1, 7, 42, 210, 840, 2_520, 5_040, 5_040]);

    let all: Vec<_> = permutations(&items, 7).collect();
    assert!(all.is_sorted());
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 5_040);
    for permutation in &all {
        assert_eq!(permutation.iter().collect::<HashSet<_>>().len(), 7);
    }
}
