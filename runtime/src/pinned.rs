//! Generators without a heap: their caller pins them.
//!
//! ```text
//! fn f(arguments) -> impl PinCoroutine  PinnedObject { state: Created(start) }
//! pin!(f(arguments))                    it stays where it is from here on
//! first step                            state = Suspended(frame); poll in place, with the arguments
//! each later step                       poll in place
//! the body ends                         state = Finished(returned); the body was dropped in place
//! ```
//!
//! It is a `GeneratorObject` with the frame in itself instead of in a box.

use core::cell::UnsafeCell;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::iter::FusedIterator;
use core::mem::{self, MaybeUninit};
use core::ops::DerefMut;
use core::panic::{Location, RefUnwindSafe};
use core::pin::Pin;
use core::task::Poll;

use crate::coroutine::write_status;
use crate::size_hint::{SizeHint, Unknown};
use crate::slot::{Promise, Signal, Slot, Token, foreign_suspension};
use crate::{CloseError, Coroutine, CoroutineState, Generator, SendError, StartError, Status};

/// A coroutine that has to stay where it is once it runs, and so needs no heap: its caller
/// [pins](crate::pin) it.
///
/// A function marked [`#[generator]`](crate::generator) gives one if its return type says so. It
/// has the whole protocol of a [`Coroutine`], whose methods say what each of these does; they take
/// `Pin<&mut Self>` here. [`pin!`](crate::pin) keeps it on the stack and gives a handle with the
/// plain methods, which is an iterator as well:
///
/// ```
/// use genfn::{Coroutine, CoroutineState, PinCoroutine, generator, pin, yield_};
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
/// What is delegated to in it is driven from its place, so that `yield_from!` itself allocates
/// nothing; another `PinCoroutine` is pinned first, `yield_from!(pin!(inner()))`.
///
/// A struct that holds one is pinned as a whole, as with a future. In a box, `Pin<Box<C>>`, it is a
/// `PinCoroutine` that can be moved.
///
/// # Panics
///
/// A panic in the body passes to the caller of the step. What the body held is dropped on the
/// way, and the coroutine is [`Finished`](Status::Finished).
#[must_use = "a coroutine does nothing until it is started: pin it with `genfn::pin!` and step it"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine that its caller pins",
    label = "not a `PinCoroutine`",
    note = "a function marked `#[generator]` gives one if it returns `impl PinCoroutine<..>`; \
            what is a `Coroutine` can be stepped as it is, without `genfn::pin!`"
)]
pub trait PinCoroutine {
    /// What a step gives until the end.
    type Yield;
    /// What [`send`](Self::send) passes in: the value of a [`yield_!`](crate::yield_).
    type Resume;
    /// What the body returns at the end.
    type Return;
    /// What [`throw`](Self::throw) passes in.
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
    /// [`StartError`] if it was started before; nothing runs then.
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
    /// [`SendError`], which holds `value`, if the body waits at no yield; nothing runs then.
    fn send(
        self: Pin<&mut Self>,
        value: Self::Resume,
    ) -> Result<CoroutineState<Self::Yield, Self::Return>, SendError<Self::Resume>>;

    /// Throws `error` in at the yield where the body is suspended: [`Coroutine::throw`].
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
    /// `error` itself, if nothing caught it: the coroutine is then
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
    /// [`CloseError`] with the value yielded, if the body yielded instead of ending; it is still
    /// [`Suspended`](Status::Suspended) there.
    fn close(self: Pin<&mut Self>) -> Result<Option<Self::Return>, CloseError<Self::Yield>>;

    /// How far it has come: [`Coroutine::status`].
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

    /// The value returned by a coroutine that was run to its end as an iterator, once:
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

    /// `Iterator::next` of the handle. The default has nowhere to keep the value returned.
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

    /// Where the yield stands at which the coroutine is suspended, for `Debug`.
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

/// A [`PinCoroutine`] where it was pinned: a [`Coroutine`] as wide as a reference, and an iterator
/// where `Resume` has a default.
///
/// [`pin!`](crate::pin) makes one of a coroutine, and [`new`](Self::new) of one that is pinned
/// already. A drop of the handle drops nothing: the coroutine is only no longer borrowed.
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
/// /// Any coroutine that is pinned to the stack of some caller, as one type.
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
    /// Public only for `pin!`: a literal keeps what it pins alive as long as the handle.
    #[doc(hidden)]
    pub __coroutine: Pin<&'a mut C>,
}

impl<'a, C: PinCoroutine + ?Sized> Pinned<'a, C> {
    /// The handle of a coroutine that is pinned already, in whatever state it is.
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

    /// The coroutine, for its own methods or for a shorter handle.
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

/// A generator that its caller pins: the arguments until it is started, the suspended body in
/// place from then on.
#[must_use = "a generator does nothing until it is started: pin it with `genfn::pin!` and step it"]
pub struct PinnedObject<F, Frame: Future, Y, S, E, H = Unknown> {
    /// `F` and the value returned are moved out of it. `Frame` is pinned with the machine: it is
    /// never moved, and dropped where it is.
    state: State<F, Frame, Frame::Output>,
    size_hint: H,
    types: Token<Y, S, E>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

enum State<F, Frame, R> {
    Suspended {
        frame: Place<Frame>,
        /// Nothing is left of the body but its place, and the machine is finished.
        panicked: bool,
    },
    Created(F),
    /// With what the body returned, if it ended in `next` and nobody has taken it yet.
    Finished(Option<R>),
}

/// Where a frame lies. It may refer to itself, by `&mut` too, while the machine around it is looked
/// at by `&`: so that does not say that nobody writes there.
struct Place<Frame>(UnsafeCell<Frame>);

// SAFETY: by `&`, nothing is done with the frame.
unsafe impl<Frame: Sync> Sync for Place<Frame> {}

impl<Frame: RefUnwindSafe> RefUnwindSafe for Place<Frame> {}

/// Ends a machine whose body panics. rustc has dropped all that was in the body.
struct EndOnUnwind<'a, F, Frame: Future>(&'a mut State<F, Frame, Frame::Output>);

impl<F, Frame: Future> Drop for EndOnUnwind<'_, F, Frame> {
    #[inline(always)]
    fn drop(&mut self) {
        if let State::Suspended { panicked, .. } = self.0 {
            *panicked = true;
        }
    }
}

/// A generator that runs the body which `start` makes.
///
/// It is promised that the body which `start` makes uses the token that it is given as
/// [`Token::begin`] asks, and takes the arguments there that `start` gives.
#[inline(always)]
pub fn pinned_generator<F, A, Frame, Y, S, E>(
    _: Promise,
    start: F,
) -> PinnedObject<F, Frame, Y, S, E>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
{
    PinnedObject {
        state: State::Created(start),
        size_hint: Unknown,
        types: Token::new(),
        #[cfg(debug_assertions)]
        suspended_at: None,
    }
}

impl<F, A, Frame, Y, S, E> PinnedObject<F, Frame, Y, S, E, Unknown>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
{
    /// The same machine with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> PinnedObject<F, Frame, Y, S, E, H> {
        PinnedObject {
            // It has not been pinned yet, since it can be moved.
            state: self.state,
            size_hint,
            types: self.types,
            #[cfg(debug_assertions)]
            suspended_at: self.suspended_at,
        }
    }
}

impl<F, A, Frame, Y, S, E, H> PinnedObject<F, Frame, Y, S, E, H>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
{
    /// The state of a pinned machine.
    ///
    /// # Safety
    ///
    /// No frame may be moved out of it: a state that holds one is only ever assigned to as a
    /// whole, which drops the frame where it is.
    #[inline(always)]
    unsafe fn state(self: Pin<&mut Self>) -> &mut State<F, Frame, Frame::Output> {
        // SAFETY: this function's own contract; nothing else in the machine is pinned.
        unsafe { &mut self.get_unchecked_mut().state }
    }

    /// Takes what is in a machine that holds no frame, and leaves it finished.
    #[inline(always)]
    fn take_state(self: Pin<&mut Self>) -> State<F, Frame, Frame::Output> {
        assert!(!matches!(self.state, State::Suspended { .. }), "a frame stays where it is");
        // SAFETY: there is no frame in it.
        let state = unsafe { self.state() };
        mem::replace(state, State::Finished(None))
    }

    /// Drops what is in the machine, where it is, and leaves it finished.
    #[inline(always)]
    fn finish(self: Pin<&mut Self>, returned: Option<Frame::Output>) {
        // SAFETY: the state is assigned to as a whole. Where a destructor panics, the language
        // still assigns.
        let state = unsafe { self.state() };
        *state = State::Finished(returned);
    }

    /// Makes the frame of a machine that was not started. Its first poll takes the arguments.
    #[inline(always)]
    fn make_frame(mut self: Pin<&mut Self>) -> A {
        let State::Created(start) = self.as_mut().take_state() else {
            unreachable!("only a machine that was not started is started");
        };
        let (frame, arguments) = start(self.types);
        // SAFETY: the state is assigned to as a whole.
        let state = unsafe { self.state() };
        *state = State::Suspended { frame: Place(UnsafeCell::new(frame)), panicked: false };
        arguments
    }

    /// Runs a machine that has a frame to its next yield or its end, with a value in the slot.
    #[inline(always)]
    fn step(self: Pin<&mut Self>, slot: &mut Slot<Y, S, E>) -> CoroutineState<Y, Frame::Output> {
        match self.drive::<false>(slot) {
            Some(state) => state,
            None => unreachable!("every yield takes a value that is sent"),
        }
    }

    /// Runs a suspended machine to its next yield or its end, with an error or a close in the
    /// slot. `None` if nothing catches it: it is in the slot then, and the body is dropped.
    #[inline(always)]
    fn interrupt(
        self: Pin<&mut Self>,
        slot: &mut Slot<Y, S, E>,
    ) -> Option<CoroutineState<Y, Frame::Output>> {
        self.drive::<true>(slot)
    }

    #[inline(always)]
    fn drive<const INTERRUPTS: bool>(
        mut self: Pin<&mut Self>,
        slot: &mut Slot<Y, S, E>,
    ) -> Option<CoroutineState<Y, Frame::Output>> {
        // SAFETY: below, the frame is polled where it is, and the state assigned to as a whole.
        let machine = EndOnUnwind(unsafe { self.as_mut().state() });
        let State::Suspended { frame, .. } = &mut *machine.0 else {
            unreachable!("only a machine that has a frame is resumed");
        };
        // SAFETY: the machine is pinned, and with it the frame: `state` keeps whoever uses it
        // from moving one, the machine has no destructor of its own, and it is `Unpin` only if
        // the frame is.
        let frame = unsafe { Pin::new_unchecked(frame.0.get_mut()) };
        // SAFETY: the frame was made by `start`, which `new` was promised to fit these types.
        let polled = unsafe { slot.poll(frame) };
        mem::forget(machine);
        if let Poll::Ready(returned) = polled {
            self.finish(None);
            return Some(CoroutineState::Complete(returned));
        }
        if let Some(item) = slot.take_item() {
            self.note_item(slot);
            return Some(CoroutineState::Yielded(item));
        }
        self.finish(None);
        if INTERRUPTS && slot.signal().interrupts() {
            return None;
        }
        foreign_suspension()
    }

    /// Takes note of an item that goes out.
    #[inline(always)]
    #[cfg_attr(not(debug_assertions), expect(unused_variables, reason = "nobody asks where"))]
    fn note_item(self: Pin<&mut Self>, slot: &Slot<Y, S, E>) {
        // SAFETY: neither of the fields that are changed is pinned.
        let this = unsafe { self.get_unchecked_mut() };
        this.size_hint.count_down();
        #[cfg(debug_assertions)]
        {
            this.suspended_at = slot.yielded_at();
        }
    }
}

impl<F, A, Frame, Y, S, E, H> PinCoroutine for PinnedObject<F, Frame, Y, S, E, H>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
{
    type Yield = Y;
    type Resume = S;
    type Return = Frame::Output;
    type Error = E;

    #[inline]
    fn start(mut self: Pin<&mut Self>) -> Result<CoroutineState<Y, Frame::Output>, StartError> {
        match self.state {
            State::Created(_) => {
                let mut arguments = MaybeUninit::new(self.as_mut().make_frame());
                let mut slot = Slot::new(Signal::Start);
                slot.hand_over(&mut arguments);
                Ok(self.step(&mut slot))
            }
            State::Suspended { panicked: false, .. } => Err(StartError::Started),
            State::Suspended { .. } | State::Finished(_) => Err(StartError::Finished),
        }
    }

    #[inline]
    fn send(
        self: Pin<&mut Self>,
        value: S,
    ) -> Result<CoroutineState<Y, Frame::Output>, SendError<S>> {
        match self.state {
            State::Created(_) => Err(SendError::NotStarted(value)),
            State::Suspended { panicked: false, .. } => Ok(self.step(&mut Slot::sending(value))),
            State::Suspended { .. } | State::Finished(_) => Err(SendError::Finished(value)),
        }
    }

    #[inline]
    fn throw(self: Pin<&mut Self>, error: E) -> Result<CoroutineState<Y, Frame::Output>, E> {
        match self.state {
            State::Created(_) => {
                self.finish(None);
                Err(error)
            }
            State::Suspended { panicked: false, .. } => {
                let mut slot = Slot::throwing(error);
                match self.interrupt(&mut slot) {
                    Some(state) => Ok(state),
                    None => match slot.take_error() {
                        Some(error) => Err(error),
                        None => unreachable!("what was thrown in comes back"),
                    },
                }
            }
            State::Suspended { .. } | State::Finished(_) => Err(error),
        }
    }

    #[inline]
    fn close(self: Pin<&mut Self>) -> Result<Option<Frame::Output>, CloseError<Y>> {
        match self.state {
            State::Created(_) => {
                self.finish(None);
                Ok(None)
            }
            State::Suspended { panicked: false, .. } => {
                let mut slot = Slot::new(Signal::Closed);
                match self.interrupt(&mut slot) {
                    Some(CoroutineState::Complete(returned)) => Ok(Some(returned)),
                    Some(CoroutineState::Yielded(item)) => Err(CloseError::new(item)),
                    None => slot.take_ignored().map_or(Ok(None), |item| Err(CloseError::new(item))),
                }
            }
            State::Suspended { .. } | State::Finished(_) => Ok(None),
        }
    }

    #[inline]
    fn status(&self) -> Status {
        match self.state {
            State::Created(_) => Status::Created,
            State::Suspended { panicked: false, .. } => Status::Suspended,
            State::Suspended { .. } | State::Finished(_) => Status::Finished,
        }
    }

    #[inline]
    fn take_return(self: Pin<&mut Self>) -> Option<Frame::Output> {
        match self.state {
            State::Finished(_) => match self.take_state() {
                State::Finished(returned) => returned,
                _ => unreachable!("it was looked at above"),
            },
            State::Created(_) | State::Suspended { .. } => None,
        }
    }

    #[inline]
    fn __step_by_default(mut self: Pin<&mut Self>) -> Option<Y>
    where
        S: Default,
    {
        // One place for all steps, so that a loop which takes them has the body in it once.
        let mut arguments = MaybeUninit::uninit();
        let mut slot = match self.state {
            State::Suspended { panicked: false, .. } => Slot::sending(S::default()),
            State::Created(_) => {
                arguments.write(self.as_mut().make_frame());
                let mut slot = Slot::new(Signal::Start);
                slot.hand_over(&mut arguments);
                slot
            }
            State::Suspended { .. } | State::Finished(_) => return None,
        };
        let state = self.as_mut().step(&mut slot);
        match state {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.finish(Some(returned));
                None
            }
        }
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        match self.state {
            State::Created(_) | State::Suspended { panicked: false, .. } => self.size_hint.get(),
            State::Suspended { .. } | State::Finished(_) => (0, Some(0)),
        }
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        match self.state {
            #[cfg(debug_assertions)]
            State::Suspended { panicked: false, .. } => self.suspended_at,
            _ => None,
        }
    }
}

impl<F, A, Frame, Y, S, E, H> Debug for PinnedObject<F, Frame, Y, S, E, H>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "PinnedGenerator", self.status(), self.__suspended_at())
    }
}
