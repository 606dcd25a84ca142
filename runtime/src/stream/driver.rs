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
use crate::stream::poll::{Ending, PollSlot, StreamSlot, panic_suspended_between, poll_root};
use crate::stream::step::StreamDriver;

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

// SAFETY: S6, the frames are of types that the bodies below them hold in their `Delegation`s, so a
// stream around these frames is only `Send` where all of them are. The memory is owned.
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

/// A stack with room for the first delegate, on the stack of the thread that polls.
struct InlineStack {
    chunk: InlineChunk,
    stack: MaybeUninit<Stack>,
}

impl InlineStack {
    #[inline(always)]
    const fn new() -> Self {
        Self { chunk: InlineChunk::uninit(), stack: MaybeUninit::uninit() }
    }

    /// Makes the stack anew. It does not outlive `self`, which does not move as long as it is used.
    #[inline(always)]
    fn stack(&mut self) -> NonNull<Stack> {
        // SAFETY: the chunk is in its place, and this stack is the only one that uses it. A stack has
        // nothing to drop before it is promoted.
        NonNull::from(self.stack.write(unsafe { Stack::on(&mut self.chunk) }))
    }
}

impl StreamStack {
    /// The stack, once there is one. A body that runs refers to it, too: the slot has its address.
    #[inline(always)]
    fn stack(&mut self) -> Option<&mut Stack> {
        // SAFETY: it is in use until it is dropped with `self`. No body runs while this reference is
        // used: it borrows `self`, and the callers in this file use it for one call.
        self.stack.map(|mut stack| unsafe { stack.as_mut() })
    }

    /// The frame on top.
    #[inline(always)]
    fn top(&mut self) -> Option<NonNull<Header>> {
        self.stack().and_then(|stack| stack.top())
    }

    /// Sees to the room after a push on `stack`, and returns where the stack is from now on.
    ///
    /// # Safety
    ///
    /// The stack is this one, or if there is none, that of an [`InlineStack`] with one frame, which is
    /// not used after this.
    #[inline(always)]
    unsafe fn keep<Y>(&mut self, mut stack: NonNull<Stack>) -> NonNull<Stack> {
        if let Some(kept) = self.stack() {
            kept.reserve::<Y>();
            return stack;
        }
        // SAFETY: the body has pushed one delegate on it, which was not polled, and it is not used after
        // this.
        *self.stack.insert(unsafe { stack.as_mut().promote() })
    }

    fn drop_top(&mut self) {
        if let Some(top) = self.top() {
            // SAFETY: it is the frame on top, and no body runs.
            self.stack().into_iter().for_each(|stack| unsafe { stack.drop_top(top) });
        }
    }

    fn drop_all(&mut self) {
        if let Some(stack) = self.stack() {
            stack.drop_all();
        }
    }
}

impl StreamDriver for StreamStack {
    const NONE: Self = Self { stack: None, told: Told::NOBODY };
    const MAY_BE_RUNNING: bool = true;

    #[inline]
    unsafe fn drive<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        self.told = Told::NOBODY;
        if let (Some(stack), Some(top)) = (self.stack, self.top()) {
            slot.step.take_sent();
            // SAFETY: S6, it is the frame on top of this stack.
            if !unsafe { drive_frames(stack, top, true, slot) } {
                return Poll::Pending;
            }
        }
        let mut inline = InlineStack::new();
        loop {
            let stack = self.stack.unwrap_or_else(|| inline.stack());
            slot.step.set_stack(stack);
            // SAFETY: S1, S6, the caller guarantees them.
            let polled = unsafe { poll_root(body.as_mut(), slot) };
            if polled.is_ready() || slot.step.signal() != Signal::Delegated {
                return polled;
            }
            // SAFETY: S6, it is the stack that the body has pushed on, and the frame on top of it.
            let returned = unsafe {
                let stack = self.keep::<Y>(stack);
                let top = stack.as_ref().top().unwrap_unchecked();
                drive_frames(stack, top, false, slot)
            };
            if !returned {
                return Poll::Pending;
            }
        }
    }

    #[cold]
    unsafe fn drive_to_close<Body: Future<Output: Ending<Y>>, Y>(
        &mut self,
        mut body: Pin<&mut Body>,
        slot: &mut PollSlot<'_, Y>,
    ) -> Poll<()> {
        let mut inline = InlineStack::new();
        let mut next = if self.told == Told::NOBODY { Next::Close } else { Next::Resume };
        loop {
            let top = self.top();
            let stack = self.stack.unwrap_or_else(|| inline.stack());
            slot.told = false;
            slot.closes = self.told == Told::NOBODY;
            slot.step.set_stack(stack);
            next.put(slot);
            // SAFETY: S1, S6, the caller guarantees them for the body. The frame on top was pushed
            // through a slot of these items.
            let ended = unsafe {
                match top {
                    Some(top) => step_frame(top, slot),
                    None => poll_root(body.as_mut(), slot).is_ready(),
                }
            };
            let who = Told::who(top);
            if slot.told {
                self.told = who;
            }
            if ended {
                let Some(top) = top else { return Poll::Ready(()) };
                next = if self.told == who || self.told == Told::NOBODY {
                    // It has caught the close, or ended before it came to a yield. The one below is
                    // told in turn, whatever the delegate returned.
                    self.told = Told::NOBODY;
                    self.drop_top();
                    Next::Close
                } else {
                    // It was a delegate of a goodbye.
                    // SAFETY: it is still on top, as a body that returns has no delegate.
                    self.stack().into_iter().for_each(|stack| unsafe {
                        stack.pop::<Y>(top);
                    });
                    Next::Return
                };
                continue;
            }
            if slot.found {
                // The stream is ended, by who has the slot.
                return Poll::Pending;
            }
            match slot.step.signal() {
                Signal::Delegated => {
                    slot.step.put(Signal::Nothing);
                    // SAFETY: it is the stack that the body has pushed on.
                    unsafe { self.keep::<Y>(stack) };
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
                    slot.step.put(Signal::Nothing);
                    if self.told == who {
                        self.told = Told::NOBODY;
                    }
                    self.drop_top();
                    next = Next::Close;
                }
                Signal::Yielded if self.told == Told::NOBODY => {
                    // It was not at a yield, and is now: it is told here.
                    drop(slot.step.take_item());
                    next = Next::Close;
                }
                Signal::Yielded => {
                    let told = core::mem::replace(&mut self.told, Told::NOBODY);
                    if told != Told::ROOT {
                        if let Some(item) = slot.step.take_item() {
                            slot.step.put_ignored(item);
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

/// Polls the frame `top`, and says whether its delegate has ended.
///
/// # Safety
///
/// The frame is in use, and was pushed through a slot of these items. No body runs.
#[inline(always)]
unsafe fn step_frame<Y>(top: NonNull<Header>, slot: &mut PollSlot<'_, Y>) -> bool {
    // SAFETY: the caller guarantees it. The payload follows the header.
    unsafe { (top.as_ref().vtable.step)(top.add(1).cast(), slot.address().as_ptr()) };
    slot.step.signal() == Signal::Ended
}

/// Polls the frame on top, and those that it returns to, until one is pending. `true` if none is left,
/// and the body below all of them is to go on with what is in the slot. The frame is resumed if
/// `resumes`, and begins otherwise.
///
/// The frames have a slot of their own. So the address of the root's slot does not escape, and that slot
/// becomes registers where the root itself yields.
///
/// # Safety
///
/// As for [`StreamDriver::drive`], and `top` is the frame on top of `stack`.
#[inline(always)]
unsafe fn drive_frames<Y>(
    mut stack: NonNull<Stack>,
    mut top: NonNull<Header>,
    resumes: bool,
    root: &mut PollSlot<'_, Y>,
) -> bool {
    let mut slot = StreamSlot::<Y>::new(root.task(), Signal::Start);
    if resumes {
        slot.step.put_sent(());
    }
    slot.step.set_stack(stack);
    let mut slot = PollSlot::new(&mut slot);
    loop {
        // SAFETY: S6, the frame on top is in use, and was pushed through a slot of these items. After the
        // step no body runs that could refer to the stack.
        let stack = unsafe {
            step_frame(top, &mut slot);
            stack.as_mut()
        };
        if slot.step.signal() < Signal::Delegated {
            match slot.step.take_yielded() {
                Some(yielded) => root.step.put_yielded(yielded),
                None if slot.found => {
                    // The body on top has a pointer to this slot.
                    stack.drop_all();
                    panic_suspended_between();
                }
                None => root.step.put(Signal::Nothing),
            }
            return false;
        }
        // SAFETY: S6, the body has pushed a frame; or the one on top is still there, since a body that
        // has ended has no delegate.
        let next = unsafe {
            if slot.step.signal() == Signal::Delegated {
                stack.reserve::<Y>();
                stack.top()
            } else {
                stack.pop::<Y>(top)
            }
        };
        let Some(next) = next else {
            root.step.put(Signal::Returned);
            return true;
        };
        top = next;
        slot.step.put(Signal::Returned);
    }
}
