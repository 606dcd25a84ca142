//! A generator allocates nothing before its first step, nothing at all in `fold` and what is
//! built on it, and otherwise one frame, which is freed when it ends.

#![allow(clippy::unnecessary_fold, clippy::needless_pass_by_value)]
#![allow(clippy::large_types_passed_by_value)]

use std::hint::black_box;

use genfn::{BoxGenerator, Coroutine, CoroutineState, generator};
use genfn_tests::allocations::counted;

#[track_caller]
fn assert_allocates<R: PartialEq + std::fmt::Debug>(
    expected: R,
    allocations: usize,
    run: impl FnOnce() -> R,
) {
    let (result, allocated, freed) = counted(run);
    assert_eq!(result, expected);
    assert_eq!(allocated, allocations, "allocations");
    assert_eq!(freed, allocations, "all of it is freed");
}

#[generator]
fn numbers(end: u32) -> impl Iterator<Item = u32> {
    let table = [1, 2, 3];
    for number in 0..end {
        for factor in &table {
            yield_!(number * factor);
        }
    }
}

#[generator]
fn large(array: [u8; 1000]) -> impl Iterator<Item = u32> {
    let copy = array;
    for byte in &copy {
        yield_!(u32::from(*byte));
    }
}

#[generator]
fn fallible(end: u32) -> impl Iterator<Item = Result<u32, &'static str>> {
    for number in 0..end {
        if number == 3 {
            Err("three")?;
        }
        yield_!(Ok(number));
    }
}

#[generator(size_hint = (0, Some(end as usize)))]
fn sized(end: u32) -> impl Iterator<Item = u32> {
    for number in 0..end {
        yield_!(number);
    }
}

#[generator]
fn total() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    let mut sum = 0;
    while sum < 10 {
        sum += yield_!(sum);
    }
    sum
}

#[test]
fn the_counter_counts() {
    assert_allocates(1, 1, || *black_box(Box::new(1)));
    assert_allocates((), 0, || ());
}

#[test]
fn nothing_before_the_first_step() {
    assert_allocates((), 0, || {
        let generator = numbers(3);
        let moved = black_box(generator);
        assert_eq!(moved.size_hint(), (0, None));
        drop(black_box(large([1; 1000])));
        drop(black_box(fallible(3)));
        drop(black_box(sized(3)));
        drop(black_box(total()));
    });
    assert_allocates(Ok(None), 0, || black_box(numbers(3)).close());
    assert_allocates(0, 0, || black_box(numbers(3)).take(0).count());
}

#[test]
fn nothing_in_a_fold() {
    assert_allocates(18, 0, || black_box(numbers(3)).fold(0, |sum, number| sum + number));
    assert_allocates(18, 0, || black_box(numbers(3)).sum());
    assert_allocates(9, 0, || black_box(numbers(3)).count());
    assert_allocates(9, 0, || {
        let mut calls = 0;
        black_box(numbers(3)).for_each(|_| calls += 1);
        calls
    });
    assert_allocates(Some(6), 0, || black_box(numbers(3)).last());
    assert_allocates(36, 0, || black_box(numbers(3)).map(|number| number * 2).sum());
    assert_allocates(5, 0, || black_box(numbers(3)).filter(|number| number % 2 == 0).count() - 2);
    assert_allocates(18, 0, || black_box(numbers(2)).chain(black_box(numbers(3))).sum::<u32>() - 6);
    assert_allocates(1000, 0, || black_box(large([1; 1000])).sum());
    assert_allocates(4, 0, || black_box(fallible(9)).count());
    assert_allocates(3, 0, || black_box(sized(3)).sum());
}

#[test]
fn one_otherwise() {
    assert_allocates(Some(1), 1, || {
        let mut last = None;
        for number in black_box(numbers(3)) {
            last = Some(number);
            if number > 0 {
                break;
            }
        }
        last
    });
    assert_allocates(9, 1, || {
        let mut count = 0;
        for _ in black_box(numbers(3)) {
            count += 1;
        }
        count
    });
    assert_allocates(Some(0), 1, || black_box(numbers(3)).next());
    assert_allocates(None, 1, || black_box(numbers(0)).next());
    assert_allocates(Some(1), 1, || black_box(numbers(3)).nth(3));
    assert_allocates(Some(1), 1, || black_box(numbers(3)).find(|number| *number == 1));
    // The first item is asked for by itself.
    assert_allocates(Some(6), 1, || black_box(numbers(3)).max());
    assert_allocates(Some(1), 1, || black_box(large([1; 1000])).next());
    assert_allocates(4, 1, || {
        let mut fallible = black_box(fallible(9));
        let mut count = 0;
        while fallible.next().is_some() {
            count += 1;
        }
        count
    });
    assert_allocates(18, 1, || {
        let mut generator = black_box(numbers(3));
        generator.next();
        generator.sum()
    });
    assert_allocates(CoroutineState::Complete(15), 1, || {
        let mut total = black_box(total());
        total.start().unwrap();
        total.send(5).unwrap();
        total.send(10).unwrap()
    });
    assert_allocates(Ok(None), 1, || {
        let mut generator = black_box(numbers(3));
        generator.next();
        generator.close()
    });
}

#[test]
fn the_frame_is_freed_at_the_end_of_the_body() {
    let mut generator = numbers(1);
    let (item, allocated, freed) = counted(|| generator.next());
    assert_eq!((item, allocated, freed), (Some(0), 1, 0));
    let (_, allocated, freed) = counted(|| (generator.next(), generator.next()));
    assert_eq!((allocated, freed), (0, 0), "no step but the first allocates");
    let (item, allocated, freed) = counted(|| generator.next());
    assert_eq!((item, allocated, freed), (None, 0, 1));
    let ((), allocated, freed) = counted(|| drop(generator));
    assert_eq!((allocated, freed), (0, 0));
}

#[test]
fn a_panic_frees_the_frame() {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    #[generator]
    fn panicking(list: Vec<u32>) -> impl Iterator<Item = u32> {
        let copy = list.clone();
        yield_!(copy[0]);
        resume_unwind(Box::new(()));
    }

    let run = || {
        let mut generator = panicking(vec![1]);
        generator.next();
        let unwound = catch_unwind(AssertUnwindSafe(|| generator.next()));
        assert!(unwound.is_err());
    };
    // What the panic itself allocates is freed with it, but perhaps not at its first time.
    run();
    let ((), allocated, freed) = counted(run);
    assert_eq!(allocated, freed);
    assert!(allocated >= 3, "the list, its copy and the frame");
}

#[test]
fn one_of_a_type_with_a_name_has_its_frame_in_its_box() {
    #[generator]
    fn named(end: u32) -> BoxGenerator<'static, u32> {
        for number in 0..end {
            yield_!(number);
        }
    }

    assert_allocates((), 1, || drop(black_box(named(3))));
    assert_allocates(3, 1, || black_box(named(3)).sum());
}

#[test]
fn a_box_of_a_trait_object_adds_its_own() {
    #[generator]
    fn boxed(end: u32) -> Box<dyn Iterator<Item = u32>> {
        for number in 0..end {
            yield_!(number);
        }
    }

    assert_allocates((), 1, || drop(black_box(boxed(3))));
    assert_allocates(3, 2, || black_box(boxed(3)).sum());
}
