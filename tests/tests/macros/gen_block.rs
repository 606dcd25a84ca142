//! `gen_!`: a generator in place, over its environment.

use std::cell::Cell;
use std::num::ParseIntError;
use std::rc::Rc;

use genfn::{
    BoxGenerator, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, PinCoroutine, Status,
    gen_, generator, pin,
};

/// Counts down when it is dropped.
struct Held<'a>(&'a Cell<u32>);

impl<'a> Held<'a> {
    fn new(count: &'a Cell<u32>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[test]
fn it_yields_items_of_an_inferred_type() {
    let letters = gen_! {
        yield_!('a');
        yield_!('b');
    };
    assert_eq!(letters.collect::<String>(), "ab");
}

#[test]
fn nothing_of_it_runs_before_the_first_step() {
    let runs = Cell::new(0);
    let runs = &runs;
    let mut steps = gen_! {
        runs.set(1);
        yield_!(());
        runs.set(2);
    };
    assert_eq!(runs.get(), 0);
    assert_eq!(steps.next(), Some(()));
    assert_eq!(runs.get(), 1);
    assert_eq!(steps.next(), None);
    assert_eq!(runs.get(), 2);
}

#[test]
fn it_has_the_protocol_and_is_fused() {
    fn fused(iterator: impl std::iter::FusedIterator<Item = u32>) -> u32 {
        iterator.sum()
    }

    let mut numbers = gen_! {
        yield_!(1);
        yield_!(2);
    };
    assert_eq!(numbers.status(), Status::Created);
    assert_eq!(numbers.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(numbers.send(()), Ok(CoroutineState::Yielded(2)));
    assert_eq!(numbers.close(), Ok(None));
    assert_eq!(numbers.status(), Status::Finished);
    assert_eq!((numbers.next(), numbers.next()), (None, None));
    assert_eq!(fused(gen_! { yield_!(3); }), 3);
}

#[test]
fn it_owns_what_it_mentions_until_it_ends() {
    let count = Cell::new(0);
    let held = Held::new(&count);
    let mut steps = gen_! {
        let _held = &held;
        yield_!(());
        yield_!(());
    };
    assert_eq!(count.get(), 1);
    steps.next();
    assert_eq!(count.get(), 1);
    steps.next();
    steps.next();
    assert_eq!(count.get(), 0);

    let held = Held::new(&count);
    let not_started = gen_! {
        let _held = &held;
        yield_!(());
    };
    assert_eq!(count.get(), 1);
    drop(not_started);
    assert_eq!(count.get(), 0);
}

#[test]
fn it_captures_only_what_it_mentions() {
    struct Pair {
        left: String,
        right: String,
    }

    fn is_send<T: Send>(value: T) -> T {
        value
    }

    // Neither `Send` nor used.
    let not_captured = Rc::new(1);
    let pair = Pair { left: "left".to_owned(), right: "right".to_owned() };
    let lengths = is_send(gen_! {
        yield_!(pair.left.len());
    });
    assert_eq!(*not_captured, 1);
    assert_eq!(pair.right, "right");
    assert_eq!(lengths.sum::<usize>(), 4);
}

#[test]
fn it_borrows_through_a_reference_that_it_mentions() {
    let words = vec!["one".to_owned(), "two".to_owned()];
    let borrowed = &words;
    let lengths = gen_! {
        for word in borrowed {
            yield_!(word.len());
        }
    };
    assert_eq!(lengths.sum::<usize>(), words.concat().len());
}

#[test]
fn it_borrows_from_what_it_owns_across_yields() {
    let words = vec!["one".to_owned(), "three".to_owned()];
    let mut boxed = Box::new(gen_! {
        for word in &words {
            yield_!(word.len());
        }
    });
    assert_eq!(boxed.next(), Some(3));
    let mut moved = *boxed;
    assert_eq!(moved.next(), Some(5));
    assert_eq!(moved.next(), None);
}

#[test]
fn it_changes_what_it_owns() {
    let mut sum = 0;
    let sums = gen_! {
        for number in 1..=4 {
            sum += number;
            yield_!(sum);
        }
    };
    assert_eq!(sums.collect::<Vec<_>>(), [1, 3, 6, 10]);
}

fn pairs_of<T: Clone>(items: &[T]) -> impl Iterator<Item = (T, T)> {
    gen_! {
        for (index, left) in items.iter().enumerate() {
            for right in &items[index + 1..] {
                yield_!((left.clone(), right.clone()));
            }
        }
    }
}

#[test]
fn it_is_returned_as_an_iterator_from_a_generic_function() {
    assert_eq!(
        pairs_of(&['a', 'b', 'c']).collect::<Vec<_>>(),
        [('a', 'b'), ('a', 'c'), ('b', 'c')]
    );
    assert_eq!(pairs_of::<String>(&[]).count(), 0);
}

#[test]
fn it_stands_in_arguments_and_operands() {
    let mut collected = vec![0];
    collected.extend(gen_! {
        yield_!(1);
        yield_!(2);
    });
    assert_eq!(collected, [0, 1, 2]);
    assert!(gen_!(yield_!(1)).eq(gen_! { yield_!(1) }));
    let chained = gen_! { yield_!(1); }.chain(gen_! { yield_!(2); });
    assert_eq!(chained.collect::<Vec<u32>>(), [1, 2]);
}

#[test]
fn it_stands_in_struct_fields() {
    struct Source<I> {
        numbers: I,
    }

    struct Erased<'a> {
        numbers: LocalBoxGenerator<'a, u32>,
    }

    let mut source = Source { numbers: gen_! { yield_!(1_u32); yield_!(2); } };
    assert_eq!(source.numbers.next(), Some(1));
    let mut erased = Erased { numbers: LocalBoxGenerator::new(source.numbers) };
    assert_eq!(erased.numbers.next(), Some(2));
    assert_eq!(erased.numbers.next(), None);
}

#[test]
fn one_in_another_has_its_yields_to_itself() {
    let outer = gen_! {
        for number in 1..=2_u32 {
            let inner = gen_! {
                yield_!("inner");
                yield_!("inner again");
            };
            yield_!((number, inner.count()));
        }
    };
    assert_eq!(outer.collect::<Vec<_>>(), [(1, 2), (2, 2)]);
}

#[generator]
fn nested_in_a_function(words: &[&str]) -> impl Iterator<Item = usize> {
    for &word in words {
        let letters = gen_! {
            for letter in word.chars() {
                yield_!(letter);
            }
        };
        yield_!(letters.filter(|letter| letter.is_alphabetic()).count());
        // What a macro makes of its arguments may hold one, too.
        yield_!(vec![gen_! { yield_!(word); }.count(); 2].len());
    }
}

#[test]
fn one_in_a_generator_function_has_its_yields_to_itself() {
    assert_eq!(nested_in_a_function(&["a-b", "c"]).collect::<Vec<_>>(), [2, 2, 1, 2]);
}

#[test]
fn a_bare_return_ends_it() {
    let limit = 3;
    let numbers = gen_! {
        for number in 1.. {
            if number > limit {
                return;
            }
            yield_!(number);
        }
    };
    assert_eq!(numbers.collect::<Vec<u32>>(), [1, 2, 3]);
}

#[test]
fn with_a_type_it_takes_what_is_sent() {
    let mut log = gen_! { -> impl Coroutine<Yield = usize, Resume = String> {
        let mut lines = Vec::new();
        loop {
            let line = yield_!(lines.len());
            lines.push(line);
        }
    } };
    assert_eq!(log.start(), Ok(CoroutineState::Yielded(0)));
    assert_eq!(log.send("one".to_owned()), Ok(CoroutineState::Yielded(1)));
    assert_eq!(log.send("two".to_owned()), Ok(CoroutineState::Yielded(2)));
}

#[test]
fn with_a_type_it_returns_and_catches() {
    let mut guarded = gen_! { -> impl Coroutine<Yield = _, Resume = u32, Return = _, Error = &str> {
        match try_yield!(()) {
            Ok(sent) => Ok(sent),
            Err(Interrupt::Thrown(error)) => Err(error),
            Err(Interrupt::Closed) => Err("closed"),
        }
    } };
    guarded.start().unwrap();
    assert_eq!(guarded.throw("thrown"), Ok(CoroutineState::Complete(Err("thrown"))));
}

#[test]
fn with_results_as_items_an_error_is_the_last() {
    let text = "1 2 x 4";
    let numbers = gen_! { -> impl Iterator<Item = Result<u32, ParseIntError>> {
        for word in text.split(' ') {
            yield_!(Ok(word.parse()?));
        }
    } };
    let numbers: Vec<_> = numbers.map(Result::ok).collect();
    assert_eq!(numbers, [Some(1), Some(2), None]);
}

#[test]
fn with_a_named_type_it_is_one() {
    let name = "name".to_owned();
    let mut generators: Vec<BoxGenerator<'_, usize>> = vec![
        gen_!(-> BoxGenerator<'_, usize> { yield_!(name.len()); }),
        gen_!(-> BoxGenerator<'_, _> { yield_!(2); }),
    ];
    let sum: usize = generators.iter_mut().flatten().sum();
    assert_eq!(sum, 6);

    let boxed = gen_! { -> Box<dyn Iterator<Item = u32>> { yield_!(1); } };
    assert_eq!(boxed.count(), 1);
}

#[test]
fn with_a_pinned_type_it_needs_no_heap() {
    let words = ["one", "three"];
    let lengths = gen_! { -> impl PinCoroutine<Yield = _> {
        for word in &words {
            yield_!(word.len());
        }
    } };
    assert_eq!(pin!(lengths).collect::<Vec<_>>(), [3, 5]);
}

#[test]
fn it_delegates() {
    let numbers = gen_! {
        yield_from!(1..3);
        yield_from!(gen_! { yield_!(3); });
    };
    assert_eq!(numbers.collect::<Vec<u32>>(), [1, 2, 3]);
}

#[test]
fn inner_attributes_apply_to_it() {
    let numbers = gen_! {
        #![allow(unused_variables)]
        let unused = 1;
        yield_!(2);
    };
    assert_eq!(numbers.sum::<u32>(), 2);
}

/// A crate that hands genfn on under its own name.
mod reexporting {
    pub(crate) mod inner {
        pub(crate) use genfn as generators;
    }
}

#[test]
fn it_works_through_a_reexport() {
    use reexporting::inner::generators;

    let numbers = generators::gen_! { yield_!(1); };
    assert_eq!(numbers.sum::<u32>(), 1);
    assert_eq!(
        generators::gen_expr!(x * y for x in [2, 3] for y in [x].repeat(2)).sum::<u32>(),
        26
    );
}

macro_rules! repeat {
    ($value:expr, $times:expr) => {
        gen_! {
            for _ in 0..$times {
                yield_!($value);
            }
        }
    };
}

#[test]
fn a_macro_can_make_one_of_its_arguments() {
    let times = 2;
    assert_eq!(repeat!("again", times).collect::<Vec<_>>(), ["again", "again"]);
}
