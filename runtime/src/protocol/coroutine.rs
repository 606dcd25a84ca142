//! The trait `Coroutine`, and the traits of coroutines that are iterators.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;
#[cfg(feature = "alloc")]
use core::mem;
use core::panic::Location;

use crate::error::{CloseError, SendError, StartError};
use crate::state::{CoroutineState, Status};
#[cfg(feature = "alloc")]
use crate::step::suspension::{ErasedPermit, PushPermit, Pushed};

/// A computation that can be suspended, resumed with a value or an error, and closed: the generator
/// protocol of Python ([PEP 255], [PEP 342], [PEP 380]) with Rust's types.
///
/// Every function marked [`#[generator]`](crate::generator) returns a coroutine. For a hand-written
/// coroutine, implement the six methods. `dyn Coroutine<..>`, `&mut C` and `Box<C>` are coroutines,
/// too.
///
/// A generator whose `Resume` type implements [`Default`] is also an [`Iterator`]: `next()` starts
/// it, or sends the default. The return type `impl Coroutine<..>` includes `Iterator` if `Resume`
/// is `()`. For other types, add `+ Iterator<Item = ..>`.
///
/// [`CoroutineExt`](crate::CoroutineExt) adds drivers, which run a coroutine to its end, and combinators.
///
/// | state | `next()` | `start()` | `send(v)` | `throw(e)` | `close()` | dropped |
/// |---|---|---|---|---|---|---|
/// | Created | body starts | body starts | `Err(NotStarted(v))`, nothing ran | arguments dropped; `Err(e)` | arguments dropped; `Ok(None)` | arguments dropped |
/// | Suspended at [`yield_!`](crate::yield_) | sends the default | `Err(Started)` | body continues with `v` | body dropped; `Err(e)` | body dropped; `Ok(None)` | body dropped |
/// | Suspended at [`try_yield!`](crate::try_yield) | sends the default | `Err(Started)` | body continues with `Ok(v)` | body continues with `Err(Thrown(e))` | body continues with `Err(Closed)` | body dropped, only destructors run |
/// | Finished | `None` | `Err(Finished)` | `Err(Finished(v))` | `Err(e)` | `Ok(None)` | nothing |
///
/// A value that is not delivered comes back in the error. When a body is dropped, its locals are
/// dropped in reverse order, then its arguments, the last one first. The arguments of a coroutine
/// that was not started are dropped in the order of their declaration, like those of an `async fn`.
///
/// # From Python
///
/// | Python | here |
/// |---|---|
/// | `next(g)`, `g.send(None)` on a fresh one | [`g.next()`](Iterator::next), [`g.start()`](Self::start) |
/// | `g.send(value)` | [`g.send(value)`](Self::send) |
/// | `g.throw(error)` | [`g.throw(error)`](Self::throw) |
/// | `g.close()` | [`g.close()`](Self::close) |
/// | `StopIteration.value` | [`Complete(value)`](CoroutineState::Complete), or [`g.take_return()`](Self::take_return) after a `for` |
/// | `inspect.getgeneratorstate(g)` | [`g.status()`](Self::status) |
/// | `value = yield item` | `let value = yield_!(item);` |
/// | `except ValueError:` around a `yield` | [`Err(Interrupt::Thrown(error))`](crate::Interrupt::Thrown) from `try_yield!(item)` |
/// | `except GeneratorExit:` | [`Err(Interrupt::Closed)`](crate::Interrupt::Closed) from `try_yield!(item)` |
/// | `finally:` | a [`Drop`] of something in the body |
/// | `raise` in the body | `return Err(..)`, where `Return` is a `Result` |
///
/// # Panics
///
/// A panic in the body unwinds to the caller of `start`, `send`, `throw`, `close` or `next`. The
/// locals and arguments of the body are dropped, and the coroutine is
/// [`Finished`](Status::Finished).
///
/// # Examples
///
/// A running average. Python's `number = yield average` is `number = yield_!(average)`:
///
/// ```
/// use genfn::{Coroutine, CoroutineState, generator};
///
/// #[generator]
/// fn average() -> impl Coroutine<Yield = f64, Resume = f64> {
///     let (mut sum, mut count) = (0.0, 0.0);
///     let mut number = yield_!(0.0);
///     loop {
///         sum += number;
///         count += 1.0;
///         number = yield_!(sum / count);
///     }
/// }
///
/// let mut average = average();
/// average.start()?;
/// assert_eq!(average.send(10.0)?, CoroutineState::Yielded(10.0));
/// assert_eq!(average.send(20.0)?, CoroutineState::Yielded(15.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Python's `finally` is a destructor. It runs however the body ends, also when the coroutine is
/// dropped:
///
/// ```
/// use std::cell::Cell;
///
/// use genfn::{Coroutine, generator};
///
/// struct Lamp<'a>(&'a Cell<bool>);
///
/// impl Drop for Lamp<'_> {
///     fn drop(&mut self) {
///         self.0.set(false);
///     }
/// }
///
/// // Python: `is_on.set(True)`, `try: yield`, `finally: is_on.set(False)`
/// #[generator]
/// fn lit(is_on: &Cell<bool>) -> impl Coroutine<Yield = (), Error = &'static str> {
///     is_on.set(true);
///     let _lamp = Lamp(is_on);
///     yield_!();
/// }
///
/// let is_on = Cell::new(false);
///
/// let mut closed = lit(&is_on);
/// closed.start().unwrap();
/// assert!(is_on.get());
/// assert_eq!(closed.close(), Ok(None));
/// assert!(!is_on.get());
///
/// let mut thrown_into = lit(&is_on);
/// thrown_into.start().unwrap();
/// assert_eq!(thrown_into.throw("power cut"), Err("power cut"));
/// assert!(!is_on.get());
///
/// let mut dropped = lit(&is_on);
/// dropped.start().unwrap();
/// drop(dropped);
/// assert!(!is_on.get());
/// ```
///
/// An exception that leaves the body in Python is an `Err` that the body returns:
///
/// ```
/// use std::num::ParseIntError;
///
/// use genfn::{Coroutine, CoroutineState, generator};
///
/// // Python: `total += int(text)`, which raises `ValueError`
/// #[generator]
/// fn total() -> impl Coroutine<Yield = i32, Resume = &'static str, Return = Result<(), ParseIntError>>
/// {
///     let mut total = 0;
///     loop {
///         let text = yield_!(total);
///         total += text.parse::<i32>()?;
///     }
/// }
///
/// let mut total = total();
/// total.start().unwrap();
/// assert_eq!(total.send("40"), Ok(CoroutineState::Yielded(40)));
/// assert_eq!(total.send("2"), Ok(CoroutineState::Yielded(42)));
/// assert!(matches!(total.send("two"), Ok(CoroutineState::Complete(Err(_)))));
/// ```
///
/// A hand-written coroutine:
///
/// ```
/// use std::convert::Infallible;
///
/// use genfn::{CloseError, Coroutine, CoroutineState, SendError, StartError, Status};
///
/// struct Once(Status);
///
/// impl Coroutine for Once {
///     type Yield = &'static str;
///     type Resume = ();
///     type Return = ();
///     type Error = Infallible;
///
///     fn start(&mut self) -> Result<CoroutineState<&'static str>, StartError> {
///         match self.0 {
///             Status::Created => {
///                 self.0 = Status::Suspended;
///                 Ok(CoroutineState::Yielded("once"))
///             }
///             Status::Suspended => Err(StartError::Started),
///             Status::Finished => Err(StartError::Finished),
///         }
///     }
///
///     fn send(&mut self, value: ()) -> Result<CoroutineState<&'static str>, SendError<()>> {
///         match self.0 {
///             Status::Created => Err(SendError::NotStarted(value)),
///             Status::Suspended => {
///                 self.0 = Status::Finished;
///                 Ok(CoroutineState::Complete(()))
///             }
///             Status::Finished => Err(SendError::Finished(value)),
///         }
///     }
///
///     fn throw(&mut self, error: Infallible) -> Result<CoroutineState<&'static str>, Infallible> {
///         match error {}
///     }
///
///     fn close(&mut self) -> Result<Option<()>, CloseError<&'static str>> {
///         self.0 = Status::Finished;
///         Ok(None)
///     }
///
///     fn status(&self) -> Status {
///         self.0
///     }
///
///     fn take_return(&mut self) -> Option<()> {
///         None
///     }
/// }
///
/// let mut once: Box<dyn Coroutine<Yield = _, Resume = _, Return = _, Error = _>> =
///     Box::new(Once(Status::Created));
/// assert_eq!(once.start(), Ok(CoroutineState::Yielded("once")));
/// assert_eq!(once.send(()), Ok(CoroutineState::Complete(())));
/// ```
///
/// [PEP 255]: https://peps.python.org/pep-0255/
/// [PEP 342]: https://peps.python.org/pep-0342/
/// [PEP 380]: https://peps.python.org/pep-0380/
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine",
    label = "not a coroutine",
    note = "a coroutine is what a function marked `#[generator]` returns, or a type that \
            implements `genfn::Coroutine`",
    note = "for an iterator, `genfn::coroutine::from_iter(iterator)` makes one"
)]
pub trait Coroutine: PushErased {
    /// The type of the yielded values.
    type Yield;
    /// The type of the values that [`send`](Self::send) passes in, and of a
    /// [`yield_!`](crate::yield_).
    type Resume;
    /// The type of the value that the body returns.
    type Return;
    /// The type of the errors that [`throw`](Self::throw) passes in.
    type Error;

    /// Starts the body and runs it to its first yield or its end. Python's `g.send(None)` on a
    /// fresh generator.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineState, StartError, generator};
    ///
    /// #[generator]
    /// fn greet() -> impl Coroutine<Yield = &'static str, Resume = String, Return = String> {
    ///     let name = yield_!("Who are you?");
    ///     format!("Hello {name}")
    /// }
    ///
    /// let mut greet = greet();
    /// assert_eq!(greet.start(), Ok(CoroutineState::Yielded("Who are you?")));
    /// assert_eq!(greet.start(), Err(StartError::Started));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`StartError`] if the coroutine was started before. The body does not run.
    fn start(&mut self) -> Result<CoroutineState<Self::Yield, Self::Return>, StartError>;

    /// Resumes the body with `value` and runs it to its next yield or its end. Python's
    /// `g.send(value)` ([PEP 342](https://peps.python.org/pep-0342/)).
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineState, SendError, generator};
    ///
    /// // Python: `value = yield value`
    /// #[generator]
    /// fn echo() -> impl Coroutine<Yield = String, Resume = String, Return = usize> {
    ///     let mut value = "ready".to_owned();
    ///     let mut echoes = 0;
    ///     while value != "enough" {
    ///         value = yield_!(value);
    ///         echoes += 1;
    ///     }
    ///     echoes
    /// }
    ///
    /// let mut echo = echo();
    /// // The body is not suspended at a yield yet.
    /// assert_eq!(echo.send("hello".to_owned()), Err(SendError::NotStarted("hello".to_owned())));
    /// assert_eq!(echo.start(), Ok(CoroutineState::Yielded("ready".to_owned())));
    /// assert_eq!(echo.send("hello".to_owned()), Ok(CoroutineState::Yielded("hello".to_owned())));
    /// assert_eq!(echo.send("enough".to_owned()), Ok(CoroutineState::Complete(2)));
    /// assert_eq!(echo.send("more".to_owned()).unwrap_err().into_inner(), "more");
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`SendError`], which gives `value` back, if the coroutine was not started or is
    /// finished. The body does not run.
    fn send(
        &mut self,
        value: Self::Resume,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, SendError<Self::Resume>>;

    /// Throws `error` at the yield where the body is suspended. Python's `g.throw(error)`.
    ///
    /// A [`try_yield!`](crate::try_yield) catches the error, and the body runs to its next yield or
    /// its end. A [`yield_!`](crate::yield_) does not catch it, and the body is dropped: its locals
    /// in reverse order, then its arguments. A coroutine that was not started, or is finished, does
    /// not catch the error either.
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
    ///
    /// // Python: `except ValueError: ...`
    /// #[generator]
    /// fn digits() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32, Error = String> {
    ///     let (mut number, mut skipped) = (0, 0);
    ///     loop {
    ///         match try_yield!(number) {
    ///             Ok(digit) => number = number * 10 + digit,
    ///             Err(Interrupt::Thrown(_error)) => skipped += 1,
    ///             Err(Interrupt::Closed) => return skipped,
    ///         }
    ///     }
    /// }
    ///
    /// let mut digits = digits();
    /// digits.start().unwrap();
    /// assert_eq!(digits.send(4), Ok(CoroutineState::Yielded(4)));
    /// assert_eq!(digits.throw("not a digit: x".to_owned()), Ok(CoroutineState::Yielded(4)));
    /// assert_eq!(digits.send(2), Ok(CoroutineState::Yielded(42)));
    /// assert_eq!(digits.close(), Ok(Some(1)));
    /// // A finished coroutine does not catch it.
    /// assert_eq!(digits.throw("too late".to_owned()), Err("too late".to_owned()));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns `error` if the coroutine does not catch it. The coroutine is then
    /// [`Finished`](Status::Finished). If the body catches the error and returns another one, that
    /// is its return value.
    fn throw(
        &mut self,
        error: Self::Error,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, Self::Error>;

    /// Ends the coroutine at the yield where it is suspended. Python's `g.close()`, which returns
    /// the value of the body since Python 3.13.
    ///
    /// At a [`yield_!`](crate::yield_), the body is dropped, and the result is `Ok(None)`. At a
    /// [`try_yield!`](crate::try_yield), the body continues with
    /// [`Interrupt::Closed`](crate::Interrupt::Closed), to clean up and return. If the coroutine
    /// was not started, its arguments are dropped and the result is `Ok(None)`. If it is finished,
    /// the result is `Ok(None)`.
    ///
    /// ```
    /// use genfn::{Coroutine, Interrupt, generator};
    ///
    /// // Python: `except GeneratorExit: return total`
    /// #[generator]
    /// fn total() -> impl Coroutine<Yield = (), Resume = u32, Return = u32> {
    ///     let mut total = 0;
    ///     loop {
    ///         match try_yield!(()) {
    ///             Ok(number) => total += number,
    ///             Err(Interrupt::Closed) => return total,
    ///         }
    ///     }
    /// }
    ///
    /// let mut total = total();
    /// total.start().unwrap();
    /// total.send(40).unwrap();
    /// total.send(2).unwrap();
    /// assert_eq!(total.close(), Ok(Some(42)));
    /// assert_eq!(total.close(), Ok(None));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`CloseError`] with the yielded value if the body yields instead of ending. The
    /// coroutine is still [`Suspended`](Status::Suspended). If a delegate yields, all bodies that
    /// delegate to it end. Dropping a coroutine, in contrast, ends every body.
    fn close(&mut self) -> Result<Option<Self::Return>, CloseError<Self::Yield>>;

    /// Returns the status of the coroutine.
    ///
    /// ```
    /// use genfn::{Coroutine, Status, generator};
    ///
    /// #[generator]
    /// fn once() -> impl Iterator<Item = u32> {
    ///     yield_!(1);
    /// }
    ///
    /// let mut once = once();
    /// assert_eq!(once.status(), Status::Created);
    /// once.next();
    /// // After the last item, and not yet at the end.
    /// assert_eq!(once.status(), Status::Suspended);
    /// once.next();
    /// assert_eq!(once.status(), Status::Finished);
    /// ```
    fn status(&self) -> Status;

    /// Takes the value that the body returned, after `next` has run the coroutine to its end.
    ///
    /// Returns `None` if the value was taken before, or if [`start`](Self::start),
    /// [`send`](Self::send), [`throw`](Self::throw) or [`close`](Self::close) has returned it.
    ///
    /// ```
    /// use genfn::{Coroutine, generator};
    ///
    /// #[generator]
    /// fn lengths<'a>(words: &'a [&'a str]) -> impl Coroutine<Yield = usize, Return = usize> {
    ///     let mut sum = 0;
    ///     for word in words {
    ///         sum += word.len();
    ///         yield_!(word.len());
    ///     }
    ///     sum
    /// }
    ///
    /// let mut lengths = lengths(&["one", "three"]);
    /// for length in &mut lengths {
    ///     assert!(length >= 3);
    /// }
    /// assert_eq!(lengths.take_return(), Some(8));
    /// assert_eq!(lengths.take_return(), None);
    /// ```
    fn take_return(&mut self) -> Option<Self::Return>;

    /// `Iterator::next`, callable on `dyn Coroutine`. The default drops the value that the body
    /// returns.
    #[doc(hidden)]
    #[inline]
    fn __step_by_default(&mut self) -> Option<Self::Yield>
    where
        Self::Resume: Default,
    {
        let state = match self.status() {
            Status::Created => self.start().ok(),
            Status::Suspended => self.send(Self::Resume::default()).ok(),
            Status::Finished => None,
        };
        state.and_then(CoroutineState::yielded)
    }

    /// `Iterator::fold`, with the value that the body returned, where `next` keeps it.
    #[doc(hidden)]
    #[inline]
    fn __fold_by_default<B, F>(mut self, initial: B, mut fold: F) -> (B, Option<Self::Return>)
    where
        Self: Sized,
        Self::Resume: Default,
        F: FnMut(B, Self::Yield) -> B,
    {
        let mut folded = initial;
        while let Some(item) = self.__step_by_default() {
            folded = fold(folded, item);
        }
        (folded, self.take_return())
    }

    /// `Iterator::size_hint`, callable on `dyn Coroutine`.
    #[doc(hidden)]
    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        (0, None)
    }

    /// Returns the place of the yield at which the coroutine is suspended, for `Debug` of erased
    /// types.
    #[doc(hidden)]
    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        None
    }

    /// Returns whether `next` keeps the value of the body for [`take_return`](Self::take_return). A
    /// hand-written coroutine need not keep it.
    #[doc(hidden)]
    #[inline]
    fn __keeps_return(&self) -> bool {
        false
    }

    /// [`close`](Self::close), for a delegator that drops the coroutine at once if it yields instead. The
    /// coroutine need not be finished then: what it holds is dropped with what the delegator holds, while the
    /// item is on its way out.
    ///
    /// # Errors
    ///
    /// As those of `close`.
    #[doc(hidden)]
    #[inline]
    fn __close_delegate(&mut self) -> Result<Option<Self::Return>, CloseError<Self::Yield>> {
        self.close()
    }

    /// Begins a delegation to this coroutine: pushes it on the stack of the generator that
    /// delegates. `resume` makes the value that resumes a coroutine which was started before.
    ///
    /// [`PushPermit`] has no name outside of this crate, so only the implementations here write
    /// the method. Each pushes the coroutine itself, or its body (I8). One that nightly's `reuse`
    /// makes can call no other method with the permit than itself.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    #[inline]
    fn __push(
        self,
        permit: PushPermit<Self, Self::Yield, Self::Resume, Self::Error, Self::Return>,
        resume: Option<fn() -> Self::Resume>,
    ) -> Pushed
    where
        Self: Sized,
    {
        permit.push_driven(self, resume)
    }

    /// [`__push`](Self::__push) for a coroutine in a box.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    #[inline]
    fn __push_boxed(
        self: Box<Self>,
        permit: PushPermit<Self, Self::Yield, Self::Resume, Self::Error, Self::Return>,
        resume: Option<fn() -> Self::Resume>,
    ) -> Pushed
    where
        Self: Sized,
    {
        permit.push_driven(self, resume)
    }
}

/// [`Coroutine::__push_boxed`], callable on `dyn Coroutine`.
///
/// A trait object has the methods of this trait from the `impl` below. The trait has no name outside of
/// this crate, so there is no other one, and none is made by nightly's `reuse`.
pub trait PushErased {
    /// Pushes the coroutine.
    ///
    /// # Safety
    ///
    /// The permit was one to push this box, with the types of the coroutine, `resume` gives its
    /// `Resume`, and its types are erased.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    unsafe fn push_erased_of_the_generator(
        self: Box<Self>,
        permit: ErasedPermit,
        resume: Option<fn()>,
    ) -> Pushed;
}

impl<C: Coroutine> PushErased for C {
    #[cfg(feature = "alloc")]
    #[inline]
    unsafe fn push_erased_of_the_generator(
        self: Box<Self>,
        permit: ErasedPermit,
        resume: Option<fn()>,
    ) -> Pushed {
        // SAFETY: the caller guarantees that the permit is of these types.
        let permit = unsafe { permit.restore() };
        // SAFETY: the caller guarantees that it was of this type. Pointers to functions are of one
        // size, and `None` of one representation.
        let resume = unsafe { mem::transmute::<Option<fn()>, Option<fn() -> C::Resume>>(resume) };
        self.__push_boxed(permit, resume)
    }
}

/// Pushes the coroutine in a box, which may be a trait object.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn push_box<C: Coroutine + ?Sized>(
    coroutine: Box<C>,
    permit: PushPermit<Box<C>, C::Yield, C::Resume, C::Error, C::Return>,
    resume: Option<fn() -> C::Resume>,
) -> Pushed {
    // SAFETY: pointers to functions are of one size, and `None` of one representation.
    let resume = unsafe { mem::transmute::<Option<fn() -> C::Resume>, Option<fn()>>(resume) };
    // SAFETY: the permit is for this box. A trait object has the types of the coroutine in it.
    unsafe { coroutine.push_erased_of_the_generator(permit.erase(), resume) }
}

/// Implements the methods of [`Coroutine`] by those of `$inner`, either all of them or those that
/// are listed.
///
/// ```text
/// forward_coroutine!(self => self.0);                         all methods
/// forward_coroutine!(self => self.0; start send throw);       these methods
/// ```
macro_rules! forward_coroutine {
    ($self:ident => $inner:expr) => {
        forward_coroutine! { $self => $inner;
            start send throw close status take_return
            __step_by_default __size_hint __keeps_return __suspended_at __close_delegate
        }
    };
    ($self:ident => $inner:expr; $($method:ident)*) => {
        $(forward_coroutine! { @$method $self $inner })*
    };
    (@start $self:ident $inner:expr) => {
        #[inline]
        fn start(
            &mut $self,
        ) -> Result<$crate::CoroutineState<Self::Yield, Self::Return>, $crate::StartError> {
            $inner.start()
        }
    };
    (@send $self:ident $inner:expr) => {
        #[inline]
        fn send(
            &mut $self,
            value: Self::Resume,
        ) -> Result<
            $crate::CoroutineState<Self::Yield, Self::Return>,
            $crate::SendError<Self::Resume>,
        > {
            $inner.send(value)
        }
    };
    (@throw $self:ident $inner:expr) => {
        #[inline]
        fn throw(
            &mut $self,
            error: Self::Error,
        ) -> Result<$crate::CoroutineState<Self::Yield, Self::Return>, Self::Error> {
            $inner.throw(error)
        }
    };
    (@close $self:ident $inner:expr) => {
        #[inline]
        fn close(&mut $self) -> Result<Option<Self::Return>, $crate::CloseError<Self::Yield>> {
            $inner.close()
        }
    };
    (@__close_delegate $self:ident $inner:expr) => {
        #[inline]
        fn __close_delegate(
            &mut $self,
        ) -> Result<Option<Self::Return>, $crate::CloseError<Self::Yield>> {
            $inner.__close_delegate()
        }
    };
    (@status $self:ident $inner:expr) => {
        #[inline]
        fn status(&$self) -> $crate::Status {
            $inner.status()
        }
    };
    (@take_return $self:ident $inner:expr) => {
        #[inline]
        fn take_return(&mut $self) -> Option<Self::Return> {
            $inner.take_return()
        }
    };
    (@__step_by_default $self:ident $inner:expr) => {
        #[inline]
        fn __step_by_default(&mut $self) -> Option<Self::Yield>
        where
            Self::Resume: Default,
        {
            $inner.__step_by_default()
        }
    };
    (@__size_hint $self:ident $inner:expr) => {
        #[inline]
        fn __size_hint(&$self) -> (usize, Option<usize>) {
            $inner.__size_hint()
        }
    };
    (@__keeps_return $self:ident $inner:expr) => {
        #[inline]
        fn __keeps_return(&$self) -> bool {
            $inner.__keeps_return()
        }
    };
    (@__suspended_at $self:ident $inner:expr) => {
        #[inline]
        fn __suspended_at(&$self) -> Option<&'static core::panic::Location<'static>> {
            $inner.__suspended_at()
        }
    };
}
pub(crate) use forward_coroutine;

impl<C: Coroutine + ?Sized> Coroutine for &mut C {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    // One that is borrowed is not dropped with its delegator, so that a close of it has to finish it.
    forward_coroutine! { self => (**self);
        start send throw close status take_return
        __step_by_default __size_hint __keeps_return __suspended_at
    }
}

#[cfg(feature = "alloc")]
impl<C: Coroutine + ?Sized> Coroutine for Box<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    forward_coroutine!(self => (**self));

    #[inline]
    fn __push(
        self,
        permit: PushPermit<Self, C::Yield, C::Resume, C::Error, C::Return>,
        resume: Option<fn() -> C::Resume>,
    ) -> Pushed {
        push_box(self, permit, resume)
    }

    #[inline]
    fn __push_boxed(
        self: Box<Self>,
        permit: PushPermit<Self, C::Yield, C::Resume, C::Error, C::Return>,
        resume: Option<fn() -> C::Resume>,
    ) -> Pushed {
        push_box(*self, permit, resume)
    }
}

/// Implements `Iterator` for a `dyn Coroutine` whose `Resume` has a default, and `Debug` with its
/// status. So `Box<dyn Coroutine>` has both.
macro_rules! implement_for_trait_objects {
    ($($auto:ident),*) => {
        impl<Y, S, R, E> Debug
            for dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)* + '_
        {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                write_status(formatter, "Coroutine", self.status(), self.__suspended_at())
            }
        }

        impl<Y, S: Default, R, E> Iterator
            for dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)* + '_
        {
            type Item = Y;

            #[inline]
            fn next(&mut self) -> Option<Y> {
                self.__step_by_default()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.__size_hint()
            }
        }

        impl<Y, S: Default, R, E> FusedIterator
            for dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)* + '_
        {
        }

        #[diagnostic::do_not_recommend]
        impl<Y> Generator
            for dyn Coroutine<Yield = Y, Resume = (), Return = (), Error = Infallible> $(+ $auto)* + '_
        {
        }
    };
}

implement_for_trait_objects!();
implement_for_trait_objects!(Send);
implement_for_trait_objects!(Send, Sync);

/// A [`Coroutine`] with `Resume = ()`, which is also an [`Iterator`] over the values that it
/// yields.
///
/// [`#[generator]`](crate::generator) adds this bound to a return type
/// `impl Coroutine<Resume = (), ..>`. Every type that implements the supertraits implements it.
///
/// ```
/// use genfn::{Coroutine, CoroutineIterator, generator};
///
/// #[generator]
/// fn halves(mut number: u32) -> impl Coroutine<Yield = u32, Return = &'static str> {
///     while number > 1 {
///         number /= 2;
///         yield_!(number);
///     }
///     "that is all"
/// }
///
/// /// The items, and the value after them.
/// fn all<C: CoroutineIterator>(mut coroutine: C) -> (Vec<C::Yield>, Option<C::Return>) {
///     let items = coroutine.by_ref().collect();
///     (items, coroutine.take_return())
/// }
///
/// assert_eq!(all(halves(20)), (vec![10, 5, 2, 1], Some("that is all")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine that can be iterated over",
    label = "not a coroutine over nothing that is sent",
    note = "a function marked `#[generator]` gives one where it returns \
            `impl Coroutine<Yield = .., ..>` with `Resume = ()`, or without `Resume`"
)]
pub trait CoroutineIterator:
    Coroutine<Resume = ()> + FusedIterator<Item = <Self as Coroutine>::Yield> + Debug
{
}

#[diagnostic::do_not_recommend]
impl<C> CoroutineIterator for C where
    C: Coroutine<Resume = ()> + FusedIterator<Item = <C as Coroutine>::Yield> + Debug + ?Sized
{
}

/// An [`Iterator`] that is also a [`Coroutine`] with `Resume = ()`, `Return = ()` and `Error =
/// Infallible`. You can close it, query its status, and delegate to it.
///
/// [`#[generator]`](crate::generator) adds this bound to the return types `impl Iterator<..>` and
/// `impl Coroutine<Yield = ..>`. The generators of such functions implement it, as do
/// [`BoxGenerator`](crate::BoxGenerator)s and `dyn Coroutine`s of the same types, and `&mut` and
/// `Box` of all these. Implement it for a hand-written coroutine by `impl Generator for Mine {}`.
///
/// ```
/// use genfn::{Coroutine, Status, generator};
///
/// #[generator]
/// fn steps() -> impl Iterator<Item = u32> {
///     yield_!(1);
///     yield_!(2);
/// }
///
/// let mut steps = steps();
/// assert_eq!(steps.status(), Status::Created);
/// assert_eq!(steps.next(), Some(1));
/// assert_eq!(steps.close(), Ok(None));
/// assert_eq!(steps.next(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a generator",
    label = "not a generator",
    note = "a generator is what a function marked `#[generator]` gives that returns \
            `impl Iterator<..>`"
)]
pub trait Generator:
    FusedIterator
    + Coroutine<Yield = <Self as Iterator>::Item, Resume = (), Return = (), Error = Infallible>
    + Debug
{
}

#[diagnostic::do_not_recommend]
impl<G: Generator + ?Sized> Generator for &mut G {}

#[diagnostic::do_not_recommend]
#[cfg(feature = "alloc")]
impl<G: Generator + ?Sized> Generator for Box<G> {}

/// Writes `Name(Status)`, with the place of the yield if it is known.
///
/// # Errors
///
/// Those of the formatter.
pub fn write_status(
    formatter: &mut Formatter<'_>,
    name: &str,
    status: Status,
    suspended_at: Option<&Location<'_>>,
) -> fmt::Result {
    match suspended_at {
        Some(at) => write!(formatter, "{name}({status:?} at {}:{})", at.file(), at.line()),
        None => write!(formatter, "{name}({status:?})"),
    }
}
