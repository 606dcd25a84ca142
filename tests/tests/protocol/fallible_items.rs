//! Where the items are `Result`s, `?` and `return Err(..)` give the error as the last item.

#![allow(clippy::items_after_statements, clippy::needless_return, clippy::useless_vec)]

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::num::ParseIntError;

use genfn::{Coroutine, CoroutineState, SendError, StartError, Status, generator};

#[derive(Debug, PartialEq)]
enum Failure {
    Parse(ParseIntError),
    Negative(i64),
    Other(&'static str),
}

impl From<ParseIntError> for Failure {
    fn from(error: ParseIntError) -> Self {
        Self::Parse(error)
    }
}

impl From<&'static str> for Failure {
    fn from(message: &'static str) -> Self {
        Self::Other(message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl Error for Failure {}

macro_rules! bail {
    ($error:expr) => {
        return Err($error.into())
    };
}

macro_rules! ensure {
    ($condition:expr, $error:expr) => {
        if !$condition {
            bail!($error);
        }
    };
}

/// Every way in which a body over `Result`s can end.
#[generator]
fn numbers(words: &str) -> impl Iterator<Item = Result<i64, Failure>> {
    for word in words.split(' ') {
        match word {
            "end" => return,
            "bail" => bail!("bailed"),
            "err" => return Err(Failure::Other("returned")),
            "yielded" => yield_!(Err(Failure::Other("yielded"))),
            "break" => break,
            _ => {
                let number: i64 = word.parse()?;
                ensure!(number != 13, "unlucky");
                if number < 0 {
                    Err(Failure::Negative(number))?;
                }
                yield_!(Ok(number));
            }
        }
    }
}

fn parse_error() -> ParseIntError {
    "x".parse::<i64>().unwrap_err()
}

/// Each script with what it gives.
fn scripts() -> Vec<(&'static str, Vec<Result<i64, Failure>>)> {
    vec![
        ("1 2", vec![Ok(1), Ok(2)]),
        ("1 end 2", vec![Ok(1)]),
        ("end", vec![]),
        ("break 1", vec![]),
        ("1 x 2", vec![Ok(1), Err(Failure::Parse(parse_error()))]),
        ("x", vec![Err(Failure::Parse(parse_error()))]),
        ("1 -2 3", vec![Ok(1), Err(Failure::Negative(-2))]),
        ("bail 1", vec![Err(Failure::Other("bailed"))]),
        ("13 1", vec![Err(Failure::Other("unlucky"))]),
        ("1 err 1", vec![Ok(1), Err(Failure::Other("returned"))]),
        // An error that is yielded is an item like any other.
        (
            "yielded 1 yielded err 1",
            vec![
                Err(Failure::Other("yielded")),
                Ok(1),
                Err(Failure::Other("yielded")),
                Err(Failure::Other("returned")),
            ],
        ),
    ]
}

#[test]
fn the_error_is_the_last_item() {
    for (script, expected) in scripts() {
        let mut generator = numbers(script);
        for item in &expected {
            assert_eq!(generator.next().as_ref(), Some(item), "in {script}");
        }
        for _ in 0..3 {
            assert_eq!(generator.next(), None, "after {script}");
        }
    }
}

#[test]
fn a_fold_has_it_too() {
    for (script, expected) in scripts() {
        let mut folded = Vec::new();
        numbers(script).for_each(|item| folded.push(item));
        assert_eq!(folded, expected, "in {script}");
        // From every point on the way.
        for steps in 0..=expected.len() + 2 {
            let mut generator = numbers(script);
            let mut items: Vec<_> = generator.by_ref().take(steps).collect();
            generator.for_each(|item| items.push(item));
            assert_eq!(items, expected, "in {script}, folded after {steps}");
        }
    }
}

#[test]
fn what_is_built_on_both() {
    assert_eq!(numbers("1 2 3").sum::<Result<i64, _>>(), Ok(6));
    assert_eq!(numbers("1 err 3").sum::<Result<i64, _>>(), Err(Failure::Other("returned")));
    assert_eq!(numbers("2 3").product::<Result<i64, _>>(), Ok(6));
    assert_eq!(numbers("1 2").collect::<Result<Vec<_>, _>>(), Ok(vec![1, 2]));
    assert_eq!(numbers("1 -1").collect::<Result<Vec<_>, _>>(), Err(Failure::Negative(-1)));
    assert_eq!(numbers("1 2 err").count(), 3);
    assert_eq!(numbers("1 err").last(), Some(Err(Failure::Other("returned"))));
    assert_eq!(numbers("1 2 err").flatten().sum::<i64>(), 3);
    let mut generator = numbers("1 x 2");
    assert_eq!(
        generator.try_fold(0, |sum, item| item.map(|n| sum + n)),
        Err(Failure::Parse(parse_error()))
    );
    assert_eq!(generator.next(), None);
}

#[test]
fn through_the_protocol() {
    let error = || CoroutineState::Yielded(Err(Failure::Other("returned")));

    // The error goes out as an item: the generator is suspended at it, and ends with the next
    // step.
    let mut generator = numbers("1 err");
    assert_eq!(generator.status(), Status::Created);
    assert_eq!(generator.start(), Ok(CoroutineState::Yielded(Ok(1))));
    assert_eq!(generator.status(), Status::Suspended);
    assert_eq!(generator.send(()), Ok(error()));
    assert_eq!(generator.status(), Status::Suspended);
    assert_eq!(generator.start(), Err(StartError::Started));
    assert_eq!(generator.take_return(), None);
    assert_eq!(generator.send(()), Ok(CoroutineState::Complete(())));
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.send(()), Err(SendError::Finished(())));
    assert_eq!(generator.start(), Err(StartError::Finished));
    assert_eq!(generator.take_return(), None);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.take_return(), None);

    // As the first item.
    let mut generator = numbers("err");
    assert_eq!(generator.send(()), Err(SendError::NotStarted(())));
    assert_eq!(generator.start(), Ok(error()));
    assert_eq!(generator.send(()), Ok(CoroutineState::Complete(())));

    // Closed at the error.
    let mut generator = numbers("err");
    assert_eq!(generator.start(), Ok(error()));
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(generator.send(()), Err(SendError::Finished(())));

    // Closed before it.
    let mut generator = numbers("1 err");
    assert_eq!(generator.next(), Some(Ok(1)));
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(generator.next(), None);

    // An end without an error.
    let mut generator = numbers("1");
    assert_eq!(generator.start(), Ok(CoroutineState::Yielded(Ok(1))));
    assert_eq!(generator.send(()), Ok(CoroutineState::Complete(())));
    assert_eq!(generator.status(), Status::Finished);
}

#[test]
fn next_leaves_the_return_value_once() {
    for script in ["", "1", "err", "1 err"] {
        let script = script.trim();
        let mut generator = numbers(if script.is_empty() { "end" } else { script });
        while generator.next().is_some() {
            assert_eq!(generator.take_return(), None);
            assert_eq!(generator.status(), Status::Suspended);
        }
        assert_eq!(generator.status(), Status::Finished);
        assert_eq!(generator.take_return(), Some(()), "after {script}");
        assert_eq!(generator.take_return(), None);
    }
}

#[test]
fn steps_of_both_kinds_can_be_mixed() {
    let mut generator = numbers("1 err");
    assert_eq!(generator.start(), Ok(CoroutineState::Yielded(Ok(1))));
    assert_eq!(generator.next(), Some(Err(Failure::Other("returned"))));
    assert_eq!(generator.send(()), Ok(CoroutineState::Complete(())));

    let mut generator = numbers("1 err");
    assert_eq!(generator.next(), Some(Ok(1)));
    assert_eq!(generator.send(()), Ok(CoroutineState::Yielded(Err(Failure::Other("returned")))));
    assert_eq!(generator.next(), None);
    assert_eq!(generator.take_return(), Some(()));
}

#[test]
fn the_body_is_gone_when_its_error_is_out() {
    use std::rc::Rc;

    #[generator]
    fn held(token: Rc<()>) -> impl Iterator<Item = Result<usize, &'static str>> {
        let copy = Rc::clone(&token);
        yield_!(Ok(Rc::strong_count(&copy)));
        Err("over")?;
    }

    let token = Rc::new(());
    let mut generator = held(Rc::clone(&token));
    assert_eq!(generator.next(), Some(Ok(3)));
    assert_eq!(generator.next(), Some(Err("over")));
    assert_eq!(Rc::strong_count(&token), 1);
}

#[test]
fn size_hints_count_down_to_the_error_and_end_with_it() {
    #[generator(size_hint = (0, Some(words.split(' ').count())))]
    fn sized(words: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
        for word in words.split(' ') {
            yield_!(Ok(word.parse()?));
        }
    }

    let mut generator = sized("1 x 2");
    assert_eq!(generator.size_hint(), (0, Some(3)));
    assert!(generator.next().is_some_and(|item| item.is_ok()));
    assert_eq!(generator.size_hint(), (0, Some(2)));
    assert!(generator.next().is_some_and(|item| item.is_err()));
    assert_eq!(generator.size_hint(), (0, Some(0)));
    assert_eq!(generator.next(), None);
    assert_eq!(generator.size_hint(), (0, Some(0)));

    assert_eq!(numbers("1").size_hint(), (0, None));
}

#[test]
fn io_results() {
    #[generator]
    fn lines(source: impl Read) -> impl Iterator<Item = io::Result<String>> {
        for line in io::BufReader::new(source).lines() {
            let line = line?;
            if line.is_empty() {
                return Err(io::Error::other("an empty line"));
            }
            yield_!(Ok(line));
        }
    }

    let read = |bytes: &'static [u8]| {
        lines(bytes).map(|line| line.map_err(|error| error.kind())).collect::<Vec<_>>()
    };
    assert_eq!(read(b"a\nb"), [Ok("a".to_owned()), Ok("b".to_owned())]);
    assert_eq!(read(b"a\n\nb"), [Ok("a".to_owned()), Err(io::ErrorKind::Other)]);
    assert_eq!(read(b"a\n\xff\nb"), [Ok("a".to_owned()), Err(io::ErrorKind::InvalidData)]);
}

#[test]
fn errors_in_a_box_and_of_a_type_parameter() {
    #[generator]
    fn boxed(
        words: &str,
    ) -> Box<dyn Iterator<Item = Result<i64, Box<dyn Error + Send + Sync>>> + '_> {
        for word in words.split(' ') {
            if word.is_empty() {
                Err("an empty word")?;
            }
            yield_!(Ok(word.parse()?));
        }
    }

    #[generator]
    fn converted<T: TryInto<u8>, E: From<T::Error>>(
        numbers: Vec<T>,
    ) -> impl Iterator<Item = Result<u8, E>> {
        for number in numbers {
            yield_!(Ok(number.try_into()?));
        }
    }

    let shown = |words| {
        boxed(words)
            .map(|item| item.map_err(|error| error.to_string()))
            .collect::<Result<Vec<_>, _>>()
    };
    assert_eq!(shown("1 2"), Ok(vec![1, 2]));
    assert_eq!(shown("1  2"), Err("an empty word".to_owned()));
    assert_eq!(shown("1 x"), Err("invalid digit found in string".to_owned()));

    let items: Vec<Result<u8, Box<dyn Error>>> = converted(vec![1_i32, 300, 2]).collect();
    assert_eq!(items.len(), 2);
    assert!(items[1].is_err());
}

#[test]
fn question_marks_of_options_and_inside_of_closures_are_their_own() {
    #[generator]
    fn firsts(words: &str) -> impl Iterator<Item = Result<char, &'static str>> {
        let parse = |word: &str| -> Result<u32, ParseIntError> { Ok(word.parse::<u32>()? + 1) };
        let first = |word: &str| {
            if word.is_empty() {
                return None;
            }
            let first = word.chars().next()?;
            Some(first)
        };
        let nothing = || {
            if words.is_empty() {
                return;
            }
        };
        fn only(number: u32) {
            if number > 0 {
                return;
            }
        }

        nothing();
        only(1);
        for word in words.split(' ') {
            if parse(word) == Ok(10) {
                return;
            }
            yield_!(Ok(first(word).ok_or("an empty word")?));
        }
    }

    assert_eq!(firsts("ab c 9 d").collect::<Vec<_>>(), [Ok('a'), Ok('c')]);
    assert_eq!(firsts("ab ").collect::<Vec<_>>(), [Ok('a'), Err("an empty word")]);
}

#[test]
fn a_return_inside_of_other_macros() {
    #[generator]
    fn stopped(at: u32) -> impl Iterator<Item = Result<u32, String>> {
        for number in 0.. {
            let list = vec![
                if number == at {
                    return Ok(());
                } else {
                    number
                },
                match number {
                    5 => return Ok(()),
                    6.. => {
                        return Err(format!("{}", if number > 9 { return Ok(()) } else { number }));
                    }
                    other => other + 1,
                },
            ];
            yield_!(Ok(list.iter().sum()));
        }
    }

    assert_eq!(stopped(2).collect::<Vec<_>>(), [Ok(1), Ok(3)]);
    assert_eq!(stopped(9).count(), 5);
}

#[test]
fn a_bare_return_of_a_closure_inside_of_another_macro_is_the_closures() {
    #[generator]
    fn visited(numbers: &[u32]) -> impl Iterator<Item = Result<usize, String>> {
        let mut seen = 0;
        let visitors = vec![|number: u32, seen: &mut usize| {
            if number == 0 {
                return;
            }
            *seen += 1;
        }];
        for number in numbers {
            for visit in &visitors {
                visit(*number, &mut seen);
            }
            yield_!(Ok(seen));
        }
    }

    assert_eq!(visited(&[1, 0, 2]).collect::<Vec<_>>(), [Ok(1), Ok(1), Ok(2)]);
}

#[test]
fn a_coroutine_returns_its_results_as_any_function_does() {
    #[generator]
    fn talk()
    -> impl Coroutine<Yield = Result<u32, ParseIntError>, Return = Result<u32, ParseIntError>> {
        yield_!("1".parse());
        yield_!("x".parse());
        let number: u32 = "y".parse()?;
        Ok(number)
    }

    let mut talk = talk();
    assert_eq!(talk.next(), Some(Ok(1)));
    assert!(matches!(talk.next(), Some(Err(_))));
    assert!(matches!(talk.send(()), Ok(CoroutineState::Complete(Err(_)))));
}
