//! Coroutines that are made of an iterator or a closure.

use core::convert::Infallible;

use crate::combinators::forward::implement_traits;
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// A coroutine that yields the items of an iterator.
///
/// [`from_iter`] makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
#[derive(Clone)]
pub struct FromIter<I> {
    /// `None` once the coroutine is finished.
    iterator: Option<I>,
    progress: Progress<()>,
}

/// Makes a coroutine of an iterator, for code that asks for one: the items are what it yields, and it
/// returns `()`.
///
/// The iterator is dropped when the coroutine is finished. [`yield_from!`](crate::yield_from) takes an
/// iterator as it is.
///
/// ```
/// use genfn::coroutine::from_iter;
/// use genfn::{Coroutine, Generator, Status, generator};
///
/// /// Any generator can be closed, and asked how far it has come.
/// fn first_two(mut numbers: impl Generator<Item = u32>) -> Vec<u32> {
///     let two = numbers.by_ref().take(2).collect();
///     assert_eq!(numbers.status(), Status::Suspended);
///     numbers.close().unwrap();
///     two
/// }
///
/// #[generator]
/// fn ones() -> impl Iterator<Item = u32> {
///     loop {
///         yield_!(1);
///     }
/// }
///
/// assert_eq!(first_two(ones()), [1, 1]);
/// assert_eq!(first_two(from_iter(vec![4, 5, 6])), [4, 5]);
/// ```
#[inline]
pub fn from_iter<I: IntoIterator>(iterable: I) -> FromIter<I::IntoIter> {
    FromIter { iterator: Some(iterable.into_iter()), progress: Progress::Created }
}

impl<I: Iterator> FromIter<I> {
    #[inline(always)]
    fn step(&mut self) -> CoroutineState<I::Item> {
        // An iterator that panics is not asked again.
        self.progress = Progress::Finished;
        let Some(iterator) = &mut self.iterator else { unreachable!("it is not finished") };
        if let Some(item) = iterator.next() {
            self.progress = Progress::Suspended;
            CoroutineState::Yielded(item)
        } else {
            self.iterator = None;
            CoroutineState::Complete(())
        }
    }
}

#[diagnostic::do_not_recommend]
impl<I: Iterator> Coroutine for FromIter<I> {
    type Yield = I::Item;
    type Resume = ();
    type Return = ();
    type Error = Infallible;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<I::Item>, StartError> {
        match self.status() {
            Status::Created => Ok(self.step()),
            Status::Suspended => Err(StartError::Started),
            Status::Finished => Err(StartError::Finished),
        }
    }

    #[inline]
    fn send(&mut self, value: ()) -> Result<CoroutineState<I::Item>, SendError<()>> {
        match self.status() {
            Status::Created => Err(SendError::NotStarted(value)),
            Status::Suspended => Ok(self.step()),
            Status::Finished => Err(SendError::Finished(value)),
        }
    }

    #[inline]
    fn throw(&mut self, error: Infallible) -> Result<CoroutineState<I::Item>, Infallible> {
        match error {}
    }

    #[inline]
    fn close(&mut self) -> Result<Option<()>, CloseError<I::Item>> {
        if self.status() != Status::Finished {
            self.progress = Progress::Finished;
            self.iterator = None;
        }
        Ok(None)
    }

    #[inline]
    fn status(&self) -> Status {
        self.progress.status()
    }

    #[inline]
    fn take_return(&mut self) -> Option<()> {
        self.progress.take_return()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<I::Item> {
        if self.status() == Status::Finished {
            return None;
        }
        let state = self.step();
        if state.is_complete() {
            self.progress = Progress::Returned(());
        }
        state.yielded()
    }

    #[inline]
    fn __fold_by_default<B, F>(mut self, initial: B, fold: F) -> (B, Option<()>)
    where
        F: FnMut(B, I::Item) -> B,
    {
        match self.iterator {
            Some(iterator) if self.progress.status() != Status::Finished => {
                (iterator.fold(initial, fold), Some(()))
            }
            _ => (initial, self.progress.take_return()),
        }
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        match &self.iterator {
            Some(iterator) if self.status() != Status::Finished => iterator.size_hint(),
            _ => (0, Some(0)),
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }
}

implement_traits! {
    "FromIter", FromIter<I>, [I: Iterator],
    Yield = I::Item, Resume = (),
    Generator for FromIter<I>, [I: Iterator]
}

/// How far a coroutine that is made of a closure has come.
#[derive(Clone)]
pub(super) enum Progress<R> {
    Created,
    Suspended,
    Finished,
    /// Finished, with a value for `take_return`.
    Returned(R),
}

impl<R> Progress<R> {
    #[inline(always)]
    pub(super) const fn status(&self) -> Status {
        match self {
            Self::Created => Status::Created,
            Self::Suspended => Status::Suspended,
            Self::Finished | Self::Returned(_) => Status::Finished,
        }
    }

    #[inline(always)]
    pub(super) fn take_return(&mut self) -> Option<R> {
        match core::mem::replace(self, Self::Finished) {
            Self::Returned(returned) => Some(returned),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// The operations of a coroutine that is made of a closure. A step of it is `$self.step($sent)`, where
/// `$sent` is `None` in the first one. The closure is dropped with the coroutine.
macro_rules! step_by_closure {
    () => {
        #[inline]
        fn start(&mut self) -> Result<CoroutineState<Y, R>, StartError> {
            match self.status() {
                Status::Created => Ok(self.step(None)),
                Status::Suspended => Err(StartError::Started),
                Status::Finished => Err(StartError::Finished),
            }
        }

        #[inline]
        fn send(&mut self, value: S) -> Result<CoroutineState<Y, R>, SendError<S>> {
            match self.status() {
                Status::Created => Err(SendError::NotStarted(value)),
                Status::Suspended => Ok(self.step(Some(value))),
                Status::Finished => Err(SendError::Finished(value)),
            }
        }

        #[inline]
        fn throw(&mut self, error: Infallible) -> Result<CoroutineState<Y, R>, Infallible> {
            match error {}
        }

        #[inline]
        fn close(&mut self) -> Result<Option<R>, CloseError<Y>> {
            if self.status() != Status::Finished {
                self.end();
            }
            Ok(None)
        }

        #[inline]
        fn status(&self) -> Status {
            self.progress.status()
        }

        #[inline]
        fn take_return(&mut self) -> Option<R> {
            self.progress.take_return()
        }

        #[inline(always)]
        fn __step_by_default(&mut self) -> Option<Y>
        where
            S: Default,
        {
            let state = match self.status() {
                Status::Created => self.step(None),
                Status::Suspended => self.step(Some(S::default())),
                Status::Finished => return None,
            };
            match state {
                CoroutineState::Yielded(item) => Some(item),
                CoroutineState::Complete(returned) => {
                    self.progress = Progress::Returned(returned);
                    None
                }
            }
        }

        #[inline]
        fn __size_hint(&self) -> (usize, Option<usize>) {
            match self.status() {
                Status::Created | Status::Suspended => (0, None),
                Status::Finished => (0, Some(0)),
            }
        }

        #[inline]
        fn __keeps_return(&self) -> bool {
            true
        }
    };
}

#[cfg(genfn_nightly)]
pub(super) use step_by_closure;

/// A coroutine each of whose steps calls a closure.
///
/// [`from_fn`] makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
#[derive(Clone)]
pub struct FromFn<F, S, R> {
    /// `None` once the coroutine is finished.
    step: Option<F>,
    progress: Progress<R>,
    sent: core::marker::PhantomData<fn(S)>,
}

/// Makes a coroutine of a closure that is called in each step: with `None` in the first step, and with
/// what is sent in each later one.
///
/// The closure says whether the coroutine yields or is complete. It is dropped when the coroutine is
/// finished; if it panics, the coroutine is finished too. [`core::iter::from_fn`] is the same for
/// iterators.
///
/// ```
/// use genfn::coroutine::from_fn;
/// use genfn::{Coroutine, CoroutineState};
///
/// let mut left = 3;
/// let mut guesses = from_fn(|guess: Option<u32>| match guess {
///     Some(7) => CoroutineState::Complete("found"),
///     None => CoroutineState::Yielded(left),
///     Some(_) if left == 0 => CoroutineState::Complete("too many guesses"),
///     Some(_) => {
///         left -= 1;
///         CoroutineState::Yielded(left)
///     }
/// });
/// assert_eq!(guesses.start()?, CoroutineState::Yielded(3));
/// assert_eq!(guesses.send(5)?, CoroutineState::Yielded(2));
/// assert_eq!(guesses.send(7)?, CoroutineState::Complete("found"));
/// assert!(guesses.send(7).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[inline]
pub fn from_fn<Y, S, R, F>(step: F) -> FromFn<F, S, R>
where
    F: FnMut(Option<S>) -> CoroutineState<Y, R>,
{
    FromFn { step: Some(step), progress: Progress::Created, sent: core::marker::PhantomData }
}

impl<Y, S, R, F: FnMut(Option<S>) -> CoroutineState<Y, R>> FromFn<F, S, R> {
    #[inline(always)]
    fn step(&mut self, sent: Option<S>) -> CoroutineState<Y, R> {
        // A closure that panics is not called again.
        self.progress = Progress::Finished;
        let Some(step) = &mut self.step else { unreachable!("it is not finished") };
        let state = step(sent);
        if state.is_yielded() {
            self.progress = Progress::Suspended;
        } else {
            self.step = None;
        }
        state
    }

    #[inline]
    fn end(&mut self) {
        self.progress = Progress::Finished;
        self.step = None;
    }
}

#[diagnostic::do_not_recommend]
impl<Y, S, R, F: FnMut(Option<S>) -> CoroutineState<Y, R>> Coroutine for FromFn<F, S, R> {
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = Infallible;

    step_by_closure!();
}

implement_traits! {
    "FromFn", FromFn<F, S, R>, [Y, S, R, F: FnMut(Option<S>) -> CoroutineState<Y, R>],
    Yield = Y, Resume = S,
    Generator for FromFn<F, (), ()>, [Y, F: FnMut(Option<()>) -> CoroutineState<Y>]
}

/// A coroutine that makes each value of the one before and of what is sent.
///
/// [`successors`] makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
#[derive(Clone)]
pub struct Successors<Y, F, S, R> {
    /// What was yielded last, and the closure. `None` once the coroutine is finished.
    last: Option<(Y, F)>,
    progress: Progress<R>,
    sent: core::marker::PhantomData<fn(S)>,
}

/// Makes a coroutine that yields `first`, and then what a closure makes of the value yielded before and
/// of what is sent.
///
/// The closure says whether the coroutine yields or is complete. It is dropped when the coroutine is
/// finished; if it panics, the coroutine is finished too. [`core::iter::successors`] is the same for
/// iterators, and Python's `itertools.accumulate` for values that are sent.
///
/// ```
/// use genfn::coroutine::successors;
/// use genfn::{Coroutine, CoroutineState};
///
/// let mut largest = successors(0, |largest: &i32, number: Option<i32>| match number {
///     Some(number) => CoroutineState::Yielded(number.max(*largest)),
///     None => CoroutineState::Complete(*largest),
/// });
/// assert_eq!(largest.start()?, CoroutineState::Yielded(0));
/// assert_eq!(largest.send(Some(5))?, CoroutineState::Yielded(5));
/// assert_eq!(largest.send(Some(3))?, CoroutineState::Yielded(5));
/// assert_eq!(largest.send(None)?, CoroutineState::Complete(5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[inline]
pub fn successors<Y, S, R, F>(first: Y, successor: F) -> Successors<Y, F, S, R>
where
    Y: Clone,
    F: FnMut(&Y, S) -> CoroutineState<Y, R>,
{
    Successors {
        last: Some((first, successor)),
        progress: Progress::Created,
        sent: core::marker::PhantomData,
    }
}

impl<Y: Clone, S, R, F: FnMut(&Y, S) -> CoroutineState<Y, R>> Successors<Y, F, S, R> {
    #[inline(always)]
    fn step(&mut self, sent: Option<S>) -> CoroutineState<Y, R> {
        // A closure that panics is not called again.
        self.progress = Progress::Finished;
        let Some((last, successor)) = &mut self.last else { unreachable!("it is not finished") };
        if let Some(sent) = sent {
            match successor(last, sent) {
                CoroutineState::Yielded(next) => *last = next,
                CoroutineState::Complete(returned) => {
                    self.last = None;
                    return CoroutineState::Complete(returned);
                }
            }
        }
        let item = last.clone();
        self.progress = Progress::Suspended;
        CoroutineState::Yielded(item)
    }

    #[inline]
    fn end(&mut self) {
        self.progress = Progress::Finished;
        self.last = None;
    }
}

#[diagnostic::do_not_recommend]
impl<Y, S, R, F> Coroutine for Successors<Y, F, S, R>
where
    Y: Clone,
    F: FnMut(&Y, S) -> CoroutineState<Y, R>,
{
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = Infallible;

    step_by_closure!();
}

implement_traits! {
    "Successors", Successors<Y, F, S, R>,
    [Y: Clone, S, R, F: FnMut(&Y, S) -> CoroutineState<Y, R>],
    Yield = Y, Resume = S,
    Generator for Successors<Y, F, (), ()>,
    [Y: Clone, F: FnMut(&Y, ()) -> CoroutineState<Y>]
}
