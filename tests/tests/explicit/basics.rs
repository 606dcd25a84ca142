//! Generators with an explicit state: what they yield, and that they can be cloned.

use genfn::{Coroutine, CoroutineState, Status, generator};

#[generator(state)]
fn evens(n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        yield_!(2 * i);
    }
}

#[test]
fn a_loop_yields_in_order() {
    assert_eq!(evens(4).collect::<Vec<_>>(), [0, 2, 4, 6]);
}

#[generator]
fn fibonacci() -> impl Iterator<Item = u64> + Clone {
    let (mut current, mut next) = (0, 1);
    loop {
        yield_!(current);
        (current, next) = (next, current + next);
    }
}

#[test]
fn a_clone_goes_on_from_where_its_original_was() {
    let mut original = fibonacci();
    assert_eq!(original.by_ref().take(5).collect::<Vec<_>>(), [0, 1, 1, 2, 3]);
    let clone = original.clone();
    assert_eq!(original.take(4).collect::<Vec<_>>(), [5, 8, 13, 21]);
    assert_eq!(clone.take(4).collect::<Vec<_>>(), [5, 8, 13, 21]);
}

#[generator(state)]
fn average() -> impl Coroutine<Yield = f64, Resume = f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut number = yield_!(0.0);
    loop {
        sum += number;
        count += 1.0;
        number = yield_!(sum / count);
    }
}

#[test]
fn values_are_sent_in() {
    let mut average = average();
    assert_eq!(average.status(), Status::Created);
    assert_eq!(average.start(), Ok(CoroutineState::Yielded(0.0)));
    assert_eq!(average.send(10.0), Ok(CoroutineState::Yielded(10.0)));
    assert_eq!(average.send(20.0), Ok(CoroutineState::Yielded(15.0)));
    assert_eq!(average.close(), Ok(None));
    assert_eq!(average.status(), Status::Finished);
}

#[generator(state)]
fn words(text: String, skip: usize) -> impl Iterator<Item = String> {
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for (place, word) in words.into_iter().enumerate() {
        if place < skip {
            continue;
        }
        let word = word + "!";
        match word.len() {
            0..3 => yield_!(word),
            3 => {
                yield_!(word.clone());
                yield_!(word);
            }
            length => yield_!(format!("{length} {word}")),
        }
    }
}

#[test]
fn owned_values_are_moved_through_yields() {
    let words: Vec<_> = words("x a ab abc".to_owned(), 1).collect();
    assert_eq!(words, ["a!", "ab!", "ab!", "4 abc!"]);
}

fn maybe(number: i64) -> Option<i64> {
    (number > 0).then_some(number)
}

#[generator(state)]
fn asked(start: i64) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64> {
    let number = start + yield_!(0);
    let more = if matches!(maybe(number), Some(other) if other > 1) { yield_!(1) } else { 2 };
    if more > 3 {
        return number;
    }
    let last = yield_!(more);
    if last > 0 { number } else { 0 }
}

#[test]
fn what_a_macro_takes_by_value_is_there_again_if_it_is_copied() {
    let mut asked = asked(5);
    asked.start().unwrap();
    assert_eq!(asked.send(1), Ok(CoroutineState::Yielded(1)));
    assert_eq!(asked.send(3), Ok(CoroutineState::Yielded(3)));
    assert_eq!(asked.send(1), Ok(CoroutineState::Complete(6)));
}

/// Fills a buffer anew in each turn, and changes it as a whole and in part.
#[generator(state)]
fn buffered(turns: u8) -> impl Iterator<Item = u8> + Clone {
    let mut totals: [u8; 3] = [0; 3];
    for turn in 0..turns {
        let mut buffer: [u8; 4] = [turn; 4];
        buffer[1] += 1;
        yield_!(buffer[1]);
        buffer.swap(1, 2);
        let [first, _, third, _] = buffer;
        yield_!(first + third);
        if turn == 1 {
            buffer = [9; 4];
        }
        for (total, byte) in totals.iter_mut().zip(&buffer) {
            *total += byte;
        }
        assert_eq!(buffer.len(), 4, "{:?}", buffer);
        yield_!(buffer.iter().sum());
    }
    let copy = totals;
    yield_!(copy.iter().sum());
    yield_!(vec![totals, copy].concat().len() as u8);
}

#[test]
fn arrays_are_changed_in_place() {
    let mut buffered = buffered(2);
    let first: Vec<u8> = buffered.by_ref().take(4).collect();
    assert_eq!(first, [1, 1, 1, 2]);
    let clone = buffered.clone();
    assert_eq!(buffered.collect::<Vec<_>>(), [3, 36, 28, 6]);
    assert_eq!(clone.collect::<Vec<_>>(), [3, 36, 28, 6]);
}

#[generator(state)]
fn wide() -> impl Iterator<Item = usize> {
    let mut buffer: [u8; 4096] = [1; 4096];
    while buffer[0] < 3 {
        yield_!(buffer.iter().map(|&byte| usize::from(byte)).sum());
        buffer[0] += 1;
    }
    // Where a closure has it, it is moved as any other local.
    let other: [u8; 2] = [1, 2];
    let sum = move || other.iter().map(|&byte| usize::from(byte)).sum::<usize>();
    yield_!(sum());
    yield_!(other.len());
}

#[test]
fn a_buffer_is_held_once() {
    let mut wide = wide();
    assert!(size_of_val(&wide) < 4096 + 128, "{}", size_of_val(&wide));
    assert_eq!(wide.by_ref().collect::<Vec<_>>(), [4096, 4097, 3, 2]);
    assert_eq!(wide.next(), None);
}

#[test]
fn a_comma_stands_behind_the_value_of_a_yield() {
    #[generator(state)]
    fn items(limit: u32) -> impl Iterator<Item = u32> {
        yield_!(1,);
        yield_from!(2..limit,);
        let limit = limit + 1;
        yield_![limit,];
    }

    assert_eq!(items(4).collect::<Vec<_>>(), [1, 2, 3, 5]);
}
