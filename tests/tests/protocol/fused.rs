//! A generator is an iterator that gives nothing more once it gave `None`, in whichever way it
//! ended.

use std::iter::FusedIterator;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use genfn::{Coroutine, Status, generator};

#[generator]
fn numbers(end: u32) -> impl Iterator<Item = u32> {
    for number in 0..end {
        yield_!(number);
    }
}

fn assert_fused<Y: PartialEq + std::fmt::Debug>(
    mut generator: impl FusedIterator<Item = Y> + Coroutine<Yield = Y>,
) {
    for _ in 0..3 {
        assert_eq!(generator.next(), None);
        assert_eq!(generator.status(), Status::Finished);
        assert_eq!(generator.size_hint(), (0, Some(0)));
    }
    assert_eq!(generator.count(), 0);
}

#[test]
fn at_its_end() {
    for end in 0..3 {
        let mut generator = numbers(end);
        assert_eq!(generator.by_ref().count(), end as usize);
        assert_fused(generator);
    }
}

#[test]
fn after_a_return() {
    #[generator]
    fn early() -> impl Iterator<Item = u32> {
        for number in 1.. {
            if number == 2 {
                return;
            }
            yield_!(number);
        }
    }

    let mut generator = early();
    assert_eq!(generator.next(), Some(1));
    assert_fused(generator);
}

#[test]
fn after_a_close() {
    assert_fused({
        let mut created = numbers(3);
        assert_eq!(created.close(), Ok(None));
        created
    });
    assert_fused({
        let mut suspended = numbers(3);
        suspended.next();
        assert_eq!(suspended.close(), Ok(None));
        suspended
    });
}

#[test]
fn after_a_panic() {
    #[generator]
    fn panicking() -> impl Iterator<Item = u32> {
        yield_!(1);
        resume_unwind(Box::new("in the body"));
    }

    let mut generator = panicking();
    assert_eq!(generator.next(), Some(1));
    assert!(catch_unwind(AssertUnwindSafe(|| generator.next())).is_err());
    assert_fused(generator);
}

#[test]
fn as_a_trait_object() {
    #[generator]
    fn boxed(end: u32) -> Box<dyn Iterator<Item = u32>> {
        for number in 0..end {
            yield_!(number);
        }
    }

    let mut generator = boxed(1);
    assert_eq!(generator.next(), Some(0));
    for _ in 0..3 {
        assert_eq!(generator.next(), None);
    }
}
