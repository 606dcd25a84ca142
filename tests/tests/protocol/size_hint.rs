//! `size_hint = ..` is evaluated at the call, over the arguments, and counts down with each item.

use std::cell::Cell;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, PinCoroutine, generator, pin};

#[generator(size_hint = (list.len(), Some(list.len() * times)))]
fn repeated<'a>(list: &'a [u32], times: usize) -> impl Iterator<Item = &'a u32> {
    for _ in 0..times {
        for number in list {
            yield_!(number);
        }
    }
}

#[test]
fn it_counts_down() {
    let mut generator = repeated(&[1, 2], 2);
    let mut hints = vec![generator.size_hint()];
    while generator.next().is_some() {
        hints.push(generator.size_hint());
    }
    hints.push(generator.size_hint());
    let expected = [(2, 4), (1, 3), (0, 2), (0, 1), (0, 0), (0, 0)];
    assert_eq!(hints, expected.map(|(lower, upper)| (lower, Some(upper))));
}

#[test]
fn steps_of_the_protocol_count_as_well() {
    let mut generator = repeated(&[1, 2], 2);
    generator.start().unwrap();
    assert_eq!(generator.size_hint(), (1, Some(3)));
    generator.send(()).unwrap();
    assert_eq!(generator.size_hint(), (0, Some(2)));
    generator.close().unwrap();
    assert_eq!(generator.size_hint(), (0, Some(0)));
}

#[test]
fn without_one_nothing_is_known_until_the_end() {
    #[generator]
    fn plain() -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    let mut generator = plain();
    assert_eq!(generator.size_hint(), (0, None));
    generator.next();
    assert_eq!(generator.size_hint(), (0, None));
    generator.next();
    assert_eq!(generator.size_hint(), (0, Some(0)));
}

#[test]
fn it_is_evaluated_once_and_before_anything_is_moved() {
    #[generator(size_hint = { counter.set(counter.get() + 1); (words.len(), None) })]
    fn counted(words: Vec<String>, counter: &Cell<u32>) -> impl Iterator<Item = String> {
        for word in words {
            yield_!(word);
        }
        let _ = counter;
    }

    let counter = Cell::new(0);
    let mut generator = counted(vec!["a".to_owned(), "b".to_owned()], &counter);
    assert_eq!(counter.get(), 1);
    assert_eq!(generator.size_hint(), (2, None));
    generator.next();
    assert_eq!(generator.size_hint(), (1, None));
    generator.next();
    assert_eq!(generator.size_hint(), (0, None));
    generator.next();
    assert_eq!(generator.size_hint(), (0, Some(0)));
    assert_eq!(counter.get(), 1);
}

#[test]
fn a_wrong_one_never_wraps_around() {
    #[generator(size_hint = (1, Some(1)))]
    fn three() -> impl Iterator<Item = u32> {
        yield_!(1);
        yield_!(2);
        yield_!(3);
    }

    let mut generator = three();
    for _ in 0..3 {
        assert!(generator.next().is_some());
        assert_eq!(generator.size_hint(), (0, Some(0)));
    }
    assert_eq!(three().collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn receivers_generics_and_boxes() {
    struct List<T>(Vec<T>);

    impl<T: Clone> List<T> {
        #[generator(size_hint = (self.0.len(), Some(self.0.len())))]
        fn items(&self) -> impl Iterator<Item = T> {
            for item in &self.0 {
                yield_!(item.clone());
            }
        }

        #[generator(size_hint = self.0.iter().size_hint())]
        fn boxed(&self) -> Box<dyn Iterator<Item = &T> + '_> {
            for item in &self.0 {
                yield_!(item);
            }
        }
    }

    #[generator(size_hint = (N, Some(N)))]
    fn array<T, const N: usize>(array: [T; N]) -> impl Iterator<Item = T> {
        for item in array {
            yield_!(item);
        }
    }

    let list = List(vec!['a', 'b']);
    assert_eq!(list.items().size_hint(), (2, Some(2)));
    assert_eq!(list.boxed().size_hint(), (2, Some(2)));
    assert_eq!(array([1; 5]).skip(2).size_hint(), (3, Some(3)));
    assert_eq!(array([1; 5]).collect::<Vec<_>>().capacity(), 5);
}

#[test]
fn an_erased_generator_tells_what_is_in_it() {
    #[generator(size_hint = (3, Some(3)))]
    fn with_frame() -> BoxGenerator<'static, u32> {
        for number in 0..3 {
            yield_!(number);
        }
    }

    #[generator(size_hint = (3, Some(3)))]
    fn local() -> LocalBoxGenerator<'static, u32> {
        for number in 0..3 {
            yield_!(number);
        }
    }

    #[generator(size_hint = (3, Some(3)))]
    fn object() -> Box<dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = String>> {
        for number in 0..3 {
            yield_!(number);
        }
    }

    #[generator(size_hint = (3, Some(3)))]
    fn fallible() -> BoxGenerator<'static, Result<u32, String>> {
        for number in 0..3 {
            yield_!(Ok(number));
        }
    }

    #[generator(size_hint = (3, Some(3)))]
    fn pinned() -> impl PinCoroutine<Yield = u32> {
        for number in 0..3 {
            yield_!(number);
        }
    }

    fn counts_down<I: Iterator + ?Sized>(generator: &mut I) {
        for left in (0..=3).rev() {
            assert_eq!(generator.size_hint(), (left, Some(left)));
            assert_eq!(generator.next().is_some(), left > 0);
        }
        assert_eq!(generator.size_hint(), (0, Some(0)));
    }

    counts_down(&mut with_frame());
    counts_down(&mut local());
    counts_down(&mut *object());
    counts_down(&mut fallible());
    counts_down(&mut BoxGenerator::new(with_frame()));
    counts_down(&mut LocalBoxGenerator::new(&mut with_frame()));
    counts_down(&mut LocalBoxGenerator::new(Box::new(with_frame())));
    counts_down(&mut LocalBoxGenerator::new(pin!(pinned())));
}

#[test]
fn a_wrong_hint_makes_no_collection_panic() {
    #[generator(size_hint = (usize::MAX, None))]
    fn numbers() -> impl Iterator<Item = u64> {
        yield_!(1);
    }

    #[generator(size_hint = (usize::MAX / 16, Some(0)))]
    fn results() -> impl Iterator<Item = Result<u64, ()>> {
        yield_!(Ok(1));
    }

    #[generator(size_hint = (usize::MAX, None))]
    fn boxed() -> BoxGenerator<'static, u64> {
        yield_!(1);
    }

    #[generator(size_hint = (usize::MAX, None))]
    fn units() -> impl Iterator<Item = ()> {
        yield_!(());
    }

    assert_eq!(units().map(|()| 7_u64).collect::<Vec<_>>(), [7]);
    assert_eq!(units().collect::<std::collections::HashSet<_>>().len(), 1);
    assert_eq!(numbers().collect::<Vec<_>>(), [1]);
    assert_eq!(numbers().chain([2]).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(results().collect::<Vec<_>>(), [Ok(1)]);
    assert_eq!(results().collect::<Result<std::collections::VecDeque<_>, _>>(), Ok([1].into()));
    assert_eq!(boxed().collect::<Vec<_>>(), [1]);
    let mut some = vec![0];
    some.extend(boxed());
    assert_eq!(some, [0, 1]);
}
