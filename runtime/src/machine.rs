//! The state machine that a generator function returns.
//!
//! ```text
//! fn f(arguments) -> impl Iterator      GeneratorObject { stages: Created(start) }
//! first step                            Suspended(Box::pin(frame)); poll, with the arguments
//! each later step                       poll
//! the body ends                         Finished, or Returned if `next` has its value to keep
//! the body panics                       Panicked: rustc has dropped what was in the frame
//! ```
//!
//! `start` is the closure over the arguments. It makes the frame, an `async` block that rustc's own
//! coroutine transform lays out, and gives the arguments back, for the first poll to hand them over.
//! Until the first step there is only the closure, which is moved and dropped like any value. `fold`
//! on a machine that was not started pins the frame in its own stack frame instead of a box.
//!
//! What steps a machine is always inlined, for it vanishes into the loop that takes the steps. So
//! whether a generator costs a call is decided by the size of its body, as for an iterator written
//! by hand. `next` and `fold` each poll in one place: a second one would double what there is to
//! inline, and LLVM inlines a large body only where nothing else calls it. The poll itself is a
//! function, `Slot::poll`, which LLVM makes one with the body before it inlines both.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::type_name;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::future::Future;
use core::hint::assert_unchecked;
use core::iter::FusedIterator;
use core::mem::{self, MaybeUninit};
use core::panic::Location;
use core::pin::pin;
use core::ptr::NonNull;
use core::task::Poll;

use crate::coroutine::write_status;
use crate::delegate::Body;
use crate::frames::{Delegates, Frames, NoDelegates, OnlyYields};
use crate::keep::Kept;
use crate::size_hint::{SizeHint, Unknown};
use crate::slot::{Promise, Signal, Slot, SlotPointer, Token, foreign_suspension};
use crate::stages::Stages;
use crate::{CloseError, Coroutine, CoroutineState, Generator, SendError, StartError, Status};

/// A generator: the arguments until it is started, the suspended body from then on.
///
/// `H` is what it knows of the number of its items, `D` what it keeps of its delegates.
#[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
pub struct GeneratorObject<F, Frame: Future, Y, S, E, H = Unknown, D = OnlyYields> {
    /// First, to be dropped before the body that they borrow from.
    delegates: D,
    stages: Kept<F, Frame, Frame::Output>,
    size_hint: H,
    types: Token<Y, S, E>,
    #[cfg(debug_assertions)]
    suspended_at: Option<&'static Location<'static>>,
}

/// Ends a machine whose body panics.
///
/// It stands in for taking the frame out of the machine and putting it back at every step. What it
/// does is next to nothing wherever it can be: a call would keep the machine in memory, and the
/// loop that takes the steps with it.
///
/// It drops what is left in the slot as well, so that the step has nothing else to clean up.
struct EndOnUnwind<'a, F, Frame: Future, Y, S, E, D: Delegates> {
    delegates: &'a mut D,
    stages: &'a mut Stages<F, Frame, Frame::Output>,
    slot: &'a mut Slot<Y, S, E>,
}

impl<F, Frame: Future, Y, S, E, D: Delegates> Drop for EndOnUnwind<'_, F, Frame, Y, S, E, D> {
    #[inline(always)]
    fn drop(&mut self) {
        if D::MAY_BE_RUNNING {
            // It may be a delegate that panicked, and the body is still suspended.
            *self.delegates = D::NONE;
            self.stages.finish();
        } else {
            // SAFETY: it is suspended while it is driven.
            unsafe { self.stages.end_by_panic() };
        }
        self.slot.clear();
    }
}

/// A generator that runs the body which `start` makes.
///
/// It is promised that the body which `start` makes uses the token that it is given as
/// [`Token::begin`] asks and takes the arguments there that `start` gives, and delegates nothing.
#[inline(always)]
pub fn generator<F, A, Frame, Y, S, E>(
    promise: Promise,
    start: F,
) -> GeneratorObject<F, Frame, Y, S, E, Unknown, NoDelegates>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
{
    GeneratorObject::with_delegates(promise, start)
}

/// A generator that runs the body which `start` makes, where that waits for nothing but its yields.
///
/// It is promised that the body which `start` makes uses the token that it is given as
/// [`Token::begin_to_yield`] asks, and takes the arguments there that `start` gives.
#[inline(always)]
pub fn yielding_generator<F, A, Frame, Y, S, E>(
    promise: Promise,
    start: F,
) -> GeneratorObject<F, Frame, Y, S, E>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
{
    GeneratorObject::with_delegates(promise, start)
}

/// A generator that runs the body which `start` makes, and those that it delegates to.
///
/// It is promised that the body which `start` makes uses the token that it is given as
/// [`Token::begin`] asks, and takes the arguments there that `start` gives.
#[inline(always)]
pub fn delegating_generator<F, A, Frame, Y, S, E>(
    promise: Promise,
    start: F,
) -> GeneratorObject<F, Frame, Y, S, E, Unknown, Frames>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
{
    GeneratorObject::with_delegates(promise, start)
}

impl<F, A, Frame, Y, S, E, D> GeneratorObject<F, Frame, Y, S, E, Unknown, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    D: Delegates,
{
    /// What is promised is as for [`generator`] or [`delegating_generator`], whichever `D` is of.
    #[inline(always)]
    pub(crate) fn with_delegates(_: Promise, start: F) -> Self {
        Self {
            delegates: D::NONE,
            stages: Kept::new(Stages::Created(start)),
            size_hint: Unknown,
            types: Token::new(),
            #[cfg(debug_assertions)]
            suspended_at: None,
        }
    }

    /// The same machine with a size hint that counts down with its items.
    #[inline(always)]
    pub fn with_size_hint<H: SizeHint>(
        self,
        size_hint: H,
    ) -> GeneratorObject<F, Frame, Y, S, E, H, D> {
        GeneratorObject {
            delegates: self.delegates,
            stages: self.stages,
            size_hint,
            types: self.types,
            #[cfg(debug_assertions)]
            suspended_at: self.suspended_at,
        }
    }
}

impl<F, A, Frame, Y, S, E, H, D> GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
    D: Delegates,
{
    /// The body of a machine that was not started, and the arguments that it takes first; or the
    /// machine.
    #[inline(always)]
    pub(crate) fn into_body(self) -> Result<(Frame, A), Self> {
        if self.stages.status() != Status::Created {
            return Err(self);
        }
        match self.stages.into_inner() {
            Stages::Created(start) => Ok(start(self.types)),
            _ => unreachable!("it was not started"),
        }
    }

    /// Ends a machine whose body waits for something that no step will ever bring.
    ///
    /// # Safety
    ///
    /// It is suspended.
    #[inline(always)]
    unsafe fn abandon(&mut self, slot: &mut Slot<Y, S, E>) -> ! {
        /// The same for all machines, and it takes no pointer to one: a machine that is nowhere
        /// referred to need not be in memory.
        ///
        /// # Safety
        ///
        /// `drop` may be called with `frame`.
        #[cold]
        #[inline(never)]
        unsafe fn drop_and_panic(frame: NonNull<()>, drop: unsafe fn(NonNull<()>)) -> ! {
            // SAFETY: this function's own contract.
            unsafe { drop(frame) };
            foreign_suspension()
        }

        /// # Safety
        ///
        /// `frame` is what was in the box of a `Frame`, and nothing refers to it any more.
        unsafe fn drop_frame<Frame>(frame: NonNull<()>) {
            // SAFETY: this function's own contract.
            drop(Box::into_pin(unsafe { Box::from_raw(frame.cast::<Frame>().as_ptr()) }));
        }

        slot.clear();
        if D::MAY_BE_RUNNING {
            self.delegates = D::NONE;
        }
        // SAFETY: this function's own contract.
        let frame = unsafe { self.stages.take_frame() };
        // SAFETY: it was in a box, which the machine has forgotten.
        unsafe { drop_and_panic(frame.cast(), drop_frame::<Frame>) }
    }

    /// Runs a suspended machine to its next yield or its end, with a value in the slot. The memory
    /// of a body that has ended is left to be freed.
    ///
    /// # Safety
    ///
    /// It is suspended.
    #[inline(always)]
    unsafe fn step(&mut self, slot: &mut Slot<Y, S, E>) -> CoroutineState<Y, Frame::Output> {
        // SAFETY: this function's own contract.
        match unsafe { self.poll(slot) } {
            Poll::Ready(returned) => CoroutineState::Complete(returned),
            // SAFETY: the body has not ended.
            Poll::Pending => CoroutineState::Yielded(unsafe { self.take_item(slot) }),
        }
    }

    /// Runs a suspended machine to its next yield or its end, with an error or a close in the
    /// slot. `None` if nothing catches it: it is in the slot then, and the body is dropped.
    ///
    /// # Safety
    ///
    /// It is suspended.
    #[inline(always)]
    unsafe fn interrupt(
        &mut self,
        slot: &mut Slot<Y, S, E>,
    ) -> Option<CoroutineState<Y, Frame::Output>> {
        // SAFETY: this function's own contract.
        match unsafe { self.poll(slot) } {
            Poll::Ready(returned) => {
                // SAFETY: the body has ended.
                unsafe { self.stages.end() };
                Some(CoroutineState::Complete(returned))
            }
            Poll::Pending if slot.signal().interrupts() => {
                self.stages.finish();
                None
            }
            // SAFETY: the body has not ended.
            Poll::Pending => Some(CoroutineState::Yielded(unsafe { self.take_item(slot) })),
        }
    }

    /// Runs a suspended machine until its body is pending or has ended.
    ///
    /// # Safety
    ///
    /// It is suspended.
    #[inline(always)]
    unsafe fn poll(&mut self, slot: &mut Slot<Y, S, E>) -> Poll<Frame::Output> {
        let delegates = &mut self.delegates;
        let step = EndOnUnwind { delegates, stages: &mut *self.stages, slot };
        // SAFETY: this function's own contract.
        let frame = unsafe { step.stages.frame() };
        // SAFETY: the frame was made by `start`, which was promised to fit these types. It is
        // pinned in its box, and dropped after the delegates.
        let polled = unsafe { step.delegates.drive(frame, step.slot) };
        mem::forget(step);
        polled
    }

    /// The item that a pending body has put into the slot. One that is pending without is done for:
    /// every yield takes a value that is sent.
    ///
    /// # Safety
    ///
    /// The machine is suspended.
    #[inline(always)]
    unsafe fn take_item(&mut self, slot: &mut Slot<Y, S, E>) -> Y {
        let item = if D::ONLY_YIELDS {
            // SAFETY: the body waits at a yield, which has put an item there.
            unsafe { slot.take_item().unwrap_unchecked() }
        } else if let Some(item) = slot.take_item() {
            item
        } else {
            // SAFETY: this function's own contract.
            unsafe { self.abandon(slot) }
        };
        #[cfg(debug_assertions)]
        {
            self.suspended_at = slot.yielded_at();
        }
        if H::COUNTS {
            self.size_hint.count_down();
        }
        // Where LLVM has lost sight of that, it would make sure in every turn of a loop.
        // SAFETY: this function's own contract, and the stage was not touched.
        unsafe { assert_unchecked(matches!(*self.stages, Stages::Suspended(_))) };
        item
    }

    /// `fold`, with what the body returned. The frame stays in its box if there is one, and all
    /// else is the same for both.
    #[inline]
    pub(crate) fn fold_to_return<B>(
        self,
        initial: B,
        mut fold: impl FnMut(B, Y) -> B,
    ) -> (B, Option<Frame::Output>)
    where
        S: Default,
    {
        let mut boxed;
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = Slot::<Y, S, E>::new(Signal::Start);
        let (mut frame, is_fresh) = match self.stages.into_inner() {
            Stages::Created(start) => {
                let (made, given) = start(self.types);
                arguments.write(given);
                slot.hand_over(&mut arguments);
                (pin!(made), true)
            }
            Stages::Suspended(frame) => {
                boxed = frame;
                (boxed.as_mut(), false)
            }
            Stages::Returned(returned) => return (initial, Some(returned)),
            Stages::Finished | Stages::Panicked(_) => return (initial, None),
        };
        // After the frame, to be dropped before it.
        let mut delegates = self.delegates;
        let mut folded = initial;
        if D::CAN_BE_CONSUMED && is_fresh {
            let mut folded = Some(folded);
            let consume = |item| {
                let Some(before) = folded.take() else { unreachable!("it is put back") };
                folded = Some(fold(before, item));
            };
            // SAFETY: the frame was made by `start`, which was promised to fit these types. It is
            // pinned here, and the body of an expression.
            let returned = unsafe { slot.consume(frame, consume) };
            let Some(folded) = folded else { unreachable!("it is put back") };
            return (folded, Some(returned));
        }
        if !is_fresh {
            slot.put_sent(S::default());
        }
        loop {
            // SAFETY: the frame was made by `start`, which was promised to fit these types. It is
            // pinned here or in its box, and dropped after the delegates.
            if let Poll::Ready(returned) = unsafe { delegates.drive(frame.as_mut(), &mut slot) } {
                return (folded, Some(returned));
            }
            let item = if D::ONLY_YIELDS {
                // SAFETY: as in `take_item`.
                unsafe { slot.take_item().unwrap_unchecked() }
            } else if let Some(item) = slot.take_item() {
                item
            } else {
                foreign_suspension()
            };
            folded = fold(folded, item);
            slot.put_sent(S::default());
        }
    }
}

impl<F, A, Frame, Y, S, E, H, D> Coroutine for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
    D: Delegates,
{
    type Yield = Y;
    type Resume = S;
    type Return = Frame::Output;
    type Error = E;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<Y, Frame::Output>, StartError> {
        match self.stages.status() {
            Status::Created => {
                // SAFETY: it was not started.
                let arguments = unsafe { self.stages.start(self.types) };
                let mut arguments = MaybeUninit::new(arguments);
                let mut slot = Slot::new(Signal::Start);
                slot.hand_over(&mut arguments);
                // SAFETY: it was started.
                let state = unsafe { self.step(&mut slot) };
                if let CoroutineState::Complete(_) = state {
                    // SAFETY: the body has ended.
                    unsafe { self.stages.end() };
                }
                Ok(state)
            }
            Status::Suspended => Err(StartError::Started),
            Status::Finished => Err(StartError::Finished),
        }
    }

    #[inline(always)]
    fn send(&mut self, value: S) -> Result<CoroutineState<Y, Frame::Output>, SendError<S>> {
        match self.stages.status() {
            Status::Suspended => {
                let mut slot = MaybeUninit::uninit();
                let slot = Slot::empty_in(&mut slot);
                slot.put_sent(value);
                // SAFETY: it is suspended.
                let state = unsafe { self.step(slot) };
                if let CoroutineState::Complete(_) = state {
                    // SAFETY: the body has ended.
                    unsafe { self.stages.end() };
                }
                Ok(state)
            }
            Status::Created => Err(SendError::NotStarted(value)),
            Status::Finished => Err(SendError::Finished(value)),
        }
    }

    #[inline]
    fn throw(&mut self, error: E) -> Result<CoroutineState<Y, Frame::Output>, E> {
        match self.stages.status() {
            Status::Suspended => {
                let mut slot = Slot::throwing(error);
                // SAFETY: it is suspended.
                match unsafe { self.interrupt(&mut slot) } {
                    Some(state) => Ok(state),
                    None => match slot.take_error() {
                        Some(error) => Err(error),
                        None => unreachable!("what was thrown in comes back"),
                    },
                }
            }
            Status::Created => {
                self.stages.finish();
                Err(error)
            }
            Status::Finished => Err(error),
        }
    }

    #[inline]
    fn close(&mut self) -> Result<Option<Frame::Output>, CloseError<Y>> {
        match self.stages.status() {
            Status::Suspended => {
                let mut slot = Slot::new(Signal::Closed);
                // SAFETY: it is suspended.
                match unsafe { self.interrupt(&mut slot) } {
                    Some(CoroutineState::Complete(returned)) => Ok(Some(returned)),
                    Some(CoroutineState::Yielded(item)) => Err(CloseError::new(item)),
                    None => slot.take_ignored().map_or(Ok(None), |item| Err(CloseError::new(item))),
                }
            }
            Status::Created => {
                self.stages.finish();
                Ok(None)
            }
            Status::Finished => Ok(None),
        }
    }

    #[inline]
    fn status(&self) -> Status {
        self.stages.status()
    }

    #[inline]
    fn take_return(&mut self) -> Option<Frame::Output> {
        self.stages.take_returned()
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<Y>
    where
        S: Default,
    {
        let mut slot = MaybeUninit::uninit();
        let slot = Slot::empty_in(&mut slot);
        let mut arguments = MaybeUninit::<A>::uninit();
        match self.stages.status() {
            Status::Suspended => slot.put_sent(S::default()),
            Status::Created => {
                seldom();
                // SAFETY: it was not started.
                arguments.write(unsafe { self.stages.start(self.types) });
                slot.hand_over(&mut arguments);
                slot.put(Signal::Start);
            }
            Status::Finished => {
                seldom();
                return None;
            }
        }
        // SAFETY: it is suspended, or was just started.
        match unsafe { self.poll(slot) } {
            // SAFETY: the body has not ended.
            Poll::Pending => Some(unsafe { self.take_item(slot) }),
            Poll::Ready(returned) => {
                seldom();
                // SAFETY: the body has ended.
                unsafe { self.stages.end_with(returned) };
                None
            }
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        match self.stages.status() {
            #[cfg(debug_assertions)]
            Status::Suspended => self.suspended_at,
            _ => None,
        }
    }

    // Inlined, so that one which was just made is known to be, and not looked at.
    #[inline(always)]
    unsafe fn __push(self, pointer: SlotPointer<Y, S, E>, resume: Option<fn() -> S>) {
        match self.into_body() {
            // SAFETY: this function's own contract; the machine returns what its body does.
            Ok((body, arguments)) => unsafe { pointer.push(Body(body), arguments) },
            // It has a box, and may have frames, of its own.
            // SAFETY: this function's own contract.
            Err(coroutine) => unsafe { pointer.push_driven(coroutine, resume) },
        }
    }

    #[inline]
    unsafe fn __push_boxed(
        self: Box<Self>,
        pointer: SlotPointer<Y, S, E>,
        resume: Option<fn() -> S>,
    ) {
        // SAFETY: this function's own contract.
        unsafe { (*self).__push(pointer, resume) };
    }
}

impl<F, A, Frame, Y, S, E, H, D> Iterator for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    S: Default,
    H: SizeHint,
    D: Delegates,
{
    type Item = Y;

    #[inline(always)]
    fn next(&mut self) -> Option<Y> {
        self.__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.stages.status() {
            Status::Created | Status::Suspended => self.size_hint.get(),
            Status::Finished => (0, Some(0)),
        }
    }

    /// Into a `Vec` it is a `fold`, which needs no box for the frame, and runs the body's loops as
    /// they stand there. `Vec` itself would ask for one item after the other.
    #[inline]
    #[expect(clippy::from_iter_instead_of_collect, reason = "it is `collect` that is defined")]
    fn collect<Collection: FromIterator<Y>>(self) -> Collection {
        if !is_vec_of::<Y, Collection>() {
            return Collection::from_iter(self);
        }
        let (lower, _) = self.size_hint();
        let mut items = Vec::with_capacity(lower);
        self.for_each(|item| items.push(item));
        // It takes the room of those items over.
        Collection::from_iter(items)
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, Y) -> B>(self, initial: B, fold: Fold) -> B {
        self.fold_to_return(initial, fold).0
    }
}

impl<F, A, Frame, Y, S, E, H, D> FusedIterator for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    S: Default,
    H: SizeHint,
    D: Delegates,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Frame, Y, H, D> Generator for GeneratorObject<F, Frame, Y, (), Infallible, H, D>
where
    F: FnOnce(Token<Y, (), Infallible>) -> (Frame, A),
    Frame: Future<Output = ()>,
    H: SizeHint,
    D: Delegates,
{
}

impl<F, A, Frame, Y, S, E, H, D> Debug for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
    D: Delegates,
{
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Generator", self.status(), self.__suspended_at())
    }
}

/// Whether a collection is a `Vec`, which takes all items there are: others may stop before the end,
/// and have to be given one after the other. The names say so, which rustc knows when it compiles;
/// should two types have one name, all that is lost is that.
#[inline(always)]
fn is_vec_of<Item, Collection>() -> bool {
    type_name::<Collection>() == type_name::<Vec<Item>>()
}

/// Says that the branch which calls it is seldom taken: a generator is started once and ends once.
///
/// It cannot unwind, and rustc need not be ready to drop what the body has returned.
#[cold]
#[inline]
extern "C" fn seldom() {}
