//! Patterns of slices: of places without a size, whose elements are copied, and of references.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::similar_names,
    reason = "each body stands in the test of its own, and names what it takes in the same words"
)]

use genfn::generator;

macro_rules! slices {
    ($(fn $name:ident($all:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn plain($all: &[u32]) -> impl Iterator<Item = u32> $body

            #[generator(state)]
            fn explicit($all: &[u32]) -> impl Iterator<Item = u32> $body

            let all = [1, 2, 3, 4];
            for count in 0..=all.len() {
                let items: Vec<u32> = plain(&all[..count]).collect();
                assert_eq!(explicit(&all[..count]).collect::<Vec<u32>>(), items);
            }
        }
    )*};
}

slices! {
    fn a_match_on_all_of_a_list(all) {
        let list = all.to_vec();
        match list[..] {
            [one, two, three] => {
                yield_!(one);
                yield_!(two + three);
            }
            [one] => yield_!(one),
            [first, .., last] if first < last => {
                yield_!(last);
                yield_!(first);
            }
            _ => yield_!(0),
        }
        yield_!(list.len() as u32);
    }

    fn a_condition_on_a_part_of_a_list(all) {
        let list = all.to_vec();
        if let [first, .., last] = list[..] {
            yield_!(first);
            yield_!(last);
        }
        let [one, two, ..] = list[..] else { return };
        yield_!(one);
        yield_!(two);
    }

    fn a_place_behind_a_reference(all) {
        match *all {
            [] => yield_!(0),
            [one, two, ..] => {
                yield_!(one);
                yield_!(two);
            }
            _ => {}
        }
    }

    fn a_loop_over_what_is_left(all) {
        let mut start = 0;
        while let [one, two, ..] = all[start..] {
            yield_!(one);
            yield_!(two);
            start += 1;
        }
        match all[start..] {
            [last, ..] => yield_!(last),
            [] => yield_!(9),
        }
    }

    fn elements_that_are_taken_apart(all) {
        let pairs: Vec<(u32, u32)> = all.iter().map(|one| (*one, one * 2)).collect();
        if let [(one, two), .., (three, four)] = pairs[..] {
            yield_!(one + two);
            yield_!(three + four);
        }
    }

    fn the_rest_of_a_reference(all) {
        let mut rest = all;
        while let [first, others @ ..] = rest {
            yield_!(*first);
            yield_!(others.len() as u32);
            rest = others;
        }
    }

    fn windows_and_chunks(all) {
        for window in all.windows(2) {
            if let [one, two] = window {
                yield_!(*one);
                yield_!(*two);
            }
        }
        for chunk in all.chunks(2) {
            match *chunk {
                [one, two] => {
                    yield_!(one);
                    yield_!(two);
                }
                [one] => yield_!(one),
                _ => {}
            }
        }
    }

    fn both_ends_of_an_exclusive_slice(all) {
        let mut list = all.to_vec();
        match list.as_mut_slice() {
            [] => yield_!(0),
            [one] => *one += 1,
            [first, .., last] => std::mem::swap(first, last),
        }
        if let [first, ..] = list[..] {
            yield_!(first);
            yield_!(first + 1);
        }
    }
}

#[test]
fn the_ends_of_a_lent_list_stay_across_yields() {
    #[generator(state)]
    fn ends(all: &mut Vec<u32>) -> impl Iterator<Item = u32> {
        match all.as_mut_slice() {
            [] => yield_!(0),
            [one] => {
                *one += 1;
                yield_!(*one);
                *one += 1;
            }
            [first, .., last] => {
                std::mem::swap(first, last);
                yield_!(*first);
                yield_!(*last);
                *last = 0;
            }
        }
    }

    let mut all = vec![1, 2, 3];
    assert_eq!(ends(&mut all).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(all, [3, 2, 0]);
}
