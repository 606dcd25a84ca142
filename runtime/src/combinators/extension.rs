//! The trait that adds the combinators and the drivers to every coroutine.

use core::convert::Infallible;

use crate::combinators::and_then::AndThen;
#[cfg(feature = "alloc")]
use crate::combinators::borrowing::{Borrowed, Borrowing};
#[cfg(genfn_nightly)]
use crate::combinators::core_coroutine::IntoCore;
use crate::combinators::forward::fold_to_return;
use crate::combinators::inspect::{Inspect, OnError, OnResume, OnReturn, OnYield};
#[cfg(feature = "stream")]
use crate::combinators::into_stream::IntoStream;
use crate::combinators::iterate::Iterate;
use crate::combinators::lend::Lend;
use crate::combinators::map_error::{MapError, WithError};
use crate::combinators::map_resume::MapResume;
use crate::combinators::map_return::MapReturn;
use crate::combinators::map_yield::MapYield;
use crate::combinators::started::{self, Started};
use crate::protocol::coroutine::Coroutine;
use crate::state::CoroutineState;

/// Drivers and combinators for every [`Coroutine`].
///
/// A driver runs a coroutine to its end: [`run`](Self::run), [`try_run`](Self::try_run),
/// [`collect_with_return`](Self::collect_with_return). [`begin`](Self::begin) starts one and keeps in the
/// type that it waits for a value.
///
/// A combinator wraps a coroutine and is one itself, with the whole protocol: each operation does in
/// each state what the table of [`Coroutine`] says. It is an [`Iterator`] where its `Resume` has a
/// default, and a [`Generator`](crate::Generator) where its `Resume` and `Return` are `()` and its
/// `Error` is [`Infallible`]. `size_hint`, `Debug` and
/// [`take_return`](Coroutine::take_return) tell of the coroutine in it.
///
/// | combinator | changes | in Python |
/// |---|---|---|
/// | [`map_yield`](Self::map_yield) | `Yield` | a generator around it that loops over `send` |
/// | [`map_resume`](Self::map_resume) | `Resume` | |
/// | [`map_return`](Self::map_return) | `Return` | `f((yield from g))` |
/// | [`map_error`](Self::map_error), [`with_error`](Self::with_error) | `Error` | |
/// | [`inspect_yield`](Self::inspect_yield), [`.._resume`](Self::inspect_resume), [`.._return`](Self::inspect_return), [`.._error`](Self::inspect_error) | nothing | |
/// | [`and_then`](Self::and_then) | `Return` | `r = yield from a`, `return (yield from b(r))` |
/// | [`iterate`](Self::iterate) | nothing: it is an iterator | `iter(g)` |
#[cfg_attr(
    feature = "stream",
    doc = "| [`into_stream`](Self::into_stream) | nothing: it is a `Stream`, and no coroutine | |"
)]
///
/// The names are not those of [`Iterator`], since most coroutines are iterators as well. Two of
/// `Iterator`'s methods need no counterpart. In place of `by_ref`, give `&mut coroutine`: it is a
/// coroutine, and what remains is left to its owner. In place of `fuse`, nothing: the protocol says
/// what each operation does on a finished coroutine, so every coroutine is fused.
///
/// If a closure panics, the wrapped coroutine keeps its status and can go on. The value that the closure
/// was given is lost.
///
/// ```
/// use genfn::{Coroutine, CoroutineExt, generator};
///
/// /// Guesses a number below 100, and returns how many guesses it took.
/// #[generator]
/// fn guess() -> impl Coroutine<Yield = u32, Resume = bool, Return = u32> {
///     let (mut low, mut high, mut guesses) = (0, 100, 0);
///     while high - low > 1 {
///         let middle = (low + high) / 2;
///         guesses += 1;
///         if yield_!(middle) { low = middle } else { high = middle }
///     }
///     guesses
/// }
///
/// let guesses = guess()
///     .map_resume(|answer: &str| answer == "yes")
///     .inspect_yield(|guess| println!("Is it {guess} or more?"))
///     .run(|guess| if guess <= 42 { "yes" } else { "no" });
/// assert_eq!(guesses, 7);
/// ```
pub trait CoroutineExt: Coroutine {
    /// Runs the coroutine to its end and gives the value that it returns. Each value that it yields
    /// goes to `resume`, and what that gives is sent.
    ///
    /// For a coroutine that is sent nothing it is a `for` loop with a value:
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn collatz(mut number: u64) -> impl Coroutine<Yield = u64, Return = usize> {
    ///     let mut steps = 0;
    ///     while number != 1 {
    ///         number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
    ///         yield_!(number);
    ///         steps += 1;
    ///     }
    ///     steps
    /// }
    ///
    /// let mut highest = 0;
    /// let steps = collatz(27).run(|number| highest = highest.max(number));
    /// assert_eq!((steps, highest), (111, 9232));
    /// ```
    ///
    /// # Panics
    ///
    /// If the coroutine was started before. [`Started::run`] goes on with one that was.
    #[inline]
    #[track_caller]
    fn run<F>(self, resume: F) -> Self::Return
    where
        Self: Sized,
        F: FnMut(Self::Yield) -> Self::Resume,
    {
        started::run(self, resume)
    }

    /// Runs the coroutine to its end as [`run`](Self::run) does. Where `resume` gives an error, the
    /// error is thrown in.
    ///
    /// # Errors
    ///
    /// An error that the body did not catch. The coroutine is dropped.
    ///
    /// # Panics
    ///
    /// If the coroutine was started before.
    ///
    /// ```
    /// use std::num::ParseIntError;
    ///
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// /// Adds two numbers. Asks again for a number that cannot be read, but not for ever.
    /// #[generator]
    /// fn add() -> impl Coroutine<Yield = &'static str, Resume = i32, Return = i32, Error = ParseIntError> {
    ///     let first = match try_yield!("first?") {
    ///         Ok(number) => number,
    ///         Err(_) => yield_!("first, in digits?"),
    ///     };
    ///     first + yield_!("second?")
    /// }
    ///
    /// let sum = |answers: [&'static str; 3]| {
    ///     let mut answers = answers.into_iter();
    ///     add().try_run(|_question| answers.next().unwrap_or_default().parse())
    /// };
    /// assert_eq!(sum(["two", "2", "40"]), Ok(42));
    /// assert!(sum(["two", "zwei", "deux"]).is_err());
    /// ```
    #[inline]
    #[track_caller]
    fn try_run<F>(self, resume: F) -> Result<Self::Return, Self::Error>
    where
        Self: Sized,
        F: FnMut(Self::Yield) -> Result<Self::Resume, Self::Error>,
    {
        started::try_run(self, resume)
    }

    /// Collects what the coroutine yields, and gives the value that it returned as well.
    ///
    /// The value is `None` if the collection stopped before the end, or if the coroutine was finished
    /// before and its value is gone.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn halves(mut number: u32) -> impl Coroutine<Yield = u32, Return = &'static str> {
    ///     while number % 2 == 0 {
    ///         number /= 2;
    ///         yield_!(number);
    ///     }
    ///     "odd"
    /// }
    ///
    /// assert_eq!(halves(12).collect_with_return::<Vec<_>>(), (vec![6, 3], Some("odd")));
    /// ```
    #[inline]
    fn collect_with_return<B>(self) -> (B, Option<Self::Return>)
    where
        Self: Sized,
        Self::Resume: Default,
        B: FromIterator<Self::Yield>,
    {
        let mut coroutine = Iterate::new(self);
        let collected = coroutine.by_ref().collect();
        (collected, coroutine.take_return())
    }

    /// Folds over what the coroutine yields, and gives the value that it returned as well.
    ///
    /// As [`Iterator::fold`], a fresh generator needs no heap for it. The value is `None` if the
    /// coroutine was finished before and its value is gone.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn words(text: &str) -> impl Coroutine<Yield = &str, Return = usize> {
    ///     let mut words = 0;
    ///     for word in text.split_whitespace() {
    ///         yield_!(word);
    ///         words += 1;
    ///     }
    ///     words
    /// }
    ///
    /// let letters = |letters, word: &str| letters + word.len();
    /// assert_eq!(words("to be or not").fold_with_return(0, letters), (9, Some(4)));
    /// ```
    #[inline]
    fn fold_with_return<B, F>(self, initial: B, fold: F) -> (B, Option<Self::Return>)
    where
        Self: Sized,
        Self::Resume: Default,
        F: FnMut(B, Self::Yield) -> B,
    {
        fold_to_return(self, initial, fold)
    }

    /// Starts the coroutine, and gives what it yields together with the coroutine, which then waits
    /// for a value: see [`Started`].
    ///
    /// # Panics
    ///
    /// If the coroutine was started before. [`Started::new`] takes one that was.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
    ///
    /// #[generator]
    /// fn double() -> impl Coroutine<Yield = u32, Resume = u32, Return = &'static str> {
    ///     let number = yield_!(1);
    ///     yield_!(2 * number);
    ///     "done"
    /// }
    ///
    /// let CoroutineState::Yielded((1, double)) = double().begin() else { panic!() };
    /// let CoroutineState::Yielded((42, double)) = double.send(21) else { panic!() };
    /// assert_eq!(double.send(0).complete(), Some("done"));
    /// ```
    #[inline]
    #[track_caller]
    fn begin(self) -> CoroutineState<(Self::Yield, Started<Self>), Self::Return>
    where
        Self: Sized,
    {
        started::begin(self)
    }

    /// Puts each value that the coroutine yields through `map`, a value that [`close`](Coroutine::close)
    /// gives back included.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
    ///
    /// #[generator]
    /// fn total() -> impl Coroutine<Yield = i32, Resume = i32> {
    ///     let mut total = 0;
    ///     loop {
    ///         total += yield_!(total);
    ///     }
    /// }
    ///
    /// let mut total = total().map_yield(|total| format!("{total} in all"));
    /// total.start()?;
    /// assert_eq!(total.send(20)?, CoroutineState::Yielded("20 in all".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    fn map_yield<T, F>(self, map: F) -> MapYield<Self, F>
    where
        Self: Sized,
        F: FnMut(Self::Yield) -> T,
    {
        MapYield::new(self, map)
    }

    /// Puts each value that is sent through `map`.
    ///
    /// A value that is not delivered comes back as it is: `map` runs for a suspended coroutine only.
    /// Where `S` has a default, [`next`](Iterator::next) sends what `map` makes of it. So a coroutine
    /// becomes an iterator by `map_resume(|()| value)`.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
    ///
    /// #[generator]
    /// fn total() -> impl Coroutine<Yield = i32, Resume = i32> {
    ///     let mut total = 0;
    ///     loop {
    ///         total += yield_!(total);
    ///     }
    /// }
    ///
    /// let mut lengths = total().map_resume(|text: &str| i32::try_from(text.len()).unwrap_or(0));
    /// lengths.start()?;
    /// assert_eq!(lengths.send("three")?, CoroutineState::Yielded(5));
    ///
    /// let evens = total().map_resume(|()| 2);
    /// assert_eq!(evens.take(4).collect::<Vec<_>>(), [0, 2, 4, 6]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    fn map_resume<S, F>(self, map: F) -> MapResume<Self, F, S>
    where
        Self: Sized,
        F: FnMut(S) -> Self::Resume,
    {
        MapResume::new(self, map)
    }

    /// Puts the value that the coroutine returns through `map`, when the body returns.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn letters(word: &str) -> impl Coroutine<Yield = char, Return = usize> {
    ///     for letter in word.chars() {
    ///         yield_!(letter);
    ///     }
    ///     word.len()
    /// }
    ///
    /// let mut letters = letters("four").map_return(|length| length % 2 == 0);
    /// assert_eq!(letters.by_ref().collect::<String>(), "four");
    /// assert_eq!(letters.take_return(), Some(true));
    /// ```
    #[inline]
    fn map_return<R, F>(self, map: F) -> MapReturn<Self, F, R>
    where
        Self: Sized,
        F: FnOnce(Self::Return) -> R,
    {
        MapReturn::new(self, map)
    }

    /// Puts each error that is thrown through `map`, and one that the body does not catch through
    /// `back`.
    ///
    /// [`throw`](Coroutine::throw) gives an error back that nothing caught, so a second function is
    /// needed. Neither runs if the coroutine is not suspended: the error comes back as it is.
    ///
    /// ```
    /// use std::io::{Error, ErrorKind};
    ///
    /// use genfn::{Coroutine, CoroutineExt, CoroutineState, Interrupt, generator};
    ///
    /// #[generator]
    /// fn retries() -> impl Coroutine<Yield = u32, Error = ErrorKind> {
    ///     let mut retries = 0;
    ///     while let Err(Interrupt::Thrown(ErrorKind::TimedOut)) = try_yield!(retries) {
    ///         retries += 1;
    ///     }
    ///     yield_!(retries);
    /// }
    ///
    /// let mut retries = retries().map_error(|error: Error| error.kind(), Error::from);
    /// retries.start()?;
    /// assert_eq!(retries.throw(ErrorKind::TimedOut.into())?, CoroutineState::Yielded(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    fn map_error<E, F, B>(self, map: F, back: B) -> MapError<Self, F, B, E>
    where
        Self: Sized,
        F: FnMut(E) -> Self::Error,
        B: FnMut(Self::Error) -> E,
    {
        MapError::new(self, map, back)
    }

    /// Lets errors of type `E` be thrown into a coroutine that catches none.
    ///
    /// [`throw`](Coroutine::throw) then drops the coroutine and gives the error back. A generator with
    /// another `Error` can so [delegate](crate::yield_from) to it.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn ones() -> impl Iterator<Item = u32> {
    ///     loop {
    ///         yield_!(1);
    ///     }
    /// }
    ///
    /// #[generator]
    /// fn ones_until_told() -> impl Coroutine<Yield = u32, Return = u32, Error = String> {
    ///     match try_yield_from!(ones().with_error()) {
    ///         Err(_told) => 0,
    ///         Ok(()) => 1,
    ///     }
    /// }
    ///
    /// let mut ones = ones_until_told();
    /// assert_eq!(ones.next(), Some(1));
    /// assert_eq!(ones.throw("enough".to_owned()).unwrap().complete(), Some(0));
    /// ```
    #[inline]
    fn with_error<E>(self) -> WithError<Self, E>
    where
        Self: Sized + Coroutine<Error = Infallible>,
    {
        WithError::new(self)
    }

    /// Shows each value that the coroutine yields to `inspect`.
    ///
    /// ```
    /// use genfn::{CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn countdown(from: u32) -> impl Iterator<Item = u32> {
    ///     for number in (1..=from).rev() {
    ///         yield_!(number);
    ///     }
    /// }
    ///
    /// let mut log = Vec::new();
    /// assert_eq!(countdown(3).inspect_yield(|number| log.push(*number)).sum::<u32>(), 6);
    /// assert_eq!(log, [3, 2, 1]);
    /// ```
    #[inline]
    fn inspect_yield<F>(self, inspect: F) -> Inspect<Self, OnYield<F>>
    where
        Self: Sized,
        F: FnMut(&Self::Yield),
    {
        Inspect::new(self, OnYield(inspect))
    }

    /// Shows each value that the coroutine is sent to `inspect`, before the body goes on. Values that
    /// are not delivered are not shown.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn total() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    ///     let mut total = 0;
    ///     while total < 10 {
    ///         total += yield_!(total);
    ///     }
    ///     total
    /// }
    ///
    /// let mut log = Vec::new();
    /// let total = total().inspect_resume(|number| log.push(*number)).run(|total| total + 1);
    /// assert_eq!((total, log), (15, vec![1, 2, 4, 8]));
    /// ```
    #[inline]
    fn inspect_resume<F>(self, inspect: F) -> Inspect<Self, OnResume<F>>
    where
        Self: Sized,
        F: FnMut(&Self::Resume),
    {
        Inspect::new(self, OnResume(inspect))
    }

    /// Shows the value that the coroutine returns to `inspect`, when the body returns.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn once() -> impl Coroutine<Yield = u32, Return = &'static str> {
    ///     yield_!(1);
    ///     "done"
    /// }
    ///
    /// let mut log = None;
    /// for _ in once().inspect_return(|returned| log = Some(*returned)) {}
    /// assert_eq!(log, Some("done"));
    /// ```
    #[inline]
    fn inspect_return<F>(self, inspect: F) -> Inspect<Self, OnReturn<F>>
    where
        Self: Sized,
        F: FnMut(&Self::Return),
    {
        Inspect::new(self, OnReturn(inspect))
    }

    /// Shows each error that is thrown into the suspended coroutine to `inspect`, before the body goes
    /// on or is dropped.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn once() -> impl Coroutine<Yield = u32, Error = &'static str> {
    ///     yield_!(1);
    /// }
    ///
    /// let mut log = Vec::new();
    /// let mut once = once().inspect_error(|error| log.push(*error));
    /// once.start()?;
    /// assert_eq!(once.throw("stop"), Err("stop"));
    /// drop(once);
    /// assert_eq!(log, ["stop"]);
    /// # Ok::<(), genfn::StartError>(())
    /// ```
    #[inline]
    fn inspect_error<F>(self, inspect: F) -> Inspect<Self, OnError<F>>
    where
        Self: Sized,
        F: FnMut(&Self::Error),
    {
        Inspect::new(self, OnError(inspect))
    }

    /// Goes on with the coroutine that `then` makes of the value returned.
    ///
    /// The step in which the first coroutine returns also starts the second one. A close of the first
    /// one closes the whole: `then` does not run, and the value is `None`. If the coroutine is finished
    /// already, `then` never runs.
    ///
    /// # Panics
    ///
    /// The step that goes on panics if the coroutine that `then` made was started before; one that is
    /// finished gives the value that it left for [`take_return`](Coroutine::take_return).
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// /// Asks until it is told how many, and returns that.
    /// #[generator]
    /// fn how_many() -> impl Coroutine<Yield = String, Resume = Option<u32>, Return = u32> {
    ///     loop {
    ///         if let Some(number) = yield_!("How many?".to_owned()) {
    ///             return number;
    ///         }
    ///     }
    /// }
    ///
    /// #[generator]
    /// fn add(count: u32) -> impl Coroutine<Yield = String, Resume = Option<u32>, Return = u32> {
    ///     let mut sum = 0;
    ///     for number in 1..=count {
    ///         sum += yield_!(format!("Number {number}?")).unwrap_or(0);
    ///     }
    ///     sum
    /// }
    ///
    /// let mut answers = [None, Some(2), Some(40), Some(2)].into_iter().flatten();
    /// let sum = how_many().and_then(add).run(|_question| answers.next());
    /// assert_eq!(sum, 42);
    /// ```
    #[inline]
    fn and_then<D, F>(self, then: F) -> AndThen<Self, F, D>
    where
        Self: Sized,
        F: FnOnce(Self::Return) -> D,
        D: Coroutine<Yield = Self::Yield, Resume = Self::Resume, Error = Self::Error>,
    {
        AndThen::new(self, then)
    }

    /// Makes an iterator of a coroutine of any type whose `Resume` has a default, and keeps the value
    /// that it returns for [`take_return`](Coroutine::take_return).
    ///
    /// A function marked [`#[generator]`](crate::generator) gives an iterator already where its `Resume`
    /// is `()`. This is for hand-written coroutines, and for generic code.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineExt};
    ///
    /// /// Whatever the coroutine returns.
    /// fn count<C: Coroutine<Resume = u8>>(coroutine: C) -> (usize, Option<C::Return>) {
    ///     let mut items = coroutine.iterate();
    ///     (items.by_ref().count(), items.take_return())
    /// }
    /// # #[genfn::generator]
    /// # fn bytes() -> impl Coroutine<Yield = u8, Resume = u8, Return = bool> { yield_!(1) == 0 }
    /// # assert_eq!(count(bytes()), (1, Some(true)));
    /// ```
    #[inline]
    fn iterate(self) -> Iterate<Self>
    where
        Self: Sized,
        Self::Resume: Default,
    {
        Iterate::new(self)
    }

    /// Makes a [`Stream`](futures_core::Stream) of a coroutine whose `Resume` is `()`, and keeps the value
    /// that it returns for [`IntoStream::take_return`]. It needs the feature `stream`.
    ///
    /// This is for code that takes a stream, where the items need no `.await`. The stream is always
    /// ready. It is `Unpin`, and [`CloseStream`](crate::CloseStream) closes the coroutine.
    ///
    /// ```
    /// use std::pin::Pin;
    /// use std::task::{Context, Poll, Waker};
    ///
    /// use futures_core::Stream;
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn countdown(from: u32) -> impl Coroutine<Yield = u32, Return = &'static str> {
    ///     for number in (1..=from).rev() {
    ///         yield_!(number);
    ///     }
    ///     "lift-off"
    /// }
    ///
    /// let mut numbers = countdown(1).into_stream();
    /// let mut context = Context::from_waker(Waker::noop());
    /// let mut poll = || Pin::new(&mut numbers).poll_next(&mut context);
    /// assert_eq!(poll(), Poll::Ready(Some(1)));
    /// assert_eq!(poll(), Poll::Ready(None));
    /// assert_eq!(numbers.take_return(), Some("lift-off"));
    /// ```
    #[cfg(feature = "stream")]
    #[inline]
    fn into_stream(self) -> IntoStream<Self>
    where
        Self: Sized + Coroutine<Resume = ()>,
    {
        IntoStream::new(self)
    }

    /// Lends each value that the coroutine yields to the caller and sends it back in the next step: see
    /// [`Lend`].
    ///
    /// The body yields a buffer and gets the same buffer back, so all items share one allocation:
    ///
    /// ```
    /// use std::io::{self, BufRead};
    ///
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn lines(
    ///     mut input: impl BufRead,
    /// ) -> impl Coroutine<Yield = String, Resume = String, Return = io::Result<()>> {
    ///     let mut line = String::new();
    ///     while input.read_line(&mut line)? > 0 {
    ///         line = yield_!(line);
    ///         line.clear();
    ///     }
    ///     Ok(())
    /// }
    ///
    /// let mut lines = lines(&b"one\nthree\n"[..]).lend();
    /// let mut lengths = Vec::new();
    /// while let Some(line) = lines.next() {
    ///     lengths.push(line.trim_end().len());
    /// }
    /// assert_eq!(lengths, [3, 5]);
    /// lines.take_return().unwrap()?;
    /// # Ok::<(), io::Error>(())
    /// ```
    #[inline]
    fn lend(self) -> Lend<Self>
    where
        Self: Sized + Coroutine<Resume = <Self as Coroutine>::Yield>,
    {
        Lend::new(self)
    }

    /// Lets references be sent, each with a lifetime of its own: see [`Borrowed`].
    #[cfg(feature = "alloc")]
    #[inline]
    fn borrowing<T: ?Sized>(self) -> Borrowing<Self, T>
    where
        Self: Sized + Coroutine<Resume = Borrowed<T>>,
    {
        Borrowing::new(self)
    }

    /// Makes a [`core::ops::Coroutine`] of a coroutine: see [`IntoCore`].
    ///
    /// ```
    /// #![feature(coroutine_trait)]
    ///
    /// use std::ops::Coroutine as _;
    /// use std::pin::Pin;
    ///
    /// use genfn::{Coroutine, CoroutineExt, generator};
    ///
    /// #[generator]
    /// fn double() -> impl Coroutine<Yield = u32, Resume = u32, Return = &'static str> {
    ///     let number = yield_!(0);
    ///     yield_!(2 * number);
    ///     "done"
    /// }
    ///
    /// let mut double = double().into_core();
    /// let mut resume = |number| Pin::new(&mut double).resume(number);
    /// assert_eq!(resume(0), std::ops::CoroutineState::Yielded(0));
    /// assert_eq!(resume(21), std::ops::CoroutineState::Yielded(42));
    /// assert_eq!(resume(0), std::ops::CoroutineState::Complete("done"));
    /// ```
    #[cfg(genfn_nightly)]
    #[inline]
    fn into_core(self) -> IntoCore<Self>
    where
        Self: Sized,
    {
        IntoCore::new(self)
    }
}

impl<C: Coroutine + ?Sized> CoroutineExt for C {}
