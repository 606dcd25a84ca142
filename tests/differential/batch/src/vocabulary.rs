//! What the bodies of both forms are made of. All that is called here is logged, and a place where
//! a body can be made to panic.

#![allow(clippy::needless_pass_by_value, reason = "what takes a value drops it")]

use genfn::Interrupt;

use crate::log::{self, Event};

/// A value whose making and drop are logged.
pub(crate) struct Guard {
    number: i64,
    serial: usize,
}

pub(crate) fn guard(number: i64) -> Guard {
    log::event(Event::Made(number));
    let guard = Guard { number, serial: log::born() };
    log::point();
    guard
}

impl Guard {
    pub(crate) fn id(&self) -> i64 {
        log::used(self.serial);
        self.number
    }

    /// The guard with another number, by a method that takes it.
    pub(crate) fn plus(mut self, number: i64) -> Self {
        self.number = small(self.number + number);
        note(self.number);
        self
    }

    /// Changes it in place.
    pub(crate) fn add(&mut self, number: i64) -> i64 {
        self.number = small(self.number + number);
        self.number
    }

    pub(crate) fn parts(&self) -> Vec<i64> {
        vec![self.id(), small(self.id() + 1)]
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        log::died(self.serial);
        if log::is_quiet() {
            return;
        }
        log::event(Event::Dropped(self.number));
        // A second panic would abort the program.
        if !std::thread::panicking() {
            log::point_in_destructor();
        }
    }
}

/// Fields whose order in a literal need not be that of their drop.
pub(crate) struct Pair {
    pub(crate) left: Guard,
    pub(crate) right: Guard,
    pub(crate) number: i64,
}

pub(crate) fn pair(number: i64) -> Pair {
    Pair { left: guard(small(number + 1)), right: guard(small(number + 2)), number }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure(pub(crate) i64);

/// An error that `?` has to convert.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault(i64);

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure(note(fault.0))
    }
}

impl<E: AsNumber> From<Interrupt<E>> for Failure {
    fn from(interrupt: Interrupt<E>) -> Self {
        match interrupt {
            Interrupt::Thrown(error) => Failure(note(error.as_number())),
            Interrupt::Closed => Failure(note(-1)),
        }
    }
}

/// Any number as one that arithmetic does not overflow.
pub(crate) fn small(number: i64) -> i64 {
    number.rem_euclid(101)
}

pub(crate) fn note(number: i64) -> i64 {
    log::event(Event::Noted(number));
    log::point();
    number
}

pub(crate) fn sum(first: i64, second: i64) -> i64 {
    note(small(first + second))
}

pub(crate) fn consume(guard: Guard) -> i64 {
    note(guard.id())
}

/// Keeps the guard for as long as it takes to make the number.
pub(crate) fn keep(guard: Guard, number: i64) -> Guard {
    note(number);
    guard
}

pub(crate) fn look(guard: &Guard, number: i64) -> i64 {
    note(small(guard.id() + number))
}

pub(crate) fn at(numbers: &[i64], place: i64) -> i64 {
    let length = i64::try_from(numbers.len()).unwrap_or(1).max(1);
    let place = usize::try_from(place.rem_euclid(length)).unwrap_or(0);
    numbers.get(place).copied().unwrap_or(0)
}

pub(crate) fn length<T>(of: &[T]) -> i64 {
    i64::try_from(of.len()).unwrap_or(0)
}

pub(crate) fn maybe(number: i64) -> Option<i64> {
    (note(number) % 3 != 0).then_some(number)
}

pub(crate) fn maybe_guard(number: i64) -> Option<Guard> {
    (number % 3 != 0).then(|| guard(number))
}

/// A guard either way.
pub(crate) fn sorted_guard(number: i64) -> Result<Guard, Guard> {
    if number % 3 == 0 { Err(guard(number)) } else { Ok(guard(number)) }
}

pub(crate) fn failing(number: i64) -> Result<i64, Failure> {
    if note(number) % 5 == 0 { Err(Failure(number)) } else { Ok(number) }
}

pub(crate) fn faulty(number: i64) -> Result<i64, Fault> {
    if note(number) % 5 == 0 { Err(Fault(number)) } else { Ok(number) }
}

/// Whether a loop or a recursion may go on. Bounds each run of a body.
pub(crate) fn tick() -> bool {
    log::tick()
}

/// Counts, and has a guard in it.
pub(crate) struct Few {
    next: i64,
    end: i64,
    _guard: Guard,
}

pub(crate) fn few(count: i64) -> Few {
    Few { next: 0, end: count.rem_euclid(4), _guard: guard(count) }
}

impl Iterator for Few {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        if self.next == self.end || !tick() {
            return None;
        }
        self.next += 1;
        Some(note(self.next))
    }
}

/// What yields, sends and errors are in an expression of numbers.
pub(crate) trait AsNumber {
    fn as_number(&self) -> i64;
}

impl AsNumber for () {
    fn as_number(&self) -> i64 {
        7
    }
}

impl AsNumber for i64 {
    fn as_number(&self) -> i64 {
        *self
    }
}

impl AsNumber for Failure {
    fn as_number(&self) -> i64 {
        self.0
    }
}

impl AsNumber for std::convert::Infallible {
    fn as_number(&self) -> i64 {
        match *self {}
    }
}

impl<T: AsNumber> AsNumber for Option<T> {
    fn as_number(&self) -> i64 {
        self.as_ref().map_or(-2, AsNumber::as_number)
    }
}

impl<T: AsNumber, E: AsNumber> AsNumber for Result<T, E> {
    fn as_number(&self) -> i64 {
        match self {
            Ok(value) => value.as_number(),
            Err(error) => small(error.as_number() + 50),
        }
    }
}

impl<E: AsNumber> AsNumber for Interrupt<E> {
    fn as_number(&self) -> i64 {
        match self {
            Interrupt::Thrown(error) => small(error.as_number() + 20),
            Interrupt::Closed => -3,
        }
    }
}

pub(crate) fn number(value: impl AsNumber) -> i64 {
    value.as_number()
}

/// Tells the log what was caught.
pub(crate) fn caught(value: impl AsNumber) -> i64 {
    note(value.as_number())
}
