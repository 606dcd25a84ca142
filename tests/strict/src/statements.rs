//! Every place that a yield can stand in, in bodies that are clean by themselves.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use genfn::{Coroutine, Interrupt, generator, try_yield, yield_};

/// As a whole statement, with each kind of delimiter, and with a path.
#[generator]
pub fn statements(number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
    yield_![number + 1];
    yield_! { number + 2 }
    yield_!(number + 3,);
    genfn::yield_!(number + 4);
}

/// In branches and arms, with and without a block of their own.
#[generator]
pub fn branches(value: Option<Result<u32, String>>) -> impl Iterator<Item = String> {
    if let Some(Ok(number)) = &value {
        yield_!(number.to_string());
    } else {
        yield_!("nothing".to_owned());
    }
    match value {
        Some(Ok(0)) => yield_!("zero".to_owned()),
        Some(Ok(number @ 1..=9)) => {
            yield_!("small".to_owned());
            yield_!(number.to_string());
        }
        Some(Ok(number)) if number % 2 == 0 => yield_!("even".to_owned()),
        Some(Ok(_)) => {}
        Some(Err(error)) => yield_!(error),
        None => return,
    }
    yield_!("end".to_owned());
}

/// In loops of each kind, with labels.
#[generator]
pub fn loops(end: u32) -> impl Iterator<Item = u32> {
    'outer: for row in 0..end {
        let mut column = 0;
        while column < end {
            column += 1;
            if column > row {
                continue 'outer;
            }
            if row * column > 20 {
                break 'outer;
            }
            yield_!(row * column);
        }
    }
    let mut left = end;
    let found = loop {
        let Some(next) = left.checked_sub(1) else {
            break left;
        };
        left = next;
        yield_!(left);
    };
    yield_!(found);
}

/// As operands, conditions, scrutinees, arguments and parts of literals.
///
/// # Panics
///
/// If it is sent more than `limit` after the twelfth yield.
#[generator]
pub fn expressions(
    limit: i64,
) -> impl Coroutine<Yield = i64, Resume = i64, Return = Result<(i64, Vec<i64>), String>> {
    let sum = yield_!(1) + 2 * yield_!(2);
    let largest = sum.max(yield_!(3)).min(limit);
    let list = vec![yield_!(4), yield_!(yield_!(5))];
    let mut text = format!("{sum} {}", yield_!(6));
    write!(text, "{largest} {:>4}", yield_!(7)).map_err(|error| error.to_string())?;
    if yield_!(8) > limit {
        return Err(text);
    }
    while yield_!(9) > 0 {
        text.push('.');
    }
    let point = (yield_!(10), [yield_!(11); 2]);
    assert!(yield_!(12) <= limit, "{}", yield_!(13));
    match yield_!(14) {
        0 => Ok((point.0, list)),
        number if yield_!(15) == number => Ok((number, point.1.to_vec())),
        number => Ok((number + i64::try_from(text.len()).unwrap_or(0), list)),
    }
}

/// In a macro of its own.
#[generator]
pub fn defined(limit: u32) -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    macro_rules! ask {
        ($number:expr) => {
            yield_!($number + 1)
        };
    }

    let first = ask!(limit);
    let second = ask!(first);
    if second > limit {
        return ask!(second);
    }
    ask!(first + second)
}

/// What is thrown is caught, or handed on.
#[generator]
pub fn careful()
-> impl Coroutine<Yield = u32, Return = Result<u32, Interrupt<String>>, Error = String> {
    let mut caught = 0;
    loop {
        match try_yield!(caught) {
            Ok(()) if caught > 2 => return Ok(caught),
            Ok(()) => try_yield!(caught + 100)?,
            Err(Interrupt::Thrown(_)) => caught += 1,
            Err(closed) => return Err(closed),
        }
    }
}

/// Borrows and locks, held and not.
#[generator]
pub fn borrows(words: &Mutex<Vec<String>>) -> impl Iterator<Item = usize> + Send + '_ {
    yield_!(words.lock().unwrap_or_else(PoisonError::into_inner).len());
    let copy = words.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut lengths = BTreeMap::new();
    for word in &copy {
        let view = word.as_str();
        *lengths.entry(view.len()).or_insert(0_usize) += 1;
        yield_!(view.len());
    }
    for (length, count) in &lengths {
        yield_!(length * count);
    }
}

/// Guards that are held.
#[generator]
pub fn guards<'a>(
    lock: &'a Mutex<Vec<u32>>,
    cell: &'a RefCell<Vec<u32>>,
) -> impl Iterator<Item = u32> + use<'a> {
    let held = lock.lock().unwrap_or_else(PoisonError::into_inner);
    for number in held.iter() {
        yield_!(*number);
    }
    drop(held);
    for number in cell.borrow().iter() {
        yield_!(*number);
    }
    let mut borrowed = cell.borrow_mut();
    borrowed.push(1);
    yield_!(0);
    borrowed.push(2);
}

/// Closures, nested functions and constants beside the yields.
#[generator]
pub fn beside(end: u32) -> impl Iterator<Item = u32> {
    const FACTOR: u32 = 3;

    const fn tripled(number: u32) -> u32 {
        if number == 0 {
            return 0;
        }
        number * FACTOR
    }

    let add = |number| number + end;
    for number in (0..end).map(tripled).filter(|number| number % 2 == 0) {
        yield_!(add(number));
    }
}

/// A bare return, an error handed on, an error returned, and closures with their own.
#[generator]
pub fn fallible(words: &[&str]) -> impl Iterator<Item = Result<u32, Box<dyn std::error::Error>>> {
    let parse = |word: &str| -> Result<u32, std::num::ParseIntError> {
        if word.is_empty() {
            return Ok(0);
        }
        Ok(word.parse::<u32>()? * 2)
    };
    for word in words {
        if *word == "end" {
            return;
        }
        if *word == "error" {
            return Err("an error".into());
        }
        let number = parse(word)?;
        yield_!(Ok(number));
        let list = vec![if number > 10 { return Ok(()) } else { number }];
        yield_!(Ok(list.into_iter().sum()));
    }
}

/// No end, so that nothing stands behind the loop.
#[generator]
pub fn endless(mut number: u64) -> impl Iterator<Item = u64> {
    loop {
        yield_!(number);
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    }
}

/// No end of a coroutine that says that it returns something.
#[generator]
pub fn endless_talk() -> impl Coroutine<Yield = u64, Resume = u64, Return = u64> {
    let mut sum = 0_u64;
    loop {
        sum = sum.wrapping_add(yield_!(sum));
    }
}

/// An end that is always reached by a return.
#[generator]
pub fn returned(number: u64) -> impl Coroutine<Yield = u64, Return = bool> {
    if number > 1 {
        yield_!(number);
        return true;
    }
    yield_!(0);
    false
}

/// A panic for an end.
///
/// # Panics
///
/// At the second step.
#[generator]
pub fn panicking(number: u64) -> impl Iterator<Item = u64> {
    yield_!(number);
    panic!("after {number}");
}

/// Nothing to yield, which is no error where it depends on the arguments' types.
#[generator]
pub fn nothing<T>(_items: &[T]) -> impl Iterator<Item = T> {}

#[cfg(test)]
mod tests {
    use genfn::CoroutineState;

    use super::*;

    /// The items and the value returned of a coroutine that is sent each of its items.
    fn echoed<Y: Clone, R>(
        mut coroutine: impl Coroutine<Yield = Y, Resume = Y, Return = R>,
    ) -> (Vec<Y>, R) {
        let mut items = Vec::new();
        let mut state = coroutine.start().unwrap();
        loop {
            match state {
                CoroutineState::Yielded(item) => {
                    items.push(item.clone());
                    state = coroutine.send(item).unwrap();
                }
                CoroutineState::Complete(returned) => return (items, returned),
            }
        }
    }

    #[test]
    fn iterators() {
        assert_eq!(statements(1).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(branches(Some(Ok(3))).collect::<Vec<_>>(), ["3", "small", "3", "end"]);
        assert_eq!(branches(Some(Err("no".to_owned()))).nth(1).as_deref(), Some("no"));
        assert_eq!(branches(None).count(), 1);
        assert_eq!(loops(3).collect::<Vec<_>>(), [1, 2, 4, 2, 1, 0, 0]);
        let words = Mutex::new(vec!["ab".to_owned(), "c".to_owned()]);
        assert_eq!(borrows(&words).collect::<Vec<_>>(), [2, 2, 1, 1, 2]);
        let (lock, cell) = (Mutex::new(vec![1]), RefCell::new(vec![2]));
        assert_eq!(guards(&lock, &cell).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(*cell.borrow(), [2, 1, 2]);
        assert_eq!(beside(4).collect::<Vec<_>>(), [4, 10]);
        assert_eq!(endless(1).take(2).collect::<Vec<_>>(), [1, 6_364_136_223_846_793_006]);
        assert_eq!(panicking(1).next(), Some(1));
        assert_eq!(nothing(&['a']).count(), 0);
    }

    #[test]
    fn coroutines() {
        assert_eq!(echoed(defined(2)), (vec![3, 4, 5], 5));
        let mut talk = endless_talk();
        assert_eq!(talk.start(), Ok(CoroutineState::Yielded(0)));
        assert_eq!(talk.send(5), Ok(CoroutineState::Yielded(5)));
        assert_eq!(returned(2).count(), 1);
        let mut talk = expressions(100);
        assert_eq!(talk.start(), Ok(CoroutineState::Yielded(1)));
        let mut careful = careful();
        careful.start().unwrap();
        assert_eq!(careful.throw("one".to_owned()), Ok(CoroutineState::Yielded(1)));
        assert_eq!(careful.close(), Ok(Some(Err(Interrupt::Closed))));
    }

    #[test]
    fn results() {
        let items = |words: &[&str]| {
            fallible(words).map(|item| item.map_err(|error| error.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(items(&["1", "end", "2"]), [Ok(2), Ok(2)]);
        assert_eq!(items(&["6", "2"]), [Ok(12)]);
        assert_eq!(items(&["error"]), [Err("an error".to_owned())]);
        assert_eq!(items(&["x"]), [Err("invalid digit found in string".to_owned())]);
    }
}
