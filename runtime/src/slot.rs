//! What passes between a generator's body and whoever steps it.
//!
//! A body is an `async` block, and one step polls it once. The [`Slot`] of a step lives on that
//! step's stack; its address is the data pointer of the [`Waker`] that the poll carries. So
//! nothing in the suspended body points to a slot, and where a step is inlined the slot turns
//! into registers.
//!
//! ```text
//! step                                   body
//! ----                                   ----
//! slot.put_sent(value)
//! poll(waker -> slot)   ------------->   (slot, sent) = suspension.await     takes the value
//!                                        ..
//!                                        slot.yield_(item)                   puts the item
//! Pending               <-------------   suspension.await                    suspends
//! item = slot.take_item()
//! ```

use core::future::Future;
use core::hint::assert_unchecked;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
#[cfg(debug_assertions)]
use core::panic::Location;
use core::pin::Pin;
use core::ptr;
#[cfg(feature = "alloc")]
use core::ptr::NonNull;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::__private::never;
#[cfg(feature = "alloc")]
use crate::Coroutine;
use crate::Interrupt;
#[cfg(feature = "alloc")]
use crate::delegate::Driven;
use crate::delegate::{Fits, TryDelegation};
#[cfg(feature = "alloc")]
use crate::expression::Consume;
#[cfg(feature = "alloc")]
use crate::frame::Delegate;
#[cfg(feature = "alloc")]
use crate::stack::Stack;

/// What a [`Slot`] holds at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Nothing: what was passed in has been taken.
    Nothing,
    /// In: the body is to begin.
    Start,
    /// In: the value of the yield at which the body is suspended.
    Sent,
    /// In: an error for that yield.
    Thrown,
    /// In: that yield is to be the last.
    Closed,
    /// Out: an item.
    Yielded,
    /// Out: an item that a delegate yielded instead of closing. All that delegate to it end.
    Ignored,
    /// Out: the body waits for the delegate that it pushed on the frames.
    #[cfg(feature = "alloc")]
    Delegated,
    /// In: that delegate has returned, and its value lies there until the next one is pushed.
    #[cfg(feature = "alloc")]
    Returned,
}

/// The value that goes with a [`Signal`].
union Value<Y, S, E> {
    nothing: (),
    sent: ManuallyDrop<S>,
    error: ManuallyDrop<E>,
    item: ManuallyDrop<Y>,
    #[cfg(feature = "alloc")]
    returned: NonNull<()>,
}

/// The place on a step's stack through which values pass in and out of the body.
///
/// It is an enum taken apart: the signal stands by itself, so that it is written and read alone,
/// whatever room the values leave for it.
pub struct Slot<Y, S, E> {
    signal: Signal,
    /// `sent`, `error`, `item` or `returned` where the signal is `Sent`, `Thrown`, `Yielded` (or
    /// `Ignored`) or `Returned`.
    value: Value<Y, S, E>,
    /// What takes the items of a generator expression, and what that is about. Set in a `fold` of
    /// one, and in no other step.
    #[cfg(feature = "alloc")]
    consumer: MaybeUninit<(Consume<Y>, *mut ())>,
    /// Where a body that delegates pushes its delegates. Set in each step of such a body, and in each
    /// of a frame.
    #[cfg(feature = "alloc")]
    frames: MaybeUninit<NonNull<Stack>>,
    /// Where the arguments lie. Set in the first step of each body, and read in that.
    arguments: MaybeUninit<*mut ()>,
    /// Where the last item was yielded.
    #[cfg(debug_assertions)]
    yielded_at: Option<&'static Location<'static>>,
}

/// An item on its way from one slot to another.
#[cfg(feature = "alloc")]
pub(crate) struct Yielded<Y> {
    item: Y,
    #[cfg(debug_assertions)]
    yielded_at: Option<&'static Location<'static>>,
}

impl<Y, S, E> Slot<Y, S, E> {
    /// A slot with a signal that goes without a value.
    #[inline(always)]
    pub(crate) fn new(signal: Signal) -> Self {
        debug_assert!(!signal.has_value(), "{signal:?} needs its value");
        Self {
            signal,
            value: Value { nothing: () },
            #[cfg(feature = "alloc")]
            consumer: MaybeUninit::uninit(),
            #[cfg(feature = "alloc")]
            frames: MaybeUninit::uninit(),
            arguments: MaybeUninit::uninit(),
            #[cfg(debug_assertions)]
            yielded_at: None,
        }
    }

    /// A slot with nothing in it, written where it is to lie: a slot that is moved there costs rustc
    /// more. Nothing drops what is in it later.
    #[inline(always)]
    pub(crate) fn empty_in(place: &mut MaybeUninit<Self>) -> &mut Self {
        let slot = place.as_mut_ptr();
        // SAFETY: within the place.
        let signal = unsafe { &raw mut (*slot).signal };
        // SAFETY: as above.
        unsafe { signal.write(Signal::Nothing) };
        #[cfg(debug_assertions)]
        {
            // SAFETY: as above.
            let yielded_at = unsafe { &raw mut (*slot).yielded_at };
            // SAFETY: as above.
            unsafe { yielded_at.write(None) };
        }
        // SAFETY: all of it is initialised that has to be: the other fields are a union, and such
        // as may be uninitialised.
        unsafe { place.assume_init_mut() }
    }

    /// A slot with an error to be thrown.
    #[inline(always)]
    pub(crate) fn throwing(error: E) -> Self {
        let mut slot = Self::new(Signal::Nothing);
        slot.put_error(error);
        slot
    }

    /// What is in the slot.
    #[inline(always)]
    pub(crate) fn signal(&self) -> Signal {
        self.signal
    }

    /// Puts a signal that goes without a value. A value that was there is gone already: every
    /// signal that has one is only replaced by taking it.
    #[inline(always)]
    pub(crate) fn put(&mut self, signal: Signal) {
        debug_assert!(!signal.has_value(), "{signal:?} needs its value");
        debug_assert!(!self.signal.has_value(), "the value of {:?} was not taken", self.signal);
        self.signal = signal;
    }

    /// Puts a value to be sent.
    #[inline(always)]
    pub(crate) fn put_sent(&mut self, value: S) {
        self.value.sent = ManuallyDrop::new(value);
        self.signal = Signal::Sent;
    }

    /// Puts an error to be thrown.
    #[inline(always)]
    pub(crate) fn put_error(&mut self, error: E) {
        self.value.error = ManuallyDrop::new(error);
        self.signal = Signal::Thrown;
    }

    /// Puts an item.
    #[inline(always)]
    pub(crate) fn put_item(&mut self, item: Y) {
        self.value.item = ManuallyDrop::new(item);
        self.signal = Signal::Yielded;
    }

    /// Puts an item that a delegate yielded instead of closing.
    #[inline(always)]
    pub(crate) fn put_ignored(&mut self, item: Y) {
        self.put_item(item);
        self.signal = Signal::Ignored;
    }

    /// Puts the frame of a delegate that has returned.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn put_returned(&mut self, returned: NonNull<()>) {
        self.value = Value { returned };
        self.signal = Signal::Returned;
    }

    /// Whether the slot holds this signal, which it then no longer does.
    #[inline(always)]
    fn take_signal(&mut self, signal: Signal) -> bool {
        let held = self.signal == signal;
        if held {
            self.signal = Signal::Nothing;
        }
        held
    }

    /// Takes the value that was sent, if there is one.
    #[inline(always)]
    pub(crate) fn take_sent(&mut self) -> Option<S> {
        if !self.take_signal(Signal::Sent) {
            return None;
        }
        // SAFETY: the signal said that this is what the value is.
        let value = unsafe { &mut self.value.sent };
        // SAFETY: the signal no longer says so.
        Some(unsafe { ManuallyDrop::take(value) })
    }

    /// Takes the error that was thrown, if there is one.
    #[inline(always)]
    pub(crate) fn take_error(&mut self) -> Option<E> {
        if !self.take_signal(Signal::Thrown) {
            return None;
        }
        // SAFETY: the signal said that this is what the value is.
        let value = unsafe { &mut self.value.error };
        // SAFETY: the signal no longer says so.
        Some(unsafe { ManuallyDrop::take(value) })
    }

    /// Takes the item that was yielded, if there is one.
    #[inline(always)]
    pub(crate) fn take_item(&mut self) -> Option<Y> {
        self.take_item_of(Signal::Yielded)
    }

    /// Takes the item that was yielded.
    ///
    /// # Safety
    ///
    /// There is one.
    #[inline(always)]
    pub(crate) unsafe fn take_item_unchecked(&mut self) -> Y {
        // SAFETY: this function's own contract. LLVM may have lost sight of it.
        unsafe { assert_unchecked(matches!(self.signal, Signal::Yielded)) };
        self.signal = Signal::Nothing;
        // SAFETY: the signal said that this is what the value is.
        let value = unsafe { &mut self.value.item };
        // SAFETY: the signal no longer says so.
        unsafe { ManuallyDrop::take(value) }
    }

    /// Takes the item that a delegate yielded instead of closing, if there is one.
    #[inline(always)]
    pub(crate) fn take_ignored(&mut self) -> Option<Y> {
        self.take_item_of(Signal::Ignored)
    }

    /// `signal` is one that goes with an item.
    #[inline(always)]
    fn take_item_of(&mut self, signal: Signal) -> Option<Y> {
        if !self.take_signal(signal) {
            return None;
        }
        // SAFETY: the signal said that this is what the value is.
        let value = unsafe { &mut self.value.item };
        // SAFETY: the signal no longer says so.
        Some(unsafe { ManuallyDrop::take(value) })
    }

    /// Takes the frame of a delegate that has returned, if there is one.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn take_returned(&mut self) -> Option<NonNull<()>> {
        if !self.take_signal(Signal::Returned) {
            return None;
        }
        // SAFETY: the signal said that this is what the value is.
        Some(unsafe { self.value.returned })
    }

    /// Takes the item that was yielded, if there is one, for another slot.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn take_yielded(&mut self) -> Option<Yielded<Y>> {
        Some(Yielded {
            item: self.take_item()?,
            #[cfg(debug_assertions)]
            yielded_at: self.yielded_at,
        })
    }

    /// Puts an item that was yielded to another slot.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn put_yielded(&mut self, yielded: Yielded<Y>) {
        self.put_item(yielded.item);
        #[cfg(debug_assertions)]
        {
            self.yielded_at = yielded.yielded_at;
        }
    }

    /// Takes the error or the close that is in the slot, if there is either.
    #[inline(always)]
    pub(crate) fn take_interrupt(&mut self) -> Option<Interrupt<E>> {
        match self.signal {
            Signal::Thrown => self.take_error().map(Interrupt::Thrown),
            Signal::Closed => {
                self.signal = Signal::Nothing;
                Some(Interrupt::Closed)
            }
            _ => None,
        }
    }

    /// Drops what is left in the slot.
    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        if mem::needs_drop::<Y>() {
            drop(self.take_item());
            drop(self.take_ignored());
        }
        if mem::needs_drop::<S>() {
            drop(self.take_sent());
        }
        if mem::needs_drop::<E>() {
            drop(self.take_error());
        }
    }

    /// Lets the body that is polled next give its items to `consume`.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn consume_by(&mut self, consume: Consume<Y>, fold: *mut ()) {
        self.consumer.write((consume, fold));
    }

    /// What takes the items.
    ///
    /// # Safety
    ///
    /// The body is polled with a [`consuming_waker`].
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn consumer(&self) -> (Consume<Y>, *mut ()) {
        // SAFETY: `Slot::consume` sets it before it polls with such a waker, and nobody else does.
        unsafe { self.consumer.assume_init() }
    }

    /// Lets the body that is polled next push its delegates on `frames`.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn reach(&mut self, frames: NonNull<Stack>) {
        self.frames.write(frames);
    }

    /// Lets the body that is polled next, for the first time, take its `arguments`.
    #[inline(always)]
    pub(crate) fn hand_over<A>(&mut self, arguments: &mut MaybeUninit<A>) {
        self.arguments.write(arguments.as_mut_ptr().cast());
    }

    #[cfg(debug_assertions)]
    pub(crate) fn yielded_at(&self) -> Option<&'static Location<'static>> {
        self.yielded_at
    }

    /// Polls `frame` once, with this slot to pass values through.
    ///
    /// It is inlined, but not at once. LLVM first makes it one with the body, and sees that what the
    /// body finds through the context and the waker is this slot, which takes it several rounds. Then
    /// all that vanishes into what takes the step.
    ///
    /// # Safety
    ///
    /// Whatever [`Token`] `frame` uses is a `Token<Y, S, E>`, and it uses it as
    /// [`Token::begin`] asks.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "without a heap none delegates"))]
    #[inline]
    pub(crate) unsafe fn poll<Frame: Future>(
        &mut self,
        frame: Pin<&mut Frame>,
    ) -> Poll<Frame::Output> {
        let waker = waker(self);
        frame.poll(&mut Context::from_waker(&waker))
    }
}

// A step that ends by a panic may leave something.
impl<Y, S, E> Drop for Slot<Y, S, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.clear();
    }
}

impl Signal {
    /// Whether a value goes with it.
    fn has_value(self) -> bool {
        #[cfg(feature = "alloc")]
        if self == Self::Returned {
            return true;
        }
        matches!(self, Self::Sent | Self::Thrown | Self::Yielded | Self::Ignored)
    }

    /// Whether a body that is pending with it ends there.
    #[inline(always)]
    pub(crate) fn interrupts(self) -> bool {
        matches!(self, Self::Thrown | Self::Closed | Self::Ignored)
    }
}

/// A waker that wakes nobody and carries the address of a slot. Its `drop` has nothing to do.
#[inline(always)]
pub(crate) fn waker<Y, S, E>(slot: *mut Slot<Y, S, E>) -> ManuallyDrop<Waker> {
    // SAFETY: the functions of `NO_WAKING` ignore the data pointer, so they keep the contract of a
    // waker whatever it points to and whichever thread they run on.
    ManuallyDrop::new(unsafe { Waker::new(slot.cast(), &NO_WAKING) })
}

/// [`waker`] for a fold that consumes what the body yields.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) fn consuming_waker<Y, S, E>(slot: *mut Slot<Y, S, E>) -> ManuallyDrop<Waker> {
    // SAFETY: as for `waker`.
    ManuallyDrop::new(unsafe { Waker::new(slot.cast(), &CONSUMING) })
}

/// Wakes nobody. As [`NO_WAKING`], and the slot has a consumer: only [`consuming_waker`] uses it.
#[cfg(feature = "alloc")]
static CONSUMING: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// Wakes nobody. The vtable says that the data points to the slot of a step: only [`waker`] uses
/// it, and what that gives is not kept longer than the step.
static NO_WAKING: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// Wakes nobody, and has no address: a foreign future which keeps its waker keeps nothing of the
/// step.
static CLONED: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CLONED), |_| {}, |_| {}, |_| {});

/// The promise about a body which the function that makes a machine of it asks for.
///
/// It is given before the body, as a value of its own, so that no token of the body, which is the
/// user's, has to stand in an `unsafe` block.
pub struct Promise(());

impl Promise {
    /// Makes the promise.
    ///
    /// # Safety
    ///
    /// The body that is given along with it is one for which the function that is given both says
    /// what it says it is promised.
    #[inline(always)]
    #[must_use]
    pub const unsafe fn new() -> Self {
        Self(())
    }
}

/// Stands for the types that a generator's body passes: `Y` out, `S` and `E` in.
///
/// Invariant in all three: with any variance a body could put an item of one lifetime into a slot
/// of another.
pub struct Token<Y, S, E>(PhantomData<fn(Y, S, E) -> (Y, S, E)>);

impl<Y, S, E> Clone for Token<Y, S, E> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, S, E> Copy for Token<Y, S, E> {}

impl<Y, S, E> Token<Y, S, E> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }

    /// A future that is ready at once, finds the slot of the first step and takes the arguments.
    ///
    /// # Safety
    ///
    /// It has to be what the body of the generator that this token was made for does first, and
    /// be awaited by no other future. `arguments` are of the type of those of that generator. The
    /// slot has to be replaced by what each later suspension gives.
    #[inline(always)]
    #[must_use]
    pub unsafe fn begin<A>(self, _arguments: &A) -> Begin<Y, S, E, A, false> {
        Begin(self, PhantomData)
    }

    /// The same for a body that waits for nothing but its own yields, and delegates nothing.
    ///
    /// # Safety
    ///
    /// As for [`begin`](Self::begin), and it is such a body.
    #[inline(always)]
    #[must_use]
    pub unsafe fn begin_to_yield<A>(self, _arguments: &A) -> Begin<Y, S, E, A, true> {
        Begin(self, PhantomData)
    }
}

/// The future of [`Token::begin`].
///
/// It names the type of the arguments, `A`, for the body is written before they are handed to it. If
/// `ONLY_YIELDS`, the body waits for nothing but its own yields, and so nobody else can have changed
/// the waker that it is polled with.
pub struct Begin<Y, S, E, A, const ONLY_YIELDS: bool>(Token<Y, S, E>, PhantomData<fn() -> A>);

impl<Y, S, E, A, const ONLY_YIELDS: bool> Future for Begin<Y, S, E, A, ONLY_YIELDS> {
    type Output = (SlotPointer<Y, S, E, ONLY_YIELDS>, A);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::of_first(context);
        // SAFETY: this is the first step of the generator (`Token::begin`).
        let arguments = unsafe { pointer.take_arguments() };
        Poll::Ready((pointer, arguments))
    }
}

/// The slot of the step that is running, as the body knows it.
///
/// A body keeps it in one variable, assigned anew by every suspension, so that it is never held
/// across one: it has no room in the suspended state and takes no part in what is `Send`.
///
/// It is not `Copy`: a yield uses it up. A macro that gets hold of the variable, because a yield
/// stands in its arguments, cannot put back one of the same body that is out of date.
pub struct SlotPointer<Y, S, E, const ONLY_YIELDS: bool = false>(*mut Slot<Y, S, E>);

impl<Y, S, E, const ONLY_YIELDS: bool> SlotPointer<Y, S, E, ONLY_YIELDS> {
    /// That of the step which polls with `context`, if it is a step of this generator.
    ///
    /// It is a panic if there is another waker in the context: a foreign future that some macro
    /// makes the body wait for can put one there. Not so in a body that only yields.
    #[inline(always)]
    pub(crate) fn of(context: &Context<'_>) -> Self {
        match Self::of_step(context) {
            Some(pointer) => pointer,
            None => foreign_suspension(),
        }
    }

    /// As [`of`](Self::of), and `None` in place of the panic, for what must not unwind.
    #[inline(always)]
    pub(crate) fn of_step(context: &Context<'_>) -> Option<Self> {
        let waker = context.waker();
        let is_of_step = ONLY_YIELDS || ptr::eq(waker.vtable(), &raw const NO_WAKING);
        is_of_step.then(|| Self(waker.data().cast_mut().cast()))
    }

    /// That of the first step, which polls with `context`. The body has waited for nothing before,
    /// so the waker is that of the step.
    #[inline(always)]
    pub(crate) fn of_first(context: &Context<'_>) -> Self {
        Self(context.waker().data().cast_mut().cast())
    }

    /// As [`of`](Self::of), and whether it is that of a fold which consumes what the body yields.
    /// `doubts` whether the waker is one or the other: it may be that of a foreign future.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn of_step_or_fold(context: &Context<'_>, doubts: bool) -> (Self, bool) {
        let waker = context.waker();
        let consumed = ptr::eq(waker.vtable(), &raw const CONSUMING);
        if doubts && !consumed && !ptr::eq(waker.vtable(), &raw const NO_WAKING) {
            foreign_suspension();
        }
        (Self(waker.data().cast_mut().cast()), consumed)
    }

    /// The slot.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running, and nothing else refers to its slot
    /// while the reference is used.
    #[inline(always)]
    pub(crate) unsafe fn slot<'a>(&self) -> &'a mut Slot<Y, S, E> {
        // SAFETY: the step which is running keeps its slot alive.
        unsafe { &mut *self.0 }
    }

    /// Takes the arguments of the generator.
    ///
    /// # Safety
    ///
    /// This pointer is that of the generator's first step, they are of the type `A`, and nobody took
    /// them before.
    #[inline(always)]
    pub(crate) unsafe fn take_arguments<A>(&self) -> A {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        // SAFETY: a first step hands the arguments over.
        let arguments = unsafe { slot.arguments.assume_init() };
        // SAFETY: and leaves them to the body.
        unsafe { arguments.cast::<A>().read() }
    }

    /// Puts `item` into the slot.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub(crate) unsafe fn put_item(self, item: Y) {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        slot.put_item(item);
        #[cfg(debug_assertions)]
        {
            slot.yielded_at = Some(Location::caller());
        }
    }
}

#[cfg(feature = "alloc")]
impl<Y, S, E> SlotPointer<Y, S, E> {
    /// Pushes `delegate` on the frames, to be stepped once the body suspends.
    ///
    /// # Safety
    ///
    /// As for [`slot`](Self::slot), the step is that of a body which delegates, and the body waits
    /// for it with the `Delegation` of a coroutine that has its `Return`.
    #[inline(always)]
    pub(crate) unsafe fn push<P: Delegate<Y, S, E>, A>(self, delegate: P, arguments: A) {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        // SAFETY: a step of a body that delegates sets the frames (`Frames::drive`).
        let mut frames = unsafe { slot.frames.assume_init() };
        // SAFETY: they belong to the step which is running, which does not touch them until the
        // body suspends.
        let frames = unsafe { frames.as_mut() };
        // SAFETY: the body waits for it and drops nothing until it is resumed, which it is once
        // the delegate has returned or was dropped: `Delegation` does not unwind. Since the last
        // push the driver has seen to the room.
        unsafe { frames.push::<P, A, Y, S, E>(delegate, arguments) };
        slot.put(Signal::Delegated);
    }

    /// Pushes any coroutine on the frames, to be driven by its own methods.
    ///
    /// # Safety
    ///
    /// As for [`push`](Self::push).
    #[inline(never)]
    pub(crate) unsafe fn push_driven<C>(self, coroutine: C, resume: Option<fn() -> S>)
    where
        C: Coroutine<Yield = Y, Resume = S, Error = E>,
    {
        // SAFETY: this function's own contract.
        unsafe { self.push(Driven { coroutine, resume }, ()) };
    }
}

/// The ways out of a body. Each is named as its macro is.
///
/// They take the pointer by value, so that method lookup finds them before the method of any
/// trait: no trait of the user's gets hold of the pointer.
impl<Y, S, E, const ONLY_YIELDS: bool> SlotPointer<Y, S, E, ONLY_YIELDS> {
    /// `yield_!(item)`: gives `item` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here.
    ///
    /// # Safety
    ///
    /// This pointer is that of the step which is running, and the future has to be awaited at
    /// once by the body that the pointer was given to.
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn yield_(self, item: Y) -> Suspension<Y, S, E, ONLY_YIELDS> {
        // SAFETY: this function's own contract.
        unsafe { self.put_item(item) };
        Suspension(Token(PhantomData))
    }

    /// `try_yield!(item)`: gives `item` to the caller and suspends the generator; its value is
    /// what the caller sends, or an [`Interrupt`] if the caller throws or closes.
    ///
    /// # Safety
    ///
    /// As for [`yield_`](Self::yield_).
    #[inline(always)]
    #[cfg_attr(debug_assertions, track_caller)]
    pub unsafe fn try_yield(self, item: Y) -> TrySuspension<Y, S, E, ONLY_YIELDS> {
        // SAFETY: this function's own contract.
        unsafe { self.put_item(item) };
        TrySuspension(Token(PhantomData))
    }
}

impl<Y, S, E> SlotPointer<Y, S, E> {
    /// `yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns; its
    /// value is what the delegate returned.
    ///
    /// # Safety
    ///
    /// As for [`yield_`](Self::yield_), and the body is one of a machine that delegates.
    #[inline(always)]
    pub unsafe fn yield_from<K, T>(
        self,
        kind: K,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> K::Delegation
    where
        K: Fits<T, Y, S, E>,
    {
        // SAFETY: this function's own contract.
        unsafe { kind.delegate(self, delegate, resume) }
    }

    /// `try_yield_from!(delegate)`: hands the generator's steps to `delegate` until it returns;
    /// its value is what the delegate returned, or the [`Interrupt`] that it did not catch.
    ///
    /// # Safety
    ///
    /// As for [`yield_from`](Self::yield_from).
    #[inline(always)]
    pub unsafe fn try_yield_from<K, T>(
        self,
        kind: K,
        delegate: T,
        resume: Option<fn() -> S>,
    ) -> TryDelegation<K::Delegation>
    where
        K: Fits<T, Y, S, E>,
    {
        // SAFETY: this function's own contract.
        TryDelegation::new(unsafe { kind.delegate(self, delegate, resume) })
    }
}

/// Asked, where it never runs, for a method of each yield's name, so that an import of the macro
/// counts as used.
///
/// Each method exists twice: the traits have it for the type by value, the inherent `impl` for
/// one by reference. Method lookup takes the first if the user imported the macro, for the trait
/// is exported under the macro's name: so `use genfn::yield_` counts as used, and without it
/// nothing is missing.
///
/// An editor that is asked about a yield shows what stands at these methods first.
pub struct Imports;

/// What they are called on. A constant would be given a static by rustc, for each yield.
///
/// It is no copy of anything: a trait of the user's that has these methods for all that is `Copy` would
/// come before them.
#[must_use]
pub fn imports() -> Imports {
    Imports
}

impl Imports {
    /// `yield_!(value)`: gives `value` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here. The macro of this name
    /// in genfn tells all.
    #[must_use]
    pub fn yield_<T>(&self) -> T {
        never()
    }

    /// `try_yield!(value)`: gives `value` to the caller and suspends the generator; its value is
    /// what the caller sends, or an `Interrupt` if the caller throws or closes. The macro of this
    /// name in genfn tells all.
    #[must_use]
    pub fn try_yield<T>(&self) -> T {
        never()
    }

    /// `yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is what
    /// the delegate returned. The macro of this name in genfn tells all.
    #[must_use]
    pub fn yield_from<T>(&self) -> T {
        never()
    }

    /// `try_yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is
    /// what the delegate returned, or the `Interrupt` that it did not catch. The macro of this name
    /// in genfn tells all.
    #[must_use]
    pub fn try_yield_from<T>(&self) -> T {
        never()
    }
}

/// `use genfn::yield_`.
pub trait ImportedYield {
    /// `yield_!(value)`: gives `value` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here. The macro of this name
    /// in genfn tells all.
    fn yield_<T>(self) -> T;
}

impl ImportedYield for Imports {
    fn yield_<T>(self) -> T {
        never()
    }
}

/// `use genfn::try_yield`.
pub trait ImportedTryYield {
    /// `try_yield!(value)`: gives `value` to the caller and suspends the generator; its value is
    /// what the caller sends, or an `Interrupt` if the caller throws or closes. The macro of this
    /// name in genfn tells all.
    fn try_yield<T>(self) -> T;
}

impl ImportedTryYield for Imports {
    fn try_yield<T>(self) -> T {
        never()
    }
}

/// `use genfn::yield_from`.
pub trait ImportedYieldFrom {
    /// `yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is what
    /// the delegate returned. The macro of this name in genfn tells all.
    fn yield_from<T>(self) -> T;
}

impl ImportedYieldFrom for Imports {
    fn yield_from<T>(self) -> T {
        never()
    }
}

/// `use genfn::try_yield_from`.
pub trait ImportedTryYieldFrom {
    /// `try_yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is
    /// what the delegate returned, or the `Interrupt` that it did not catch. The macro of this name
    /// in genfn tells all.
    fn try_yield_from<T>(self) -> T;
}

impl ImportedTryYieldFrom for Imports {
    fn try_yield_from<T>(self) -> T {
        never()
    }
}

/// Suspends a body until a value is sent.
///
/// It keeps no flag: the slot says whether the body has been resumed. On the poll that suspends,
/// the slot holds the item; on the poll that resumes, what was passed in. An error or a close it
/// leaves where it is and stays pending, which tells the step that nothing here catches it.
pub struct Suspension<Y, S, E, const ONLY_YIELDS: bool>(Token<Y, S, E>);

impl<Y, S, E, const ONLY_YIELDS: bool> Future for Suspension<Y, S, E, ONLY_YIELDS> {
    type Output = (SlotPointer<Y, S, E, ONLY_YIELDS>, S);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E, ONLY_YIELDS>::of(context);
        // SAFETY: a suspension is only awaited by the body of a generator, and a generator polls
        // its body with a slot of the body's types (`Token::begin`, `SlotPointer::yield_`).
        match unsafe { pointer.slot() }.take_sent() {
            Some(value) => Poll::Ready((pointer, value)),
            None => Poll::Pending,
        }
    }
}

/// Suspends a body until a value is sent, an error thrown, or a close asked for.
pub struct TrySuspension<Y, S, E, const ONLY_YIELDS: bool>(Token<Y, S, E>);

impl<Y, S, E, const ONLY_YIELDS: bool> Future for TrySuspension<Y, S, E, ONLY_YIELDS> {
    type Output = (SlotPointer<Y, S, E, ONLY_YIELDS>, Result<S, Interrupt<E>>);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pointer = SlotPointer::<Y, S, E, ONLY_YIELDS>::of(context);
        // SAFETY: as in `Suspension`.
        let slot = unsafe { pointer.slot() };
        if let Some(value) = slot.take_sent() {
            return Poll::Ready((pointer, Ok(value)));
        }
        match slot.take_interrupt() {
            Some(interrupt) => Poll::Ready((pointer, Err(interrupt))),
            None => Poll::Pending,
        }
    }
}

/// A body that is pending without having yielded waits for something that no step will ever bring.
#[cold]
#[inline(never)]
pub(crate) fn foreign_suspension() -> ! {
    panic!(
        "a generator waits only at its own yields, and this one was suspended by something else: \
         take `.await`, and macros that expand to it, out of its body"
    )
}
