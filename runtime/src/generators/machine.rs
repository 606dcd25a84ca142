//! The generators as state machines: what a step does in each state.
//!
//! ```text
//! fn f(arguments) -> impl Iterator      HeapGenerator { state: Unresumed(start) }
//! first step                            Suspended(body in its place); poll, with the arguments
//! each later step                       poll
//! the body ends                         Finished, or Returned if `next` keeps its value
//! the body panics                       Poisoned; rustc has dropped the contents of the body
//! ```
//!
//! `start` is a closure that owns the arguments. It makes the body, an `async` block that rustc
//! lays out by its own coroutine transform, and returns the arguments for the first poll. Until the
//! first step there is only the closure, which moves and drops like any value. The body is in an
//! allocation of its own, or in the generator, which must not move then.
//!
//! The functions that take a step are always inlined into `next`, and LLVM inlines `next` into the
//! loop that takes the steps. So the size of the body decides whether a generator costs a call, as
//! it does for a hand-written iterator. `next` and `fold` each poll in one place. A second place
//! would double the code to inline, and LLVM inlines a large body only where nothing else calls it.
//! The poll itself is a function, `Driver::drive`. LLVM inlines the body into that function first.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::hint::assert_unchecked;
use core::marker::PhantomData;
#[cfg(feature = "alloc")]
use core::mem::ManuallyDrop;
use core::mem::{self, MaybeUninit};
use core::panic::Location;
use core::pin::Pin;
#[cfg(feature = "alloc")]
use core::pin::pin;
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
use crate::generators::size_hint::{SizeHint, Unknown, believable};
use crate::generators::start::{BodyOf, Start};
use crate::generators::state::{State, mark_poisoned};
use crate::protocol::coroutine::Coroutine;
#[cfg(feature = "alloc")]
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};
use crate::step::drive::{Driver, NoDelegates};
use crate::step::slot::{Signal, Slot};
use crate::step::suspension::Protocol;
#[cfg(feature = "alloc")]
use crate::step::suspension::{PushPermit, Pushed};
#[cfg(feature = "alloc")]
use crate::step::waker::panic_foreign_await;

/// The state of a generator with its body on the heap.
#[cfg(feature = "alloc")]
type HeapStateOf<F, P> = HeapState<F, BodyOf<F, P>, <BodyOf<F, P> as Future>::Output>;

/// The state of a generator with its body in place.
type InlineStateOf<F, P> = InlineState<F, BodyOf<F, P>, <BodyOf<F, P> as Future>::Output>;

/// A generator that can be moved at any time. It holds the arguments until it is started, and the
/// body in an allocation of its own from then on.
///
/// `H` is what the generator knows of the number of its items, `D` how it keeps its delegates.
#[cfg(feature = "alloc")]
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct HeapGenerator<F, Y, S, E, H = Unknown, D = NoDelegates>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    /// rustc counts the fields in fields when it computes a layout, and takes 128 levels at most. The array
    /// leads to the arguments in fewer levels than the state does, and rustc keeps the layouts that it has
    /// computed. So thirty generators that hold each other as arguments have a layout.
    _layout_first: [F; 0],
    delegates: D,
    /// The destructor of the generator drops the state.
    state: ManuallyDrop<HeapStateOf<F, Protocol<Y, S, E, D>>>,
    size_hint: H,
    types: PhantomData<Protocol<Y, S, E, D>>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

#[cfg(feature = "alloc")]
impl<F, Y, S, E, H, D> HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    #[inline(always)]
    const fn from_parts(
        delegates: D,
        state: HeapStateOf<F, Protocol<Y, S, E, D>>,
        size_hint: H,
    ) -> Self {
        Self {
            _layout_first: [],
            delegates,
            state: ManuallyDrop::new(state),
            size_hint,
            types: PhantomData,
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    #[inline(always)]
    fn into_parts(self) -> (D, HeapStateOf<F, Protocol<Y, S, E, D>>, H) {
        let machine = ManuallyDrop::new(self);
        // SAFETY: I10, the generator is not dropped, nor used again.
        unsafe {
            let delegates = ptr::read(&raw const machine.delegates);
            let state = ptr::read(&raw const *machine.state);
            let size_hint = ptr::read(&raw const machine.size_hint);
            (delegates, state, size_hint)
        }
    }
}

#[cfg(feature = "alloc")]
impl<F, Y, S, E, H, D> Drop for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    #[inline(always)]
    fn drop(&mut self) {
        /// Drops the state if the destructor of a delegate panics.
        struct DropOnUnwind<'a, F, Body, R>(&'a mut ManuallyDrop<HeapState<F, Body, R>>);

        impl<F, Body, R> Drop for DropOnUnwind<'_, F, Body, R> {
            fn drop(&mut self) {
                // SAFETY: I10, the generator is being dropped, and unwinding leaves its destructor.
                unsafe { ManuallyDrop::drop(self.0) };
            }
        }

        if D::MAY_BE_RUNNING {
            // I6, before the body that the delegates borrow from.
            let unwinding = DropOnUnwind(&mut self.state);
            self.delegates = D::NONE;
            mem::forget(unwinding);
        }
        // SAFETY: I10, the generator is being dropped. I6, its delegates are dropped.
        unsafe { HeapState::drop_last(&mut self.state) };
    }
}

/// A generator that must not move once it was started. It holds the arguments until then, and the
/// body in place from then on.
///
/// It implements `Coroutine` as a movable generator does. So the owner pins it, or keeps it in a
/// box that nothing else reaches (I5).
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
#[cfg_attr(
    not(feature = "alloc"),
    expect(unreachable_pub, reason = "without a heap, only a pinned generator has one")
)]
pub struct InlineGenerator<F, Y, S, E, H = Unknown, D = NoDelegates>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    /// The first field, to be dropped before the body that the delegates borrow from (I6).
    delegates: D,
    state: InlineStateOf<F, Protocol<Y, S, E, D>>,
    size_hint: H,
    types: PhantomData<Protocol<Y, S, E, D>>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

impl<F, Y, S, E, H, D> InlineGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    #[inline(always)]
    const fn from_parts(
        delegates: D,
        state: InlineStateOf<F, Protocol<Y, S, E, D>>,
        size_hint: H,
    ) -> Self {
        Self {
            delegates,
            state,
            size_hint,
            types: PhantomData,
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    #[inline(always)]
    fn into_parts(self) -> (D, InlineStateOf<F, Protocol<Y, S, E, D>>, H) {
        (self.delegates, self.state, self.size_hint)
    }

    /// Creates a generator in a box.
    ///
    /// The generator is as wide as its body. It is written field by field, for an unoptimized move
    /// would be one more copy on the stack.
    ///
    /// # Safety
    ///
    /// As for [`new`](Self::new).
    #[cfg(feature = "alloc")]
    #[inline]
    pub(crate) unsafe fn boxed(start: F, size_hint: H) -> Box<Self> {
        let mut boxed = Box::<Self>::new_uninit();
        let machine = boxed.as_mut_ptr();
        // SAFETY: the fields are within the box, and these are all that have a size.
        unsafe {
            (&raw mut (*machine).delegates).write(D::NONE);
            State::write_unresumed(&raw mut (*machine).state, start);
            (&raw mut (*machine).size_hint).write(size_hint);
            #[cfg(debug_assertions)]
            (&raw mut (*machine).suspended_at).write(None);
            boxed.assume_init()
        }
    }
}

/// A generator that its caller pins.
#[must_use = "a generator does nothing until it is started: pin it with `genfn::pin!` and step it"]
pub struct PinnedGenerator<F, Y, S, E, H = Unknown, D = NoDelegates>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    /// The generator has its body in itself, so it is pinned where `self` is.
    machine: InlineGenerator<F, Y, S, E, H, D>,
}

impl<F, A, Body, Y, S, E, D> PinnedGenerator<F, Y, S, E, Unknown, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    D: Driver,
{
    /// Creates a generator that runs the body which `start` makes.
    ///
    /// # Safety
    ///
    /// A macro of genfn wrote the closure `start` (I2, I3, I4, I7).
    #[inline(always)]
    pub(crate) unsafe fn new(start: F) -> Self {
        // SAFETY: I2, I3, I4 and I7, by this function's own contract. I5, the methods that start the
        // generator take it pinned.
        Self { machine: unsafe { InlineGenerator::new(start) } }
    }

    /// Returns the same generator with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(self, size_hint: H) -> PinnedGenerator<F, Y, S, E, H, D> {
        // It can be moved here, so it is not pinned yet.
        PinnedGenerator { machine: self.machine.with_size_hint(size_hint) }
    }
}

impl<F, Y, S, E, H, D> PinnedGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>>,
    D: Driver,
{
    /// Returns the generator, which the caller only steps.
    #[inline(always)]
    pub(crate) fn machine(self: Pin<&mut Self>) -> &mut InlineGenerator<F, Y, S, E, H, D> {
        // SAFETY: I5, nobody moves the generator out of the reference: only the methods of
        // `PinCoroutine` have it, which step it. Neither type has a destructor that moves the body.
        unsafe { &mut self.get_unchecked_mut().machine }
    }

    /// Returns the generator.
    #[inline(always)]
    pub(crate) fn as_machine(&self) -> &InlineGenerator<F, Y, S, E, H, D> {
        &self.machine
    }
}

/// Poisons a generator whose body panics.
///
/// The guard replaces moving the body out of the generator and back at every step. Its destructor
/// does next to nothing: a call would keep the generator, and the loop that takes the steps, in
/// memory.
///
/// It clears the slot, too, so that a step has nothing else to clean up.
///
/// It names no type of the body. rustc would compile two functions more for each body otherwise.
struct PoisonOnUnwind<'a, Y, S, E, D: Driver> {
    delegates: &'a mut D,
    /// The [`State`] of the generator.
    state: NonNull<()>,
    /// Drops the state, if a delegate may be running.
    finish: Option<unsafe fn(NonNull<()>)>,
    slot: &'a mut Slot<Y, S, E>,
}

impl<Y, S, E, D: Driver> Drop for PoisonOnUnwind<'_, Y, S, E, D> {
    #[inline(always)]
    fn drop(&mut self) {
        match self.finish {
            Some(finish) if D::MAY_BE_RUNNING => {
                // SAFETY: I1, `finish` is for the type of this state, and nothing else refers to it.
                unsafe { drop_delegates_and_finish(self.delegates, self.state, finish) };
            }
            // SAFETY: I10, the state is suspended, and its body has panicked.
            _ => unsafe { mark_poisoned(self.state) },
        }
        self.slot.clear();
    }
}

/// Drops the state of a generator if the destructor of a delegate panics.
struct FinishOnUnwind {
    state: NonNull<()>,
    finish: unsafe fn(NonNull<()>),
}

impl Drop for FinishOnUnwind {
    fn drop(&mut self) {
        // SAFETY: I1, `finish` is for the type of this state, and nothing else refers to it. I6, the
        // delegates are dropped.
        unsafe { (self.finish)(self.state) };
    }
}

/// Drops the delegates, then the state.
///
/// It is a function that is not inlined, so that the destructor of a [`PoisonOnUnwind`] is small
/// enough to be inlined. The guard would otherwise be in memory.
///
/// # Safety
///
/// `finish` is for the type of the state at `state`, and nothing else refers to it.
#[cold]
#[inline(never)]
unsafe fn drop_delegates_and_finish<D: Driver>(
    delegates: &mut D,
    state: NonNull<()>,
    finish: unsafe fn(NonNull<()>),
) {
    // I6, before the body that the delegates borrow from.
    *delegates = D::NONE;
    // SAFETY: I1, the caller guarantees it.
    unsafe { finish(state) };
}

/// Runs a generator until its body is pending or has ended. The generator is suspended, and does
/// not move any more if it has the body in itself.
///
/// As functions, this macro and the next one would be two more for rustc to compile in every
/// generator.
macro_rules! poll {
    ($machine:ident, $slot:ident) => {{
        let mut state = $machine.state.pointer();
        // If a delegate panics, the body is still suspended.
        let finish = if D::MAY_BE_RUNNING { Some(State::finish_at(state)) } else { None };
        let delegates = &mut $machine.delegates;
        let driven = PoisonOnUnwind { delegates, state: state.cast(), finish, slot: &mut *$slot };
        // SAFETY: the state is suspended. I2 to I4, the contract of `new`. I1, the slot is alive. I5,
        // the body does not move. I6, it is dropped after the delegates.
        let polled = unsafe { driven.delegates.drive(state.as_mut().body(), driven.slot) };
        mem::forget(driven);
        polled
    }};
}

/// Takes the item that a pending body has put into the slot. A body that is pending without an item
/// awaits a foreign future, and is dropped.
macro_rules! take_item {
    ($machine:ident, $slot:ident) => {{
        let Some(item) = $slot.take_item() else {
            // SAFETY: I10, the state is suspended, since the body has not ended.
            unsafe { $machine.poison($slot) }
        };
        #[cfg(debug_assertions)]
        {
            $machine.suspended_at = $slot.yielded_at();
        }
        if H::COUNTS {
            $machine.size_hint.count_down();
        }
        // LLVM would otherwise check the state in every turn of a loop where it cannot follow the
        // body.
        // SAFETY: I10, the body has not ended, and nothing has changed the state.
        unsafe { assert_unchecked($machine.state.is_suspended()) };
        item
    }};
}

/// Implements `$machine`, which has a `$state`.
///
/// The macro serves two types. One type that is generic over the place of its body reads the same,
/// but rustc takes 5 % longer for a generator.
macro_rules! machine {
    ($visibility:vis $machine:ident, $state:ident $(, $($fold:tt)+)?) => {
        impl<F, A, Body, Y, S, E, D> $machine<F, Y, S, E, Unknown, D>
        where
            F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
            Body: Future,
            D: Driver,
        {
            /// Creates a generator that runs the body which `start` makes.
            ///
            /// # Safety
            ///
            /// A macro of genfn wrote the closure `start`. So the body awaits first, and once, the
            /// first poll of the protocol that `start` is given, with the arguments that `start`
            /// returns (I2), and keeps to I3, I4 and I7. The generator does not move once it was
            /// started, if its body is in it (I5).
            #[inline(always)]
            pub(crate) unsafe fn new(start: F) -> Self {
                Self::from_parts(D::NONE, State::Unresumed(start), Unknown)
            }

            /// Returns the same generator with a size hint that counts down with its items.
            #[inline(always)]
            $visibility fn with_size_hint<H: SizeHint>(
                self,
                size_hint: H,
            ) -> $machine<F, Y, S, E, H, D> {
                let (delegates, state, Unknown) = self.into_parts();
                $machine::from_parts(delegates, state, size_hint)
            }
        }

        impl<F, A, Body, Y, S, E, H, D> $machine<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
            Body: Future,
            H: SizeHint,
            D: Driver,
        {
            /// Takes the body of a generator that was not started, and the arguments for its first
            /// poll. The generator is then finished.
            #[cfg(feature = "alloc")]
            #[inline(always)]
            pub(crate) fn take_body(&mut self) -> Option<(Body, A)> {
                let start = self.state.take_start()?;
                Some(start.start(Protocol::new()))
            }

            /// Drops a body that awaits a foreign future, and panics.
            ///
            /// # Safety
            ///
            /// The generator is suspended.
            #[inline(always)]
            unsafe fn poison(&mut self, slot: &mut Slot<Y, S, E>) -> ! {
                slot.clear();
                if D::MAY_BE_RUNNING {
                    let state = self.state.pointer();
                    let finish = FinishOnUnwind { state: state.cast(), finish: State::finish_at(state) };
                    // I6, before the body that the delegates borrow from.
                    self.delegates = D::NONE;
                    mem::forget(finish);
                }
                // SAFETY: I10, the caller guarantees that the state is suspended.
                unsafe { self.state.poison() }
            }

            /// Runs the body to its next yield or its end, with a value in the slot.
            ///
            /// # Safety
            ///
            /// The generator is suspended. If its body is in it, it does not move any more (I5).
            #[inline(always)]
            unsafe fn step(
                &mut self,
                slot: &mut Slot<Y, S, E>,
            ) -> CoroutineState<Y, Body::Output> {
                match poll!(self, slot) {
                    Poll::Pending => CoroutineState::Yielded(take_item!(self, slot)),
                    Poll::Ready(returned) => {
                        // SAFETY: I10, the state is suspended. The body has ended.
                        unsafe { self.state.end() };
                        CoroutineState::Complete(returned)
                    }
                }
            }

            /// Takes the first step by default values, or none if the generator is finished.
            #[cold]
            #[inline(never)]
            fn step_of_another_status(&mut self) -> Option<Y> {
                match self.start().ok()? {
                    CoroutineState::Yielded(item) => Some(item),
                    CoroutineState::Complete(returned) => {
                        // SAFETY: the body has ended, so the state has nothing to drop.
                        unsafe { self.state.write_returned(returned) };
                        None
                    }
                }
            }

            /// Runs the body to its next yield or its end, with an error or a request to close in
            /// the slot. Returns `None` if no body catches it. It is still in the slot then, and
            /// the body is dropped.
            ///
            /// # Safety
            ///
            /// The generator is suspended. If its body is in it, it does not move any more (I5).
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
                        // SAFETY: I10, the state is suspended. The body has ended.
                        unsafe { self.state.end() };
                        Some(CoroutineState::Complete(returned))
                    }
                }
            }
        }

        impl<F, A, Body, Y, S, E, H, D> Coroutine for $machine<F, Y, S, E, H, D>
        where
            F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
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
                        // SAFETY: I10, the status says that it was not started.
                        let arguments = unsafe { self.state.start() };
                        let mut arguments = MaybeUninit::new(arguments);
                        let mut slot = Slot::new(Signal::Start);
                        slot.set_arguments(&mut arguments);
                        // SAFETY: it was started. I5 was promised to `new`.
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
                        // SAFETY: it is suspended. I5 was promised to `new`.
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
                        // SAFETY: it is suspended. I5 was promised to `new`.
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
                        // SAFETY: it is suspended. I5 was promised to `new`.
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
                if D::IS_CALLED {
                    if !self.state.is_suspended() {
                        return self.step_of_another_status();
                    }
                    slot.put_sent(S::default());
                } else {
                    match self.state.status() {
                        Status::Suspended => slot.put_sent(S::default()),
                        Status::Created => {
                            cold_path();
                            // SAFETY: I10, the status says that it was not started.
                            arguments.write(unsafe { self.state.start() });
                            slot.set_arguments(&mut arguments);
                            slot.put(Signal::Start);
                        }
                        Status::Finished => {
                            cold_path();
                            return None;
                        }
                    }
                }
                // The generator is suspended, or was just started. I5 was promised to `new`.
                match poll!(self, slot) {
                    Poll::Pending => Some(take_item!(self, slot)),
                    Poll::Ready(returned) => {
                        cold_path();
                        // SAFETY: I10, the state is suspended. The body has ended.
                        unsafe { self.state.end_with(returned) };
                        None
                    }
                }
            }

            $($($fold)+)?

            #[inline(always)]
            fn __size_hint(&self) -> (usize, Option<usize>) {
                match self.state.status() {
                    Status::Created | Status::Suspended => believable::<Y>(self.size_hint.get()),
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

            // Inlined, so that LLVM knows the state of a generator that was just made.
            #[cfg(feature = "alloc")]
            #[inline(always)]
            fn __push(
                mut self,
                permit: PushPermit<Self, Y, S, E, Body::Output>,
                resume: Option<fn() -> S>,
            ) -> Pushed {
                if let Some((body, arguments)) = self.take_body() {
                    drop(self);
                    return permit.push(BodyDelegate { body, after: () }, arguments);
                }
                // A generator that was started has a box of its own, and may have a stack.
                assert!(!$state::<F, Body, Body::Output>::HOLD_BODY, "it stays in its box");
                permit.push_driven(self, resume)
            }

            #[cfg(feature = "alloc")]
            #[inline]
            fn __push_boxed(
                mut self: Box<Self>,
                permit: PushPermit<Self, Y, S, E, Body::Output>,
                resume: Option<fn() -> S>,
            ) -> Pushed {
                if let Some((body, arguments)) = self.take_body() {
                    drop(self);
                    permit.push(BodyDelegate { body, after: () }, arguments)
                } else if $state::<F, Body, Body::Output>::HOLD_BODY {
                    // The body stays in this box.
                    permit.push_driven(self, resume)
                } else {
                    permit.push_driven(*self, resume)
                }
            }
        }
    };
}

#[cfg(feature = "alloc")]
machine!(
    pub HeapGenerator,
    HeapState,
    #[inline]
    fn __fold_by_default<B, Fold>(self, initial: B, fold: Fold) -> (B, Option<Body::Output>)
    where
        S: Default,
        Fold: FnMut(B, Y) -> B,
    {
        self.fold_to_return(initial, fold)
    }
);
machine!(pub(crate) InlineGenerator, InlineState);

#[cfg(feature = "alloc")]
impl<F, A, Body, Y, S, E, H, D> HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    /// Folds the items, and returns what the body returned, too.
    ///
    /// A body that was not started is pinned on the stack of this function. One that was started
    /// stays in its allocation. Like `next`, the function polls in one place.
    #[inline]
    pub(crate) fn fold_to_return<B>(
        self,
        initial: B,
        mut fold: impl FnMut(B, Y) -> B,
    ) -> (B, Option<Body::Output>)
    where
        S: Default,
    {
        let mut boxed;
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = Slot::<Y, S, E>::new(Signal::Start);
        let (delegates, state, _) = self.into_parts();
        let mut body = match state {
            State::Unresumed(start) => {
                let (made, given) = start.start(Protocol::new());
                arguments.write(given);
                slot.set_arguments(&mut arguments);
                pin!(made)
            }
            State::Suspended(suspended) => {
                boxed = suspended;
                slot.put_sent(S::default());
                boxed.as_mut()
            }
            State::Returned(returned) => return (initial, Some(returned)),
            State::Finished | State::Poisoned(_) => return (initial, None),
        };
        // I6: a local declared after the body is dropped before it.
        let mut delegates = delegates;
        let mut folded = initial;
        loop {
            // SAFETY: I2 to I4, the contract of `new`. I1, the slot is alive. I5, it is pinned here or
            // in its allocation. I6, it is dropped after the delegates.
            if let Poll::Ready(returned) = unsafe { delegates.drive(body.as_mut(), &mut slot) } {
                return (folded, Some(returned));
            }
            let Some(item) = slot.take_item() else { panic_foreign_await() };
            folded = fold(folded, item);
            slot.put_sent(S::default());
        }
    }
}

#[cfg(feature = "alloc")]
impl<F, A, Body, Y, S, E, H, D> Debug for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}

/// Marks a branch as seldom taken: a generator starts once and ends once.
///
/// `extern "C"` keeps it from unwinding, so rustc need not be ready to drop what the body has
/// returned.
#[cold]
#[inline]
extern "C" fn cold_path() {}
