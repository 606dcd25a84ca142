//! The slot of a step: one value, in or out of the body.

use core::mem::{self, ManuallyDrop, MaybeUninit};
#[cfg(debug_assertions)]
use core::panic::Location;
#[cfg(feature = "alloc")]
use core::ptr::NonNull;

#[cfg(feature = "alloc")]
use crate::frames::stack::Stack;
use crate::state::Interrupt;

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
    /// Where a body that delegates pushes its delegates. Set in each step of such a body, and in each
    /// of a frame.
    #[cfg(feature = "alloc")]
    stack: MaybeUninit<NonNull<Stack>>,
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
            stack: MaybeUninit::uninit(),
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

    /// Lets the body that is polled next push its delegates on `stack`.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn set_stack(&mut self, stack: NonNull<Stack>) {
        self.stack.write(stack);
    }

    /// The stack that the body pushes its delegates on.
    ///
    /// # Safety
    ///
    /// [`set_stack`](Self::set_stack) was called.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) unsafe fn stack(&self) -> NonNull<Stack> {
        // SAFETY: this function's own contract.
        unsafe { self.stack.assume_init() }
    }

    /// Lets the body that is polled next, for the first time, take its `arguments`.
    #[inline(always)]
    pub(crate) fn set_arguments<A>(&mut self, arguments: &mut MaybeUninit<A>) {
        self.arguments.write(arguments.as_mut_ptr().cast());
    }

    /// Where the arguments lie.
    ///
    /// # Safety
    ///
    /// [`set_arguments`](Self::set_arguments) was called.
    #[inline(always)]
    pub(crate) unsafe fn arguments(&self) -> *mut () {
        // SAFETY: this function's own contract.
        unsafe { self.arguments.assume_init() }
    }

    /// Says where the item was yielded.
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
