//! Everything that is built on a generator sees the items that `next` gives, whether it steps or
//! folds, and from whichever point on.

#![allow(clippy::all, clippy::pedantic, reason = "the calls are written for their forms")]

use std::collections::{BTreeSet, HashMap, LinkedList, VecDeque};

use genfn::generator;

#[generator]
fn collatz(mut number: u64) -> impl Iterator<Item = u64> {
    yield_!(number);
    while number != 1 {
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        yield_!(number);
    }
}

#[generator(size_hint = (0, Some(200)))]
fn sized(number: u64) -> impl Iterator<Item = u64> {
    for number in collatz(number) {
        yield_!(number);
    }
}

#[generator]
fn boxed(number: u64) -> Box<dyn Iterator<Item = u64>> {
    for number in collatz(number) {
        yield_!(number);
    }
}

#[generator]
fn fallible(number: u64) -> impl Iterator<Item = Result<u64, String>> {
    for number in collatz(number) {
        if number == 16 {
            return Err("sixteen".to_owned());
        }
        yield_!(Ok(number));
    }
}

/// Compares what is built of the generator's items, after each number of steps, with what is
/// built of a vector of them: lent, so that it is stepped, and by value, so that it can fold.
macro_rules! all {
    ($make:ident: $(|$items:ident| $built:expr,)*) => {
        for number in [1, 2, 6, 7] {
            let mut list = Vec::new();
            let mut generator = $make(number);
            while let Some(item) = generator.next() {
                list.push(item);
            }
            for steps in 0..=list.len() + 1 {
                let started = || {
                    let mut generator = $make(number);
                    for _ in 0..steps {
                        generator.next();
                    }
                    generator
                };
                $({
                    let expected = {
                        let $items = list.clone().into_iter().skip(steps);
                        $built
                    };
                    let stepped = {
                        let mut started = started();
                        let $items = started.by_ref();
                        $built
                    };
                    let folded = {
                        let $items = started();
                        $built
                    };
                    let name = stringify!($built);
                    assert_eq!(stepped, expected, "{name}, {number} after {steps}, stepped");
                    assert_eq!(folded, expected, "{name}, {number} after {steps}, folded");
                })*
            }
        }
    };
}

macro_rules! of_items {
    ($make:ident) => {
        all! { $make:
            |items| items.collect::<Vec<_>>(),
            |items| items.collect::<VecDeque<_>>(),
            |items| items.collect::<LinkedList<_>>(),
            |items| items.collect::<BTreeSet<_>>(),
            |items| items.enumerate().collect::<HashMap<_, _>>(),
            |items| items.count(),
            |items| items.last(),
            |items| { #[allow(unused_mut)] let mut items = items; items.nth(2) },
            |items| items.max(),
            |items| items.min(),
            |items| items.fold(Vec::new(), |mut list, item| { list.push(item); list }),
            |items| { let mut list = Vec::new(); items.for_each(|item| list.push(item)); list },
            |items| items.map(|item| format!("{item:?}")).reduce(|all, item| all + &item),
            |items| items.skip(2).collect::<Vec<_>>(),
            |items| items.take(3).collect::<Vec<_>>(),
            |items| items.step_by(2).collect::<Vec<_>>(),
            |items| items.chain(None).collect::<Vec<_>>(),
            |items| items.zip(0..).collect::<Vec<_>>(),
            |items| items.zip(1..4).last(),
            |items| items.partition::<Vec<_>, _>(|item| format!("{item:?}").len() > 1),
            |items| { let mut items = items.peekable(); (items.peek().cloned(), items.count()) },
            |items| items.fuse().collect::<Vec<_>>(),
            |items| items.inspect(|_| {}).count(),
            |items| items.scan(0, |sum, _| { *sum += 1; Some(*sum) }).collect::<Vec<_>>(),
            |items| items.flat_map(|item| [item.clone(), item]).collect::<Vec<_>>(),
            |items| items.take_while(|item| format!("{item:?}").len() < 3).count(),
            |items| items.skip_while(|item| format!("{item:?}").len() < 2).count(),
            |items| { #[allow(unused_mut)] let mut items = items; items.any(|item| format!("{item:?}").len() > 1) },
            |items| { #[allow(unused_mut)] let mut items = items; items.all(|item| format!("{item:?}").len() > 1) },
            |items| { #[allow(unused_mut)] let mut items = items; items.position(|item| format!("{item:?}").len() > 1) },
            |items| { #[allow(unused_mut)] let mut items = items; items.find(|item| format!("{item:?}").len() > 1) },
            |items| { #[allow(unused_mut)] let mut items = items; items.try_fold(0, |sum, _| if sum < 3 { Some(sum + 1) } else { None }) },
            |items| items.cmp(Some(None).into_iter().flatten()),
            |items| items.eq(None),
        }
    };
}

#[test]
fn plain() {
    of_items!(collatz);
    all! { collatz:
        |items| items.sum::<u64>(),
        |items| items.product::<u64>(),
        |items| items.is_sorted(),
    }
}

#[test]
fn with_a_size_hint() {
    of_items!(sized);
}

#[test]
fn in_a_box() {
    of_items!(boxed);
}

#[test]
fn over_results() {
    of_items!(fallible);
    all! { fallible:
        |items| items.sum::<Result<u64, _>>(),
        |items| items.collect::<Result<Vec<_>, _>>(),
    }
}

#[test]
fn extending_and_looping() {
    let mut list = vec![0];
    list.extend(collatz(6));
    list.extend(collatz(2).chain(collatz(1)));
    let mut looped = vec![0];
    for generator in [collatz(6), collatz(2), collatz(1)] {
        for item in generator {
            looped.push(item);
        }
    }
    assert_eq!(list, looped);
    assert_eq!(list, [0, 6, 3, 10, 5, 16, 8, 4, 2, 1, 2, 1, 1]);
}
