//! The stack of delegates that a stream owns.
//!
//! It is that of a generator. A poll goes straight to the frame on top, whatever the depth, and so does
//! each wake-up; what it makes of a frame that is pending, told to close, or over differs.

use core::future::Future;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::frames::header::Header;
use crate::frames::stack::{InlineChunk, Stack};
use crate::step::slot::Signal;
use crate::stream::frame::{self, Delegate};
use crate::stream::slot::StreamSlot;
use crate::stream::step::StreamDriver;
use crate::stream::suspension::StreamSlotPointer;
use crate::stream::waker::panic_suspended_between;

impl<Y> StreamSlotPointer<Y, StreamStack> {
    /// Pushes `delegate` on the stack, to be polled once the body suspends.
    ///
    /// # Safety
    ///
    /// S2 holds for this pointer, and the body awaits a `Delegation` next.
    #[inline(always)]
    pub(crate) unsafe fn push<P: Delegate<Y>, A>(self, delegate: P, arguments: A) {
        // SAFETY: this function's own contract.
        let slot = unsafe { self.slot() };
        // SAFETY: the poll of a stream with this driver sets the stack.
        let mut stack = unsafe { slot.step.stack() };
        // SAFETY: it belongs to the poll that runs, which does not touch it until the body suspends.
        let stack = unsafe { stack.as_mut() };
        // SAFETY: the body waits for it and drops nothing until it is resumed, which it is once the
        // delegate has returned or was dropped: `Delegation` does not unwind. Since the last push the
        // driver has seen to the room.
        unsafe { frame::push::<P, A, Y>(stack, delegate, arguments) };
        slot.step.take_sent();
        slot.step.put(Signal::Delegated);
    }
}

/// Who was told to close in the current close, and has neither ended nor yielded since. A frame stays
/// where it is as long as it is that.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told(*const Header);

impl Told {
    const NOBODY: Self = Self(ptr::null());
    /// The body below all frames. No frame has this address.
    const ROOT: Self = Self(ptr::without_provenance(1));

    fn who(top: Option<NonNull<Header>>) -> Self {
        top.map_or(Self::ROOT, |top| Self(top.as_ptr()))
    }
}

/// Of a body that delegates: the frames above it, nothing until it delegates for the first time.
///
/// They are only reached by pointers, and never held by reference while a body runs: it pushes on
/// them.
pub struct StreamStack {
    stack: Option<NonNull<Stack>>,
    told: Told,
}

// SAFETY: the frames are of types that the bodies below them hold in their `Delegation`s, so a stream
// around these frames is only `Send` where all of them are. The memory is owned.
unsafe impl Send for StreamStack {}
// SAFETY: nothing can be done with the frames through a shared reference.
unsafe impl Sync for StreamStack {}

impl Drop for StreamStack {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(stack) = self.stack {
            // SAFETY: `Stack::promote` made it, and nobody refers to it any more.
            unsafe { Stack::release(stack) };
        }
    }
}

impl StreamStack {
    /// The frame on top.
    #[inline(always)]
    fn top(&self) -> Option<NonNull<Header>> {
        // SAFETY: it is in use, and no body runs now that could refer to it.
        self.stack.and_then(|stack| unsafe { stack.as_ref() }.top())
    }

    /// Sees to the room after a push on `stack`.
    ///
    /// # Safety
    ///
    /// The stack is this one, or if there is none, one on an `InlineChunk` with one frame, which is not
    /// used after this.
    #[inline(always)]
    unsafe fn keep(&mut self, mut stack: NonNull<Stack>) {
        // SAFETY: it is in use, and no body runs now that could refer to it.
        let stack = unsafe { stack.as_mut() };
        if self.stack.is_some() {
            stack.reserve::<Self>();
        } else {
            // SAFETY: the body has pushed one delegate on it, and it is not used after this.
            self.stack = Some(unsafe { stack.promote() });
        }
    }
}

impl StreamDriver for StreamStack {
    const NONE: Self = Self { stack: None, told: Told::NOBODY };
    const MAY_BE_RUNNING: bool = true;

    #[inline]
    unsafe fn drive<Body: Future, Y>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        self.told = Told::NOBODY;
        let mut chunk = InlineChunk::uninit();
        let mut placed = MaybeUninit::<Stack>::uninit();
        let placed = NonNull::from(&mut placed).cast::<Stack>();
        loop {
            let stack = if let Some(stack) = self.stack {
                // SAFETY: this function's own contract.
                if self.top().is_some() && !unsafe { drive_frames(stack, slot) } {
                    return Poll::Pending;
                }
                stack
            } else {
                // SAFETY: the chunk stays there for as long as this call.
                let stack = unsafe { Stack::on(&mut chunk) };
                // SAFETY: it is the place for one, which has no frames and is not dropped.
                unsafe { placed.write(stack) };
                placed
            };
            // SAFETY: no body runs now that could refer to it.
            unsafe { &mut *slot }.step.set_stack(stack);
            // SAFETY: this function's own contract.
            let polled = unsafe { StreamSlot::poll(slot, body.as_mut()) };
            // SAFETY: no body runs now that could refer to it.
            let step = &mut unsafe { &mut *slot }.step;
            if polled.is_ready() || step.signal() != Signal::Delegated {
                return polled;
            }
            // SAFETY: it is the stack that the body has pushed on.
            unsafe { self.keep(stack) };
            step.put(Signal::Start);
        }
    }

    #[cold]
    unsafe fn drive_to_close<Body: Future, Y>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: *mut StreamSlot<Y>,
    ) -> Poll<Body::Output> {
        let mut chunk = InlineChunk::uninit();
        let mut placed = MaybeUninit::<Stack>::uninit();
        let placed = NonNull::from(&mut placed).cast::<Stack>();
        let mut next = if self.told == Told::NOBODY { Next::Close } else { Next::Resume };
        loop {
            let top = self.top();
            let mut stack = self.stack.unwrap_or_else(|| {
                // SAFETY: the chunk stays there for as long as this call.
                let stack = unsafe { Stack::on(&mut chunk) };
                // SAFETY: it is the place for one, which has no frames and is not dropped.
                unsafe { placed.write(stack) };
                placed
            });
            // SAFETY: no body runs now that could refer to it.
            let current = unsafe { &mut *slot };
            current.told = false;
            current.closes = self.told == Told::NOBODY;
            current.step.set_stack(stack);
            next.put(current);
            let polled = match top {
                Some(top) => {
                    // SAFETY: the frame on top is in use, and was pushed through a slot of these items.
                    if unsafe { step_frame(top, slot) } {
                        Polled::Frame(top)
                    } else {
                        Polled::Pending
                    }
                }
                // SAFETY: this function's own contract.
                None => match unsafe { StreamSlot::poll(slot, body.as_mut()) } {
                    Poll::Ready(returned) => Polled::Root(returned),
                    Poll::Pending => Polled::Pending,
                },
            };
            // SAFETY: no body runs now that could refer to it.
            let current = unsafe { &mut *slot };
            let who = Told::who(top);
            if current.told {
                self.told = who;
            }
            match polled {
                Polled::Root(returned) => return Poll::Ready(returned),
                Polled::Frame(top) => {
                    // SAFETY: no body runs now that could refer to it.
                    let stack = unsafe { stack.as_mut() };
                    next = if self.told == who || self.told == Told::NOBODY {
                        // It has caught the close, or ended before it came to a yield. The one below is
                        // told in turn, whatever the delegate returned.
                        self.told = Told::NOBODY;
                        // SAFETY: it is still on top, as a body that returns has no delegate.
                        unsafe { stack.drop_top(top) };
                        Next::Close
                    } else {
                        // It was a delegate of a goodbye.
                        // SAFETY: as above.
                        unsafe { stack.pop::<Y>(top) };
                        Next::Return
                    };
                    continue;
                }
                Polled::Pending => {}
            }
            if current.found {
                // The stream is ended, by who has the slot.
                return Poll::Pending;
            }
            match current.step.signal() {
                Signal::Delegated => {
                    current.step.put(Signal::Nothing);
                    // SAFETY: it is the stack that the body has pushed on.
                    unsafe { self.keep(stack) };
                    next = Next::Start;
                    if self.told == Told::NOBODY {
                        // The body has come to a yield with the close before it: the delegate is closed
                        // before it starts.
                        self.drop_top();
                        next = Next::Close;
                    }
                }
                Signal::Uncaught => {
                    if top.is_none() {
                        return Poll::Pending;
                    }
                    current.step.put(Signal::Nothing);
                    if self.told == who {
                        self.told = Told::NOBODY;
                    }
                    self.drop_top();
                    next = Next::Close;
                }
                Signal::Yielded if self.told == Told::NOBODY => {
                    // It was not at a yield, and is now: it is told here.
                    drop(current.step.take_item());
                    next = Next::Close;
                }
                Signal::Yielded => {
                    let told = core::mem::replace(&mut self.told, Told::NOBODY);
                    if told != Told::ROOT {
                        if let Some(item) = current.step.take_item() {
                            current.step.put_ignored(item);
                        }
                        self.drop_all();
                    }
                    return Poll::Pending;
                }
                Signal::Ignored => {
                    self.told = Told::NOBODY;
                    self.drop_all();
                    return Poll::Pending;
                }
                _ => return Poll::Pending,
            }
        }
    }
}

impl StreamStack {
    fn drop_top(&mut self) {
        if let (Some(mut stack), Some(top)) = (self.stack, self.top()) {
            // SAFETY: no body runs now that could refer to it.
            let stack = unsafe { stack.as_mut() };
            // SAFETY: it is the frame on top.
            unsafe { stack.drop_top(top) };
        }
    }

    fn drop_all(&mut self) {
        if let Some(mut stack) = self.stack {
            // SAFETY: no body runs now that could refer to it.
            unsafe { stack.as_mut() }.drop_all();
        }
    }
}

/// What the body that is polled next is told, while a stream closes.
enum Next {
    Close,
    Resume,
    Start,
    /// The frame above has ended.
    Return,
}

impl Next {
    fn put<Y>(&self, slot: &mut StreamSlot<Y>) {
        slot.step.take_sent();
        match self {
            Self::Close => slot.step.put(Signal::Closed),
            Self::Resume => slot.step.put_sent(()),
            Self::Start => slot.step.put(Signal::Start),
            Self::Return => slot.step.put(Signal::Returned),
        }
    }
}

/// What has become of a poll, while a stream closes.
enum Polled<R> {
    Root(R),
    Frame(NonNull<Header>),
    Pending,
}

/// Polls the frame `top`, and says whether its delegate has ended.
///
/// # Safety
///
/// The frame is in use, and was pushed through a slot of these items. Nobody else refers to the slot,
/// which is that of a poll that is running.
#[inline(always)]
unsafe fn step_frame<Y>(top: NonNull<Header>, slot: *mut StreamSlot<Y>) -> bool {
    // SAFETY: the caller guarantees it. The payload follows the header.
    unsafe {
        (top.as_ref().vtable.step)(top.add(1).cast(), slot.cast());
        (*slot).step.signal() == Signal::Ended
    }
}

/// Polls the frame on top, and those that it returns to, until one is pending. `true` if none is left,
/// and the body below all of them is to go on with what is in the slot.
///
/// The frames have a slot of their own. So the root's is nowhere referred to, and turns into registers
/// where the root itself yields.
///
/// # Safety
///
/// As for [`StreamDriver::drive`], and there is a frame.
#[inline(always)]
unsafe fn drive_frames<Y>(mut stack: NonNull<Stack>, root: *mut StreamSlot<Y>) -> bool {
    // SAFETY: no body runs now that could refer to it.
    let root = unsafe { &mut *root };
    let mut slot = StreamSlot::<Y>::new(root.task(), Signal::Start);
    if let Some(()) = root.step.take_sent() {
        slot.step.put_sent(());
    }
    slot.step.set_stack(stack);
    // From here on the slot is used through the pointer that the frames are given.
    let slot = &raw mut slot;
    loop {
        // SAFETY: the stack is in use, and no body runs now that could refer to it.
        let top = unsafe { stack.as_ref() }.top();
        let Some(top) = top else { unreachable!("there is a frame") };
        // SAFETY: the frame on top is in use, and was pushed through a slot of these items.
        let ended = unsafe { step_frame(top, slot) };
        // SAFETY: no body runs now that could refer to it.
        let slot = unsafe { &mut *slot };
        // SAFETY: as above.
        let stack = unsafe { stack.as_mut() };
        if ended {
            // SAFETY: it is still on top, as a body that returns has no delegate.
            unsafe { stack.pop::<Y>(top) };
            if stack.top().is_none() {
                root.step.put(Signal::Returned);
                return true;
            }
            slot.step.put(Signal::Returned);
        } else if slot.step.signal() == Signal::Delegated {
            stack.reserve::<Y>();
            slot.step.put(Signal::Start);
        } else {
            match slot.step.take_yielded() {
                Some(yielded) => root.step.put_yielded(yielded),
                None if slot.found => {
                    // The body on top has a pointer to this slot.
                    stack.drop_all();
                    panic_suspended_between();
                }
                None => {}
            }
            return false;
        }
    }
}
