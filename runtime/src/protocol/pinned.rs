//! Coroutines that their caller pins, and the handle to one.

use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;
use core::ops::DerefMut;
use core::panic::Location;
use core::pin::Pin;

use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::{Coroutine, Generator, write_status};
use crate::state::{CoroutineState, Status};

/// A coroutine that must not move once it was started. Its caller [pins](crate::pin) it, and it
/// needs no heap.
///
/// A function marked [`#[generator]`](crate::generator) returns a `PinCoroutine` if its return type
/// is `impl PinCoroutine<..>`. The trait has the methods of [`Coroutine`], with `Pin<&mut Self>`
/// for `&mut self`. [`pin!`](crate::pin) pins the coroutine to the stack and returns a handle that
/// implements `Coroutine` and [`Iterator`]:
///
/// ```
/// use genfn::{Coroutine, CoroutineState, PinCoroutine, generator, pin};
///
/// #[generator]
/// fn checksum() -> impl PinCoroutine<Yield = u8, Resume = u8> {
///     let mut sum = 0_u8;
///     loop {
///         let byte = yield_!(sum);
///         sum = sum.wrapping_add(byte);
///     }
/// }
///
/// let mut checksum = pin!(checksum());
/// checksum.start()?;
/// assert_eq!(checksum.send(250)?, CoroutineState::Yielded(250));
/// assert_eq!(checksum.send(10)?, CoroutineState::Yielded(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `yield_from!` in a `PinCoroutine` keeps the delegate in the body and does not allocate. Pin
/// another `PinCoroutine` first: `yield_from!(pin!(inner()))`.
///
/// A struct that holds a `PinCoroutine` is pinned as a whole, as with a future. A `Pin<Box<C>>` is
/// a `PinCoroutine` that can be moved.
///
/// # Panics
///
/// A panic in the body unwinds to the caller of `start`, `send`, `throw` or `close`. The locals and
/// arguments of the body are dropped, and the coroutine is [`Finished`](Status::Finished).
#[must_use = "a coroutine does nothing until it is started: pin it with `genfn::pin!` and step it"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine that its caller pins",
    label = "not a `PinCoroutine`",
    note = "a function marked `#[generator]` gives one if it returns `impl PinCoroutine<..>`; \
            what is a `Coroutine` can be stepped as it is, without `genfn::pin!`"
)]
pub trait PinCoroutine {
    /// The type of the yielded values.
    type Yield;
    /// The type of the values that [`send`](Self::send) passes in, and of a
    /// [`yield_!`](crate::yield_).
    type Resume;
    /// The type of the value that the body returns.
    type Return;
    /// The type of the errors that [`throw`](Self::throw) passes in.
    type Error;

    /// Starts the body and runs it to its first yield or its end: [`Coroutine::start`].
    ///
    /// ```
    /// use genfn::{CoroutineState, PinCoroutine, generator};
    ///
    /// #[generator]
    /// fn once() -> impl PinCoroutine<Yield = u32> {
    ///     yield_!(1);
    /// }
    ///
    /// let mut once = std::pin::pin!(once());
    /// assert_eq!(once.as_mut().start(), Ok(CoroutineState::Yielded(1)));
    /// assert!(once.as_mut().start().is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`StartError`] if the coroutine was started before. The body does not run.
    fn start(self: Pin<&mut Self>)
    -> Result<CoroutineState<Self::Yield, Self::Return>, StartError>;

    /// Resumes the body with `value` and runs it to its next yield or its end:
    /// [`Coroutine::send`].
    ///
    /// ```
    /// use genfn::{CoroutineState, PinCoroutine, generator};
    ///
    /// #[generator]
    /// fn doubler() -> impl PinCoroutine<Yield = u32, Resume = u32> {
    ///     let mut number = yield_!(0);
    ///     loop {
    ///         number = yield_!(2 * number);
    ///     }
    /// }
    ///
    /// let mut doubler = Box::pin(doubler());
    /// assert_eq!(doubler.as_mut().send(1).unwrap_err().into_inner(), 1);
    /// doubler.as_mut().start().unwrap();
    /// assert_eq!(doubler.as_mut().send(21), Ok(CoroutineState::Yielded(42)));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`SendError`], which gives `value` back, if the coroutine was not started or is
    /// finished. The body does not run.
    fn send(
        self: Pin<&mut Self>,
        value: Self::Resume,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, SendError<Self::Resume>>;

    /// Throws `error` at the yield where the body is suspended: [`Coroutine::throw`].
    ///
    /// ```
    /// use genfn::{Coroutine, CoroutineState, PinCoroutine, generator, pin};
    ///
    /// #[generator]
    /// fn careful() -> impl PinCoroutine<Yield = u32, Error = &'static str> {
    ///     if try_yield!(1).is_err() {
    ///         yield_!(2);
    ///     }
    /// }
    ///
    /// let mut careful = pin!(careful());
    /// careful.start().unwrap();
    /// assert_eq!(careful.throw("caught"), Ok(CoroutineState::Yielded(2)));
    /// assert_eq!(careful.throw("not caught"), Err("not caught"));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns `error` if the coroutine does not catch it. The coroutine is then
    /// [`Finished`](Status::Finished).
    fn throw(
        self: Pin<&mut Self>,
        error: Self::Error,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, Self::Error>;

    /// Ends the coroutine at the yield where it is suspended: [`Coroutine::close`].
    ///
    /// ```
    /// use genfn::{Coroutine, Interrupt, PinCoroutine, generator, pin};
    ///
    /// #[generator]
    /// fn total() -> impl PinCoroutine<Yield = (), Resume = u32, Return = u32> {
    ///     let mut total = 0;
    ///     loop {
    ///         match try_yield!() {
    ///             Ok(number) => total += number,
    ///             Err(Interrupt::Closed) => return total,
    ///         }
    ///     }
    /// }
    ///
    /// let mut total = pin!(total());
    /// total.start().unwrap();
    /// total.send(3).unwrap();
    /// assert_eq!(total.close(), Ok(Some(3)));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`CloseError`] with the yielded value if the body yields instead of ending. The
    /// coroutine is still [`Suspended`](Status::Suspended).
    fn close(self: Pin<&mut Self>) -> Result<Option<Self::Return>, CloseError<Self::Yield>>;

    /// Returns the status of the coroutine: [`Coroutine::status`].
    ///
    /// ```
    /// use genfn::{PinCoroutine, Status, generator};
    ///
    /// #[generator]
    /// fn once() -> impl PinCoroutine<Yield = u32> {
    ///     yield_!(1);
    /// }
    ///
    /// // It need not be pinned yet.
    /// assert_eq!(once().status(), Status::Created);
    /// ```
    fn status(&self) -> Status;

    /// Takes the value that the body returned, after `next` has run the coroutine to its end:
    /// [`Coroutine::take_return`].
    ///
    /// ```
    /// use genfn::{Coroutine, PinCoroutine, generator, pin};
    ///
    /// #[generator]
    /// fn sum(numbers: &[u32]) -> impl PinCoroutine<Yield = u32, Return = u32> {
    ///     let mut sum = 0;
    ///     for number in numbers {
    ///         sum += number;
    ///         yield_!(*number);
    ///     }
    ///     sum
    /// }
    ///
    /// let mut sum = pin!(sum(&[1, 2]));
    /// sum.by_ref().for_each(drop);
    /// assert_eq!(sum.take_return(), Some(3));
    /// ```
    fn take_return(self: Pin<&mut Self>) -> Option<Self::Return>;

    /// `Iterator::next` of the handle. The default drops the value that the body returns.
    #[doc(hidden)]
    #[inline]
    fn __step_by_default(self: Pin<&mut Self>) -> Option<Self::Yield>
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

    /// `Iterator::size_hint` of the handle.
    #[doc(hidden)]
    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        (0, None)
    }

    /// Returns the place of the yield at which the coroutine is suspended, for `Debug`.
    #[doc(hidden)]
    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        None
    }
}

impl<P> PinCoroutine for Pin<P>
where
    P: DerefMut,
    P::Target: PinCoroutine,
{
    type Yield = <P::Target as PinCoroutine>::Yield;
    type Resume = <P::Target as PinCoroutine>::Resume;
    type Return = <P::Target as PinCoroutine>::Return;
    type Error = <P::Target as PinCoroutine>::Error;

    #[inline]
    fn start(
        self: Pin<&mut Self>,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, StartError> {
        self.as_deref_mut().start()
    }

    #[inline]
    fn send(
        self: Pin<&mut Self>,
        value: Self::Resume,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, SendError<Self::Resume>> {
        self.as_deref_mut().send(value)
    }

    #[inline]
    fn throw(
        self: Pin<&mut Self>,
        error: Self::Error,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, Self::Error> {
        self.as_deref_mut().throw(error)
    }

    #[inline]
    fn close(self: Pin<&mut Self>) -> Result<Option<Self::Return>, CloseError<Self::Yield>> {
        self.as_deref_mut().close()
    }

    #[inline]
    fn status(&self) -> Status {
        (**self).status()
    }

    #[inline]
    fn take_return(self: Pin<&mut Self>) -> Option<Self::Return> {
        self.as_deref_mut().take_return()
    }

    #[inline]
    fn __step_by_default(self: Pin<&mut Self>) -> Option<Self::Yield>
    where
        Self::Resume: Default,
    {
        self.as_deref_mut().__step_by_default()
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        (**self).__size_hint()
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        (**self).__suspended_at()
    }
}

/// A handle to a pinned [`PinCoroutine`]. It is a [`Coroutine`], and an iterator if `Resume`
/// implements [`Default`].
///
/// [`pin!`](crate::pin) pins a coroutine and returns its handle. [`new`](Self::new) makes the
/// handle of a coroutine that is pinned already. The handle borrows the coroutine, and is as wide
/// as a reference. Dropping the handle does not drop the coroutine.
///
/// ```
/// use genfn::{Coroutine, PinCoroutine, Pinned, Status, generator, pin};
///
/// #[generator]
/// fn countdown(from: u32) -> impl PinCoroutine<Yield = u32> {
///     for number in (1..=from).rev() {
///         yield_!(number);
///     }
/// }
///
/// /// Takes any pinned coroutine over these types.
/// fn two<'a>(numbers: &mut Pinned<'a, impl PinCoroutine<Yield = u32, Resume = ()>>) -> u32 {
///     numbers.take(2).sum()
/// }
///
/// let mut numbers = pin!(countdown(3));
/// assert_eq!(two(&mut numbers), 5);
/// assert_eq!(two(&mut numbers), 1);
/// assert_eq!(numbers.status(), Status::Finished);
/// ```
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct Pinned<'a, C: ?Sized> {
    /// Public only for `pin!`: the temporary in a struct literal lives as long as the handle.
    #[doc(hidden)]
    pub __coroutine: Pin<&'a mut C>,
}

impl<'a, C: PinCoroutine + ?Sized> Pinned<'a, C> {
    /// Creates the handle of a coroutine that is pinned already, whatever its status.
    ///
    /// ```
    /// use genfn::{PinCoroutine, Pinned, generator};
    ///
    /// #[generator]
    /// fn vowels(word: &str) -> impl PinCoroutine<Yield = char> {
    ///     for letter in word.chars().filter(|&letter| "aeiou".contains(letter)) {
    ///         yield_!(letter);
    ///     }
    /// }
    ///
    /// let mut boxed = Box::pin(vowels("generator"));
    /// assert_eq!(Pinned::new(boxed.as_mut()).next(), Some('e'));
    /// assert_eq!(Pinned::new(boxed.as_mut()).collect::<String>(), "eao");
    /// ```
    #[inline]
    pub fn new(coroutine: Pin<&'a mut C>) -> Self {
        Self { __coroutine: coroutine }
    }

    /// Returns the pinned coroutine, for its own methods or for a handle with a shorter lifetime.
    ///
    /// ```
    /// use genfn::{PinCoroutine, Pinned, generator, pin};
    ///
    /// #[generator]
    /// fn letters() -> impl PinCoroutine<Yield = char> {
    ///     for letter in 'a'.. {
    ///         yield_!(letter);
    ///     }
    /// }
    ///
    /// let mut letters = pin!(letters());
    /// let first: String = Pinned::new(letters.as_pin_mut()).take(3).collect();
    /// assert_eq!(first, "abc");
    /// assert_eq!(letters.next(), Some('d'));
    /// ```
    #[inline]
    pub fn as_pin_mut(&mut self) -> Pin<&mut C> {
        self.__coroutine.as_mut()
    }
}

impl<'a, C: PinCoroutine + ?Sized> From<Pin<&'a mut C>> for Pinned<'a, C> {
    #[inline]
    fn from(coroutine: Pin<&'a mut C>) -> Self {
        Self::new(coroutine)
    }
}

impl<C: PinCoroutine + ?Sized> Coroutine for Pinned<'_, C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.as_pin_mut().start()
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        self.as_pin_mut().send(value)
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.as_pin_mut().throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.as_pin_mut().close()
    }

    #[inline]
    fn status(&self) -> Status {
        self.__coroutine.status()
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.as_pin_mut().take_return()
    }

    #[inline]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        self.as_pin_mut().__step_by_default()
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        self.__coroutine.__size_hint()
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        self.__coroutine.__suspended_at()
    }
}

impl<C> Iterator for Pinned<'_, C>
where
    C: PinCoroutine + ?Sized,
    C::Resume: Default,
{
    type Item = C::Yield;

    #[inline]
    fn next(&mut self) -> Option<C::Yield> {
        self.as_pin_mut().__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.__coroutine.__size_hint()
    }
}

impl<C> FusedIterator for Pinned<'_, C>
where
    C: PinCoroutine + ?Sized,
    C::Resume: Default,
{
}

#[diagnostic::do_not_recommend]
impl<C> Generator for Pinned<'_, C> where
    C: PinCoroutine<Resume = (), Return = (), Error = Infallible> + ?Sized
{
}

impl<C: PinCoroutine + ?Sized> Debug for Pinned<'_, C> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let coroutine = &*self.__coroutine;
        write_status(formatter, "Pinned", coroutine.status(), coroutine.__suspended_at())
    }
}
