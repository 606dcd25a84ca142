//! A coroutine written by hand is used like a generator: lent, boxed, erased, and as an iterator.

use std::fmt::Debug;

use genfn::{
    BoxGenerator, CloseError, Coroutine, CoroutineState, LocalBoxGenerator, SendError, StartError,
    Status,
};

/// Counts down by what is sent, one at a time by default, and returns what is left at the end.
///
/// It catches what is thrown as a number to start again from, and is closed only at an even one.
struct Countdown {
    from: i32,
    status: Status,
}

/// What is sent. `next` sends a step of one.
#[derive(Debug, PartialEq)]
struct Down(i32);

impl Default for Down {
    fn default() -> Self {
        Self(1)
    }
}

impl Countdown {
    fn new(from: i32) -> Self {
        Self { from, status: Status::Created }
    }

    fn go_on(&mut self) -> CoroutineState<i32, i32> {
        if self.from > 0 {
            self.status = Status::Suspended;
            CoroutineState::Yielded(self.from)
        } else {
            self.status = Status::Finished;
            CoroutineState::Complete(self.from)
        }
    }
}

impl Coroutine for Countdown {
    type Yield = i32;
    type Resume = Down;
    type Return = i32;
    type Error = Option<i32>;

    fn start(&mut self) -> Result<CoroutineState<i32, i32>, StartError> {
        match self.status {
            Status::Created => Ok(self.go_on()),
            Status::Suspended => Err(StartError::Started),
            Status::Finished => Err(StartError::Finished),
        }
    }

    fn send(&mut self, value: Down) -> Result<CoroutineState<i32, i32>, SendError<Down>> {
        match self.status {
            Status::Created => Err(SendError::NotStarted(value)),
            Status::Suspended => {
                self.from -= value.0;
                Ok(self.go_on())
            }
            Status::Finished => Err(SendError::Finished(value)),
        }
    }

    fn throw(&mut self, error: Option<i32>) -> Result<CoroutineState<i32, i32>, Option<i32>> {
        if let (Status::Suspended, Some(from)) = (self.status, error) {
            self.from = from;
            Ok(self.go_on())
        } else {
            self.status = Status::Finished;
            Err(error)
        }
    }

    fn close(&mut self) -> Result<Option<i32>, CloseError<i32>> {
        if self.status == Status::Suspended {
            if self.from % 2 != 0 {
                self.from -= 1;
                return Err(CloseError::new(self.from));
            }
            self.status = Status::Finished;
            return Ok(Some(self.from));
        }
        self.status = Status::Finished;
        Ok(None)
    }

    fn status(&self) -> Status {
        self.status
    }

    fn take_return(&mut self) -> Option<i32> {
        None
    }
}

type Object<'a> =
    dyn Coroutine<Yield = i32, Resume = Down, Return = i32, Error = Option<i32>> + Send + 'a;

/// Has a conversation of every operation with a fresh `Countdown::new(9)` in any form.
fn converse<C>(mut coroutine: C)
where
    C: Coroutine<Yield = i32, Resume = Down, Return = i32, Error = Option<i32>>,
{
    assert_eq!(coroutine.status(), Status::Created);
    assert_eq!(coroutine.send(Down(2)), Err(SendError::NotStarted(Down(2))));
    assert_eq!(coroutine.start(), Ok(CoroutineState::Yielded(9)));
    assert_eq!(coroutine.start(), Err(StartError::Started));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.send(Down(4)), Ok(CoroutineState::Yielded(5)));
    assert_eq!(coroutine.throw(Some(7)), Ok(CoroutineState::Yielded(7)));
    assert_eq!(coroutine.close(), Err(CloseError::new(6)));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.take_return(), None);
    assert_eq!(coroutine.close(), Ok(Some(6)));
    assert_eq!(coroutine.close(), Ok(None));
    assert_eq!(coroutine.status(), Status::Finished);
    assert_eq!(coroutine.start(), Err(StartError::Finished));
    assert_eq!(coroutine.send(Down(2)), Err(SendError::Finished(Down(2))));
    assert_eq!(coroutine.throw(Some(1)), Err(Some(1)));
}

#[test]
fn it_has_the_same_conversation_in_every_form() {
    converse(Countdown::new(9));
    converse(&mut Countdown::new(9));
    converse(Box::new(Countdown::new(9)));
    converse(Box::new(Countdown::new(9)) as Box<Object<'_>>);
    converse(&mut Countdown::new(9) as &mut Object<'_>);
    converse(BoxGenerator::new(Countdown::new(9)));
    converse(LocalBoxGenerator::new(&mut Countdown::new(9)));
    converse(BoxGenerator::new(Box::new(Countdown::new(9)) as Box<Object<'_>>));
}

#[test]
fn an_error_that_it_lets_out_comes_back_in_every_form() {
    fn refuse(
        mut coroutine: impl Coroutine<Yield = i32, Resume = Down, Return = i32, Error = Option<i32>>,
    ) {
        coroutine.start().unwrap();
        assert_eq!(coroutine.throw(None), Err(None));
        assert_eq!(coroutine.status(), Status::Finished);
    }

    refuse(Countdown::new(3));
    refuse(&mut Countdown::new(3));
    refuse(Box::new(Countdown::new(3)) as Box<Object<'_>>);
    refuse(BoxGenerator::new(Countdown::new(3)));
}

#[test]
fn erased_it_is_an_iterator_that_keeps_what_was_returned() {
    let mut countdown = BoxGenerator::new(Countdown::new(3));
    assert_eq!(countdown.by_ref().collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(countdown.next(), None);
    assert_eq!(countdown.status(), Status::Finished);
    assert_eq!(countdown.take_return(), Some(0));
    assert_eq!(countdown.take_return(), None);
}

#[test]
fn what_a_step_returned_is_not_kept() {
    let mut countdown = BoxGenerator::new(Countdown::new(3));
    countdown.next();
    assert_eq!(countdown.send(Down(5)), Ok(CoroutineState::Complete(-2)));
    assert_eq!(countdown.take_return(), None);
}

#[test]
fn as_a_trait_object_it_is_an_iterator() {
    let mut countdown: Box<Object<'_>> = Box::new(Countdown::new(3));
    assert_eq!(countdown.next(), Some(3));
    assert_eq!(countdown.send(Down(-7)), Ok(CoroutineState::Yielded(10)));
    assert_eq!(countdown.by_ref().take(3).collect::<Vec<_>>(), [9, 8, 7]);
    assert_eq!(countdown.by_ref().last(), Some(1));
    assert_eq!(countdown.status(), Status::Finished);
}

#[test]
fn its_errors_are_those_of_a_generator() {
    fn shows_no_value<E: std::error::Error + Debug>(error: &E) {
        assert!(!format!("{error} {error:?}").contains("1234"));
    }

    shows_no_value(&SendError::NotStarted(1234));
    shows_no_value(&CloseError::new(1234));
}
