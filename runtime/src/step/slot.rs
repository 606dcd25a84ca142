//! The slot of a step, through which one value at a time passes into the body or out of it.

use core::mem::{self, ManuallyDrop, MaybeUninit};
#[cfg(debug_assertions)]
use core::panic::Location;
#[cfg(feature = "alloc")]
use core::ptr::NonNull;

#[cfg(feature = "alloc")]
use crate::frames::stack::Stack;
use crate::state::Interrupt;

/// What a [`Slot`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum Signal {
    /// Nothing: the body has taken the input.
    Nothing,
    /// Input: the body begins.
    Start,
    /// Input: the value of the yield at which the body is suspended.
    Sent,
    /// Input: an error, thrown at the yield at which the body is suspended.
    Thrown,
    /// Input: a request to close, at the yield at which the body is suspended.
    Closed,
    /// Output: an item.
    Yielded,
    /// Output: an item that a delegate yielded instead of closing. It ends all bodies that delegate
    /// to that delegate.
    Ignored,
    /// Output: the body of a stream was told to close at a yield that does not catch it.
    #[cfg(feature = "stream")]
    Uncaught,
    /// Input: the delegate has returned. Its value stays in its frame until the next push. A frame
    /// that was just pushed has this input, too, and the first step does not look at it.
    #[cfg(feature = "alloc")]
    Returned,
    /// Output: the body has pushed a delegate on the stack and waits for it.
    #[cfg(feature = "alloc")]
    Delegated,
    /// Output: a body that delegates, or the delegate of a frame, has ended. It is the last signal,
    /// after `Delegated`. So one comparison tells these two from each other and from all others.
    #[cfg(feature = "alloc")]
    Ended,
}

/// The value that goes with a [`Signal`].
union Value<Y, S, E> {
    nothing: (),
    sent: ManuallyDrop<S>,
    error: ManuallyDrop<E>,
    item: ManuallyDrop<Y>,
}

/// The place on the stack of a step through which values pass between the step and the body.
///
/// A slot is an enum in two parts. The signal has a field of its own, so that the compiler can read
/// and write it alone, whatever niches the values have.
pub struct Slot<Y, S, E> {
    signal: Signal,
    /// `sent` with the signal `Sent`, `error` with `Thrown`, `item` with `Yielded` or `Ignored`.
    value: Value<Y, S, E>,
    /// The stack on which the body pushes its delegates. Each poll of a body that delegates sets
    /// it.
    #[cfg(feature = "alloc")]
    stack: MaybeUninit<NonNull<Stack>>,
    /// The arguments of the generator. The first poll of a body reads it. The step of the root sets
    /// it, or the push of a frame.
    arguments: MaybeUninit<*mut ()>,
    /// The place of the yield that put the item.
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
    /// Creates a slot with a signal that has no value.
    #[inline(always)]
    pub(crate) fn new(signal: Signal) -> Self {
        debug_assert!(!signal.has_value(), "{signal:?} needs its value");
        Self {
            signal,
            value: Value { nothing: () },
            #[cfg(feature = "alloc")]
            stack: MaybeUninit::uninit(),
            arguments: MaybeUninit::uninit(),
            #[cfg(debug_assertions)]
            yielded_at: None,
        }
    }

    /// Creates an empty slot in `place`.
    ///
    /// A slot that is created elsewhere and moved takes rustc longer to compile. Nothing drops the
    /// contents of the slot later.
    #[inline(always)]
    pub(crate) fn empty_in(place: &mut MaybeUninit<Self>) -> &mut Self {
        let slot = place.as_mut_ptr();
        // SAFETY: the fields are within `place`. The remaining fields, a union and `MaybeUninit`s,
        // may be uninitialized.
        unsafe {
            (&raw mut (*slot).signal).write(Signal::Nothing);
            #[cfg(debug_assertions)]
            (&raw mut (*slot).yielded_at).write(None);
            place.assume_init_mut()
        }
    }

    /// Creates a slot with an error to throw.
    #[inline(always)]
    pub(crate) fn throwing(error: E) -> Self {
        let mut slot = Self::new(Signal::Nothing);
        slot.put_error(error);
        slot
    }

    /// Returns what the slot holds.
    #[inline(always)]
    pub(crate) fn signal(&self) -> Signal {
        self.signal
    }

    /// Puts a signal that has no value. The value of the old signal is already taken.
    #[inline(always)]
    pub(crate) fn put(&mut self, signal: Signal) {
        debug_assert!(!signal.has_value(), "{signal:?} needs its value");
        debug_assert!(!self.signal.has_value(), "the value of {:?} was not taken", self.signal);
        self.signal = signal;
    }

    /// Puts a value to send.
    #[inline(always)]
    pub(crate) fn put_sent(&mut self, value: S) {
        self.value.sent = ManuallyDrop::new(value);
        self.signal = Signal::Sent;
    }

    /// Puts an error to throw.
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

    /// Removes `signal` if the slot holds it, and returns whether it did.
    #[inline(always)]
    fn take_signal(&mut self, signal: Signal) -> bool {
        let held = self.signal == signal;
        if held {
            self.signal = Signal::Nothing;
        }
        held
    }

    /// Takes the value that was sent, if the slot holds one.
    #[inline(always)]
    pub(crate) fn take_sent(&mut self) -> Option<S> {
        if !self.take_signal(Signal::Sent) {
            return None;
        }
        // SAFETY: I10, the signal was `Sent`.
        Some(unsafe { ManuallyDrop::take(&mut self.value.sent) })
    }

    /// Takes the error that was thrown, if the slot holds one.
    #[inline(always)]
    pub(crate) fn take_error(&mut self) -> Option<E> {
        if !self.take_signal(Signal::Thrown) {
            return None;
        }
        // SAFETY: I10, the signal was `Thrown`.
        Some(unsafe { ManuallyDrop::take(&mut self.value.error) })
    }

    /// Takes the item that was yielded, if the slot holds one.
    #[inline(always)]
    pub(crate) fn take_item(&mut self) -> Option<Y> {
        self.take_item_of(Signal::Yielded)
    }

    /// Takes the item that a delegate yielded instead of closing, if the slot holds one.
    #[inline(always)]
    pub(crate) fn take_ignored(&mut self) -> Option<Y> {
        self.take_item_of(Signal::Ignored)
    }

    /// Takes the item that goes with `signal`, which is `Yielded` or `Ignored`.
    #[inline(always)]
    fn take_item_of(&mut self, signal: Signal) -> Option<Y> {
        debug_assert!(matches!(signal, Signal::Yielded | Signal::Ignored), "{signal:?}");
        if !self.take_signal(signal) {
            return None;
        }
        // SAFETY: I10, the signal was one of the two that have an item.
        Some(unsafe { ManuallyDrop::take(&mut self.value.item) })
    }

    /// Returns whether a delegate has returned. Where the delegate returns an `R` that has a value,
    /// the signal is removed.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn take_returned<R>(&mut self) -> bool {
        if size_of::<R>() == 0 {
            return self.signal == Signal::Returned;
        }
        self.take_signal(Signal::Returned)
    }

    /// Returns whether the delegate of a stream has ended, and removes the signal.
    #[cfg(all(feature = "stream", feature = "alloc"))]
    #[inline(always)]
    pub(crate) fn take_end_of_delegate(&mut self) -> bool {
        self.take_signal(Signal::Returned)
    }

    /// Takes the item that was yielded, if the slot holds one, for another slot.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn take_yielded(&mut self) -> Option<Yielded<Y>> {
        Some(Yielded {
            item: self.take_item()?,
            #[cfg(debug_assertions)]
            yielded_at: self.yielded_at,
        })
    }

    /// Puts an item that was taken from another slot.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn put_yielded(&mut self, yielded: Yielded<Y>) {
        self.put_item(yielded.item);
        #[cfg(debug_assertions)]
        {
            self.yielded_at = yielded.yielded_at;
        }
    }

    /// Takes the error or the request to close, if the slot holds either.
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

    /// Drops the contents of the slot.
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

    /// Sets the stack on which the next body that is polled pushes its delegates.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn set_stack(&mut self, stack: NonNull<Stack>) {
        self.stack.write(stack);
    }

    /// Returns the stack on which the body pushes its delegates.
    ///
    /// # Safety
    ///
    /// [`set_stack`](Self::set_stack) was called.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn stack(&self) -> NonNull<Stack> {
        // SAFETY: I1, the caller guarantees that the field is set.
        unsafe { self.stack.assume_init() }
    }

    /// Sets the arguments that the next body takes, which was not polled before.
    #[inline(always)]
    pub(crate) fn set_arguments<A>(&mut self, arguments: &mut MaybeUninit<A>) {
        self.arguments.write(arguments.as_mut_ptr().cast());
    }

    /// Returns the arguments that were set last.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn arguments(&self) -> MaybeUninit<*mut ()> {
        self.arguments
    }

    /// Sets the arguments to those of another slot.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn set_arguments_of_another(&mut self, arguments: MaybeUninit<*mut ()>) {
        self.arguments = arguments;
    }

    /// Sets the arguments to where they are after the frame that they follow was moved.
    ///
    /// # Safety
    ///
    /// The push of the frame set the arguments.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn move_arguments(&mut self, from: NonNull<()>, to: NonNull<()>) {
        // SAFETY: the caller guarantees that the field is set.
        let arguments = unsafe { self.arguments.assume_init() };
        let offset = arguments.addr() - from.addr().get();
        self.arguments.write(to.as_ptr().wrapping_byte_add(offset));
    }

    /// Takes the arguments of the generator.
    ///
    /// # Safety
    ///
    /// [`set_arguments`](Self::set_arguments) was called in this step, with arguments of the type
    /// `A` that are initialized. They were not taken before.
    #[inline(always)]
    pub(crate) unsafe fn take_arguments<A>(&self) -> A {
        // SAFETY: the caller guarantees that the field is set, to arguments of this type. I2: the
        // step does not use them any more.
        unsafe { self.arguments.assume_init().cast::<A>().read() }
    }

    /// Sets the place of the yield that put the item.
    #[cfg(debug_assertions)]
    #[inline(always)]
    pub(crate) fn set_yielded_at(&mut self, at: &'static Location<'static>) {
        self.yielded_at = Some(at);
    }

    #[cfg(debug_assertions)]
    pub(crate) fn yielded_at(&self) -> Option<&'static Location<'static>> {
        self.yielded_at
    }
}

// A step that panics can leave a value in its slot.
impl<Y, S, E> Drop for Slot<Y, S, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.clear();
    }
}

impl Signal {
    /// Returns whether a value goes with the signal.
    fn has_value(self) -> bool {
        matches!(self, Self::Sent | Self::Thrown | Self::Yielded | Self::Ignored)
    }

    /// Returns whether a body that is pending with the signal ends there.
    #[inline(always)]
    pub(crate) fn interrupts(self) -> bool {
        matches!(self, Self::Thrown | Self::Closed | Self::Ignored)
    }
}
