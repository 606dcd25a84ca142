//! What combinators are besides coroutines: iterators, generators, `Send`, `Clone`, and what they show.

use std::cell::Cell;

use genfn::coroutine::{from_iter, successors};
use genfn::*;

#[generator(size_hint = (3, Some(3)))]
fn numbers() -> impl Iterator<Item = u32> + Send {
    yield_!(1);
    yield_!(2);
    yield_!(3);
}

fn is_generator<G: Generator>(generator: G) -> G {
    generator
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn combinators_of_a_generator_are_generators() {
    let all = is_generator(
        is_generator(numbers().map_yield(|number| 2 * number))
            .map_resume(|()| ())
            .map_return(|()| ())
            .inspect_yield(|_| {})
            .and_then(|()| numbers())
            .map_error(|never| never, |never| never)
            .with_error()
            .iterate(),
    );
    assert_eq!(is_send(all).collect::<Vec<_>>(), [2, 4, 6, 1, 2, 3]);
}

#[test]
fn they_are_erased_like_generators() {
    let mut erased = [
        BoxGenerator::new(numbers().map_yield(|number| 10 * number)),
        BoxGenerator::new(from_iter([7])),
        BoxGenerator::new(numbers().and_then(|()| numbers())),
    ];
    assert_eq!(erased.iter_mut().map(Iterator::sum::<u32>).collect::<Vec<_>>(), [60, 7, 12]);
}

#[test]
fn the_names_are_not_those_of_iterator() {
    // With everything imported: these are `Iterator`'s.
    let seen = Cell::new(0);
    let doubled: Vec<u32> = numbers()
        .inspect(|_| seen.set(seen.get() + 1))
        .map(|number| 2 * number)
        .chain(numbers())
        .fuse()
        .by_ref()
        .take(4)
        .collect();
    assert_eq!((doubled, seen.get()), (vec![2, 4, 6, 1], 3));
    assert!(numbers().map_yield(|number| number).eq(numbers()));
}

#[test]
fn the_size_hint_is_that_of_what_is_combined() {
    assert_eq!(numbers().map_yield(|number| number).size_hint(), (3, Some(3)));
    assert_eq!(numbers().map_resume(|()| ()).size_hint(), (3, Some(3)));
    assert_eq!(numbers().map_return(|()| 1).size_hint(), (3, Some(3)));
    assert_eq!(numbers().with_error::<u8>().size_hint(), (3, Some(3)));
    assert_eq!(numbers().inspect_return(|()| ()).size_hint(), (3, Some(3)));
    assert_eq!(numbers().iterate().size_hint(), (3, Some(3)));
    let mut both = numbers().and_then(|()| numbers());
    assert_eq!(both.size_hint(), (3, None));
    assert_eq!(both.nth(3), Some(1));
    assert_eq!(both.size_hint(), (2, Some(2)));
    let mut mapped = numbers().map_yield(|number| number);
    mapped.next();
    assert_eq!(mapped.size_hint(), (2, Some(2)));
    mapped.close().unwrap();
    assert_eq!(mapped.size_hint(), (0, Some(0)));
}

#[test]
fn they_show_how_far_they_have_come() {
    let mut numbers = numbers().map_yield(|number| number);
    assert_eq!(format!("{numbers:?}"), "MapYield(Created)");
    numbers.next();
    let shown = format!("{numbers:?}");
    assert!(shown.starts_with("MapYield(Suspended"), "{shown}");
    if cfg!(debug_assertions) {
        assert!(shown.contains("traits.rs:"), "{shown}");
    }
    numbers.close().unwrap();
    assert_eq!(format!("{numbers:?}"), "MapYield(Finished)");
    assert_eq!(format!("{:?}", from_iter([1])), "FromIter(Created)");
}

#[test]
fn they_work_on_one_that_its_caller_pins() {
    #[generator]
    fn sums() -> impl PinCoroutine<Yield = u32, Resume = u32, Return = u32> {
        let mut sum = 0;
        while sum < 10 {
            sum += yield_!(sum);
        }
        sum
    }

    let asked = pin!(sums());
    assert_eq!(asked.map_yield(|sum| sum + 1).run(|next| next), 15);
    let pinned = pin!(sums());
    let mut fours = pinned.map_resume(|()| 4);
    assert_eq!(fours.by_ref().collect::<Vec<_>>(), [0, 4, 8]);
    assert_eq!(fours.take_return(), Some(12));
}

#[test]
fn they_are_cloned_with_what_they_hold() {
    let mut doubles = successors(1, |&number: &u32, ()| match number {
        16.. => CoroutineState::Complete("done"),
        _ => CoroutineState::Yielded(2 * number),
    })
    .map_yield(|number| number + 1)
    .map_return(str::len);
    assert_eq!(doubles.next(), Some(2));
    let mut copy = doubles.clone();
    assert_eq!(doubles.by_ref().collect::<Vec<_>>(), [3, 5, 9, 17]);
    assert_eq!(copy.by_ref().collect::<Vec<_>>(), [3, 5, 9, 17]);
    assert_eq!((doubles.take_return(), copy.take_return()), (Some(4), Some(4)));
}

#[test]
fn a_function_says_what_it_combines_by_its_bounds() {
    fn labelled<'a>(
        label: &'a str,
        numbers: impl Coroutine<Yield = u32, Resume = (), Return = (), Error = std::convert::Infallible>
        + 'a,
    ) -> impl Generator<Item = String> + 'a {
        numbers.map_yield(move |number| format!("{label} {number}"))
    }

    assert_eq!(labelled("no.", numbers()).next().as_deref(), Some("no. 1"));
}
