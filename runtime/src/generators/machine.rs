//! The state machine that a generator function returns.
//!
//! ```text
//! fn f(arguments) -> impl Iterator      HeapGenerator { state: Unresumed(start) }
//! first step                            Suspended(body in its place); poll, with the arguments
//! each later step                       poll
//! the body ends                         Finished, or Returned if `next` has its value to keep
//! the body panics                       Poisoned: rustc has dropped what was in the body
//! ```
//!
//! `start` is the closure over the arguments. It makes the body, an `async` block that rustc's own
//! coroutine transform lays out, and gives the arguments back, for the first poll to hand them over.
//! Until the first step there is only the closure, which is moved and dropped like any value. The body
//! lies in a box of its own, or in the machine, which must not be moved then.
//!
//! What steps a machine is always inlined, for it vanishes into the loop that takes the steps. So
//! whether a generator costs a call is decided by the size of its body, as for an iterator written
//! by hand. `next` and `fold` each poll in one place: a second one would double what there is to
//! inline, and LLVM inlines a large body only where nothing else calls it. The poll itself is a
//! function, `Driver::drive`, which LLVM makes one with the body before it inlines both.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::hint::assert_unchecked;
#[cfg(feature = "alloc")]
use core::mem::ManuallyDrop;
use core::mem::{self, MaybeUninit};
use core::panic::Location;
#[cfg(feature = "alloc")]
use core::ptr;
use core::ptr::NonNull;
use core::task::Poll;

#[cfg(feature = "alloc")]
use crate::delegation::frame::BodyDelegate;
use crate::error::{CloseError, SendError, StartError};
#[cfg(feature = "alloc")]
use crate::generators::heap::HeapState;
use crate::generators::inline::InlineState;
use crate::generators::size_hint::{SizeHint, Unknown};
use crate::generators::state::{State, mark_poisoned};
use crate::protocol::coroutine::Coroutine;
#[cfg(feature = "alloc")]
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};
use crate::step::drive::{Driver, NoDelegates};
use crate::step::slot::{Signal, Slot};
#[cfg(feature = "alloc")]
use crate::step::suspension::SlotPointer;
use crate::step::suspension::{Promise, Protocol};

/// A generator that can be moved at any time: the arguments until it is started, the suspended body in
/// a box from then on.
///
/// `H` is what it knows of the number of its items, `D` what it keeps of its delegates.
#[cfg(feature = "alloc")]
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct HeapGenerator<F, Body: Future, Y, S, E, H = Unknown, D = NoDelegates>
where
    D: Driver,
{
    pub(crate) delegates: D,
    /// Dropped by the machine's own destructor, which is in [`drop`](crate::generators::drop).
    pub(crate) state: ManuallyDrop<HeapState<F, Body, Body::Output>>,
    size_hint: H,
    types: Protocol<Y, S, E>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

#[cfg(feature = "alloc")]
impl<F, Body: Future, Y, S, E, H, D: Driver> HeapGenerator<F, Body, Y, S, E, H, D> {
    #[inline(always)]
    const fn from_parts(
        delegates: D,
        state: HeapState<F, Body, Body::Output>,
        size_hint: H,
    ) -> Self {
        Self {
            delegates,
            state: ManuallyDrop::new(state),
            size_hint,
            types: Protocol::new(),
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    #[inline(always)]
    pub(crate) fn into_parts(self) -> (D, HeapState<F, Body, Body::Output>, H) {
        let machine = ManuallyDrop::new(self);
        // SAFETY: it is not dropped, nor used again.
        let delegates = unsafe { ptr::read(&raw const machine.delegates) };
        // SAFETY: as above.
        let state = unsafe { ptr::read(&raw const *machine.state) };
        // SAFETY: as above.
        let size_hint = unsafe { ptr::read(&raw const machine.size_hint) };
        (delegates, state, size_hint)
    }
}

/// A generator that is not moved once it was started: the arguments until then, the suspended body in
/// place from then on.
///
/// It implements `Coroutine` as one that can be moved does. So whoever makes one sees to it that nobody
/// else can move it: it is pinned, or in a box that nobody else can reach.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
#[cfg_attr(
    not(feature = "alloc"),
    expect(unreachable_pub, reason = "without a heap it is only in what is pinned")
)]
pub struct InlineGenerator<F, Body: Future, Y, S, E, H = Unknown, D = NoDelegates>
where
    D: Driver,
{
    /// First, to be dropped before the body that they borrow from.
    delegates: D,
    state: InlineState<F, Body, Body::Output>,
    size_hint: H,
    types: Protocol<Y, S, E>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

impl<F, Body: Future, Y, S, E, H, D: Driver> InlineGenerator<F, Body, Y, S, E, H, D> {
    #[inline(always)]
    const fn from_parts(
        delegates: D,
        state: InlineState<F, Body, Body::Output>,
        size_hint: H,
    ) -> Self {
        Self {
            delegates,
            state,
            size_hint,
            types: Protocol::new(),
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    #[inline(always)]
    fn into_parts(self) -> (D, InlineState<F, Body, Body::Output>, H) {
        (self.delegates, self.state, self.size_hint)
    }

    /// A machine in a box. What is promised is as for [`new`](Self::new).
    ///
    /// It is made there: as a value it is as wide as its body, and each move of it would be a copy more
    /// on the stack, if nothing optimises.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(crate) fn boxed(_: Promise, start: F, size_hint: H) -> Box<Self> {
        let mut boxed = Box::<Self>::new_uninit();
        let machine = boxed.as_mut_ptr();
        // SAFETY: within the box, here and below.
        let delegates = unsafe { &raw mut (*machine).delegates };
        // SAFETY: there is room for them, here and below.
        unsafe { delegates.write(D::NONE) };
        // SAFETY: as above.
        let state = unsafe { &raw mut (*machine).state };
        // SAFETY: as above.
        unsafe { State::write_unresumed(state, start) };
        // SAFETY: as above.
        let hint = unsafe { &raw mut (*machine).size_hint };
        // SAFETY: as above.
        unsafe { hint.write(size_hint) };
        #[cfg(debug_assertions)]
        {
            // SAFETY: as above.
            let suspended_at = unsafe { &raw mut (*machine).suspended_at };
            // SAFETY: as above.
            unsafe { suspended_at.write(None) };
        }
        // The types take no room.
        // SAFETY: these were all of its fields.
        unsafe { boxed.assume_init() }
    }
}

/// Ends a machine whose body panics.
///
/// It stands in for taking the body out of the machine and putting it back at every step. What it
/// does is next to nothing wherever it can be: a call would keep the machine in memory, and the
/// loop that takes the steps with it.
///
/// It drops what is left in the slot as well, so that the step has nothing else to clean up.
///
/// It does not name the types of the machine: those of each body are its own, and rustc would have two
/// functions more to compile for each.
struct PoisonOnUnwind<'a, Y, S, E, D: Driver> {
    delegates: &'a mut D,
    /// The [`State`] of the machine.
    state: NonNull<()>,
    /// What drops them, if it may be a delegate that is running.
    finish: Option<unsafe fn(NonNull<()>)>,
    slot: &'a mut Slot<Y, S, E>,
}

impl<Y, S, E, D: Driver> Drop for PoisonOnUnwind<'_, Y, S, E, D> {
    #[inline(always)]
    fn drop(&mut self) {
        match self.finish {
            Some(finish) if D::MAY_BE_RUNNING => {
                // Before the body that they borrow from.
                *self.delegates = D::NONE;
                // SAFETY: the state are those it came with, and nobody refers to them any more.
                unsafe { finish(self.state) };
            }
            // SAFETY: they are suspended, and it is the body that has panicked.
            _ => unsafe { mark_poisoned(self.state) },
        }
        self.slot.clear();
    }
}

/// Runs a machine until its body is pending or has ended. It is written where the machine is known to be
/// suspended, and not to be moved any more if its body lies in it.
///
/// Were this and the next one functions, each would be one more for rustc to compile in every generator.
macro_rules! poll {
    ($machine:ident, $slot:ident) => {{
        let mut state = $machine.state.pointer();
        // It may be a delegate that panics, and the body is still suspended.
        let finish = if D::MAY_BE_RUNNING { Some(State::finish_at(state)) } else { None };
        let delegates = &mut $machine.delegates;
        let driven = PoisonOnUnwind { delegates, state: state.cast(), finish, slot: &mut *$slot };
        // SAFETY: the state are where they were, and suspended.
        let body = unsafe { state.as_mut().body() };
        // SAFETY: the body was made by `start`, which was promised to fit these types. It stays in its
        // place, and is dropped after the delegates.
        let polled = unsafe { driven.delegates.drive(body, driven.slot) };
        mem::forget(driven);
        polled
    }};
}

/// The item that a pending body has put into the slot. One that is pending without is done for: every
/// yield takes a value that is sent.
macro_rules! take_item {
    ($machine:ident, $slot:ident) => {{
        let Some(item) = $slot.take_item() else {
            // SAFETY: the body has not ended.
            unsafe { $machine.poison($slot) }
        };
        #[cfg(debug_assertions)]
        {
            $machine.suspended_at = $slot.yielded_at();
        }
        if H::COUNTS {
            $machine.size_hint.count_down();
        }
        // Where LLVM has lost sight of that, it would make sure in every turn of a loop.
        // SAFETY: the body has not ended, and the stage was not touched.
        unsafe { assert_unchecked($machine.state.is_suspended()) };
        item
    }};
}

/// What `$machine` does, which keeps its state in `$state`.
///
/// It is written once for two types. One type that is generic over where its body lies would read the
/// same, but rustc takes 5 of 100 longer for a generator of that.
macro_rules! machine {
    ($visibility:vis $machine:ident, $state:ident) => {
        impl<F, A, Body, Y, S, E, D> $machine<F, Body, Y, S, E, Unknown, D>
        where
            F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
            Body: Future,
            D: Driver,
        {
            /// A machine that runs the body which `start` makes.
            ///
            /// It is promised that the body uses the token that `start` is given as [`Protocol::first_poll`]
            /// asks, or as the one of its fellows which fits `D`; that it takes the arguments there
            /// that `start` gives; that it waits for nothing but what `D` is for; and that the machine
            /// is not moved once it was started, if its body lies in it.
            #[inline(always)]
            pub(crate) fn new(_: Promise, start: F) -> Self {
                Self::from_parts(D::NONE, State::Unresumed(start), Unknown)
            }

            /// The same machine with a size hint that counts down with its items.
            #[inline(always)]
            $visibility fn with_size_hint<H: SizeHint>(
                self,
                size_hint: H,
            ) -> $machine<F, Body, Y, S, E, H, D> {
                let (delegates, state, Unknown) = self.into_parts();
                $machine::from_parts(delegates, state, size_hint)
            }
        }

        impl<F, A, Body, Y, S, E, H, D> $machine<F, Body, Y, S, E, H, D>
        where
            F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
            Body: Future,
            H: SizeHint,
            D: Driver,
        {
            /// The body of a machine that was not started, and the arguments that it takes first. The
            /// machine is finished then.
            #[cfg(feature = "alloc")]
            #[inline(always)]
            pub(crate) fn take_body(&mut self) -> Option<(Body, A)> {
                let start = self.state.take_start()?;
                Some(start(self.types))
            }

            /// Ends a machine whose body waits for something that no step will ever bring.
            ///
            /// # Safety
            ///
            /// It is suspended. If its body lies in it, it is not moved any more.
            #[inline(always)]
            unsafe fn poison(&mut self, slot: &mut Slot<Y, S, E>) -> ! {
                slot.clear();
                if D::MAY_BE_RUNNING {
                    self.delegates = D::NONE;
                }
                // SAFETY: this function's own contract.
                unsafe { self.state.poison() }
            }

            /// Runs a suspended machine to its next yield or its end, with a value in the slot.
            ///
            /// # Safety
            ///
            /// It is suspended. If its body lies in it, it is not moved any more.
            #[inline(always)]
            unsafe fn step(
                &mut self,
                slot: &mut Slot<Y, S, E>,
            ) -> CoroutineState<Y, Body::Output> {
                match poll!(self, slot) {
                    Poll::Pending => CoroutineState::Yielded(take_item!(self, slot)),
                    Poll::Ready(returned) => {
                        // SAFETY: the body has ended.
                        unsafe { self.state.end() };
                        CoroutineState::Complete(returned)
                    }
                }
            }

            /// Runs a suspended machine to its next yield or its end, with an error or a close in the
            /// slot. `None` if nothing catches it: it is in the slot then, and the body is dropped.
            ///
            /// # Safety
            ///
            /// It is suspended. If its body lies in it, it is not moved any more.
            #[inline(always)]
            unsafe fn interrupt(
                &mut self,
                slot: &mut Slot<Y, S, E>,
            ) -> Option<CoroutineState<Y, Body::Output>> {
                match poll!(self, slot) {
                    Poll::Pending if slot.signal().interrupts() => {
                        self.state.finish();
                        None
                    }
                    Poll::Pending => Some(CoroutineState::Yielded(take_item!(self, slot))),
                    Poll::Ready(returned) => {
                        // SAFETY: the body has ended.
                        unsafe { self.state.end() };
                        Some(CoroutineState::Complete(returned))
                    }
                }
            }
        }

        impl<F, A, Body, Y, S, E, H, D> Coroutine for $machine<F, Body, Y, S, E, H, D>
        where
            F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
            Body: Future,
            H: SizeHint,
            D: Driver,
        {
            type Yield = Y;
            type Resume = S;
            type Return = Body::Output;
            type Error = E;

            #[inline]
            fn start(&mut self) -> Result<CoroutineState<Y, Body::Output>, StartError> {
                match self.state.status() {
                    Status::Created => {
                        // SAFETY: it was not started.
                        let arguments = unsafe { self.state.start(self.types) };
                        let mut arguments = MaybeUninit::new(arguments);
                        let mut slot = Slot::new(Signal::Start);
                        slot.set_arguments(&mut arguments);
                        // SAFETY: it was started; that it stays was promised to `new`.
                        Ok(unsafe { self.step(&mut slot) })
                    }
                    Status::Suspended => Err(StartError::Started),
                    Status::Finished => Err(StartError::Finished),
                }
            }

            #[inline(always)]
            fn send(&mut self, value: S) -> Result<CoroutineState<Y, Body::Output>, SendError<S>> {
                match self.state.status() {
                    Status::Suspended => {
                        let mut slot = MaybeUninit::uninit();
                        let slot = Slot::empty_in(&mut slot);
                        slot.put_sent(value);
                        // SAFETY: it is suspended; that it stays was promised to `new`.
                        Ok(unsafe { self.step(slot) })
                    }
                    Status::Created => Err(SendError::NotStarted(value)),
                    Status::Finished => Err(SendError::Finished(value)),
                }
            }

            #[inline]
            fn throw(&mut self, error: E) -> Result<CoroutineState<Y, Body::Output>, E> {
                match self.state.status() {
                    Status::Suspended => {
                        let mut slot = Slot::throwing(error);
                        // SAFETY: it is suspended; that it stays was promised to `new`.
                        match unsafe { self.interrupt(&mut slot) } {
                            Some(state) => Ok(state),
                            None => match slot.take_error() {
                                Some(error) => Err(error),
                                None => unreachable!("what was thrown in comes back"),
                            },
                        }
                    }
                    Status::Created => {
                        self.state.finish();
                        Err(error)
                    }
                    Status::Finished => Err(error),
                }
            }

            #[inline]
            fn close(&mut self) -> Result<Option<Body::Output>, CloseError<Y>> {
                match self.state.status() {
                    Status::Suspended => {
                        let mut slot = Slot::new(Signal::Closed);
                        // SAFETY: it is suspended; that it stays was promised to `new`.
                        match unsafe { self.interrupt(&mut slot) } {
                            Some(CoroutineState::Complete(returned)) => Ok(Some(returned)),
                            Some(CoroutineState::Yielded(item)) => Err(CloseError::new(item)),
                            None => slot
                                .take_ignored()
                                .map_or(Ok(None), |item| Err(CloseError::new(item))),
                        }
                    }
                    Status::Created => {
                        self.state.finish();
                        Ok(None)
                    }
                    Status::Finished => Ok(None),
                }
            }

            #[inline]
            fn status(&self) -> Status {
                self.state.status()
            }

            #[inline]
            fn take_return(&mut self) -> Option<Body::Output> {
                self.state.take_returned()
            }

            #[inline(always)]
            fn __step_by_default(&mut self) -> Option<Y>
            where
                S: Default,
            {
                let mut slot = MaybeUninit::uninit();
                let slot = Slot::empty_in(&mut slot);
                let mut arguments = MaybeUninit::<A>::uninit();
                match self.state.status() {
                    Status::Suspended => slot.put_sent(S::default()),
                    Status::Created => {
                        cold_path();
                        // SAFETY: it was not started.
                        arguments.write(unsafe { self.state.start(self.types) });
                        slot.set_arguments(&mut arguments);
                        slot.put(Signal::Start);
                    }
                    Status::Finished => {
                        cold_path();
                        return None;
                    }
                }
                // SAFETY: it is suspended, or was just started; that it stays was promised to `new`.
                match poll!(self, slot) {
                    Poll::Pending => Some(take_item!(self, slot)),
                    Poll::Ready(returned) => {
                        cold_path();
                        // SAFETY: the body has ended.
                        unsafe { self.state.end_with(returned) };
                        None
                    }
                }
            }

            #[inline(always)]
            fn __size_hint(&self) -> (usize, Option<usize>) {
                match self.state.status() {
                    Status::Created | Status::Suspended => self.size_hint.get(),
                    Status::Finished => (0, Some(0)),
                }
            }

            #[inline]
            fn __keeps_return(&self) -> bool {
                true
            }

            #[inline]
            fn __suspended_at(&self) -> Option<&'static Location<'static>> {
                match self.state.status() {
                    #[cfg(debug_assertions)]
                    Status::Suspended => self.suspended_at,
                    _ => None,
                }
            }

            // Inlined, so that one which was just made is known to be, and not looked at.
            #[cfg(feature = "alloc")]
            #[inline(always)]
            unsafe fn __push(mut self, pointer: SlotPointer<Y, S, E>, resume: Option<fn() -> S>) {
                if let Some((body, arguments)) = self.take_body() {
                    drop(self);
                    // SAFETY: this function's own contract; the machine returns what its body does.
                    return unsafe { pointer.push(BodyDelegate(body), arguments) };
                }
                // What was started has a box, and may have frames, of its own.
                assert!(!$state::<F, Body, Body::Output>::HOLD_BODY, "it stays in its box");
                // SAFETY: this function's own contract.
                unsafe { pointer.push_driven(self, resume) };
            }

            #[cfg(feature = "alloc")]
            #[inline]
            unsafe fn __push_boxed(
                mut self: Box<Self>,
                pointer: SlotPointer<Y, S, E>,
                resume: Option<fn() -> S>,
            ) {
                if let Some((body, arguments)) = self.take_body() {
                    drop(self);
                    // SAFETY: as in `__push`.
                    unsafe { pointer.push(BodyDelegate(body), arguments) };
                } else if $state::<F, Body, Body::Output>::HOLD_BODY {
                    // It stays in its box.
                    // SAFETY: this function's own contract.
                    unsafe { pointer.push_driven(self, resume) };
                } else {
                    // SAFETY: as above.
                    unsafe { pointer.push_driven(*self, resume) };
                }
            }
        }
    };
}

#[cfg(feature = "alloc")]
machine!(pub HeapGenerator, HeapState);
machine!(pub(crate) InlineGenerator, InlineState);

#[cfg(feature = "alloc")]
impl<F, A, Body, Y, S, E, H, D> Debug for HeapGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}

/// Says that the branch which calls it is seldom taken: a generator is started once and ends once.
///
/// It cannot unwind, and rustc need not be ready to drop what the body has returned.
#[cold]
#[inline]
extern "C" fn cold_path() {}
