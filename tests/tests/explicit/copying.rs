//! Closures that a yield keeps, and that borrow nothing but locals which are `Copy`. Each body is lowered to an `async`
//! block as well, which may hold borrows: both yield the same.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::redundant_closure_call,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::generator;

struct Limits {
    least: u32,
    name: String,
}

fn twice<F: Fn(u32) -> u32>(function: F) -> impl Fn(u32) -> u32 {
    move |number| function(function(number))
}

struct Holds<F> {
    function: F,
}

macro_rules! closures {
    ($(fn $name:ident($all:ident, $number:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn plain($all: Vec<u32>, $number: u32) -> impl Iterator<Item = u32> $body

            #[generator(state)]
            fn explicit($all: Vec<u32>, $number: u32) -> impl Iterator<Item = u32> $body

            for number in 0..5 {
                let all = vec![3, 1, 4, 1, 5, 9, 2, 6];
                let items: Vec<u32> = plain(all.clone(), number).collect();
                assert_eq!(explicit(all, number).collect::<Vec<u32>>(), items);
            }
        }
    )*};
}

closures! {
    fn the_head_of_a_loop_reads_an_argument(all, least) {
        for number in all.iter().copied().filter(|number| *number > least).collect::<Vec<_>>() {
            yield_!(number);
        }
        for number in all.into_iter().filter(|number| *number > least) {
            yield_!(number + least);
        }
    }

    fn an_iterator_in_a_local(all, factor) {
        let mut products = all.into_iter().map(|number| number * factor).peekable();
        while let Some(product) = products.next() {
            yield_!(product);
            if products.peek().is_none() {
                yield_!(0);
            }
        }
    }

    fn a_local_of_an_unknown_type(all, number) {
        let most = all.iter().copied().max().unwrap_or(number);
        let fits = |one: u32| one < most;
        for one in all {
            if fits(one) {
                yield_!(one);
            }
        }
    }

    fn a_counter_of_the_closure_alone(all, most) {
        let mut count = 0;
        let mut numbers = std::iter::from_fn(|| {
            count += 1;
            (count < most).then_some(count)
        });
        while let Some(number) = numbers.next() {
            yield_!(number);
        }
        yield_!(all[0]);
    }

    fn a_counter_of_each_turn(all, most) {
        for start in all {
            let mut count = 0;
            let mut next = || {
                count += 1;
                count + start
            };
            if start > most {
                yield_!(next());
                yield_!(next());
            }
        }
    }

    fn a_local_that_changes_before_and_behind(all, number) {
        let mut least = number;
        least += 1;
        for one in all.iter().copied().filter(|one| *one >= least).collect::<Vec<_>>() {
            yield_!(one);
        }
        least += 1;
        let mut rest = all.into_iter().filter(|one| *one >= least);
        while let Some(one) = rest.next() {
            yield_!(one);
        }
        least += 1;
        yield_!(least);
    }

    fn a_closure_in_a_struct(all, factor) {
        let holds = Holds { function: |number: u32| number * factor };
        yield_!((holds.function)(1));
        yield_!((holds.function)(all[0]));
    }

    fn a_closure_in_a_box(all, factor) {
        let boxed: Box<dyn Fn(u32) -> u32> = Box::new(|number| number * factor);
        yield_!(boxed(1));
        yield_!(boxed(all[0]));
    }

    fn a_closure_that_a_function_is_given(all, factor) {
        let more = all.len() as u32;
        let function = twice(|number| number * factor + more);
        yield_!(function(1));
        yield_!(function(2));
    }

    fn a_closure_in_a_closure(all, factor) {
        for number in all.into_iter().flat_map(|one| (0..2).map(move |other| (one + other) * factor)) {
            yield_!(number);
        }
    }

    fn a_field_of_a_local(all, number) {
        let limits = Limits { least: number, name: "limits".to_owned() };
        for one in all.into_iter().filter(|one| *one >= limits.least) {
            yield_!(one);
        }
        yield_!(limits.name.len() as u32);
    }

    fn one_of_two_iterators(all, least) {
        let items: Box<dyn Iterator<Item = u32>> = if least > 2 {
            Box::new(all.into_iter().filter(|one| *one >= least))
        } else {
            Box::new(all.into_iter())
        };
        for item in items {
            yield_!(item);
        }
    }
}

#[test]
fn a_generator_that_holds_such_a_closure_is_cloned() {
    #[generator]
    fn above(all: Vec<u32>, least: u32) -> impl Iterator<Item = u32> + Clone {
        for number in all.into_iter().filter(|number| *number > least) {
            yield_!(number);
        }
    }

    let mut first = above(vec![1, 2, 3, 4], 1);
    assert_eq!(first.next(), Some(2));
    let second = first.clone();
    assert_eq!(first.collect::<Vec<_>>(), [3, 4]);
    assert_eq!(second.collect::<Vec<_>>(), [3, 4]);
}
