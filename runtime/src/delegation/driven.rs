//! A delegate that is driven by the methods of its protocol.

#[cfg(feature = "alloc")]
use core::pin::Pin;
use core::task::Poll;

#[cfg(feature = "alloc")]
use crate::delegation::frame::Delegate;
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Interrupt, Status};
use crate::step::slot::{Signal, Slot};

/// Any coroutine as a delegate: one that was started before, one that is borrowed by `&mut`, or a
/// hand-written one.
pub(crate) struct CoroutineDelegate<C: Coroutine> {
    pub(crate) coroutine: C,
    pub(crate) resume: Option<fn() -> C::Resume>,
}

impl<C: Coroutine> CoroutineDelegate<C> {
    /// Takes the input from the slot and passes it to the coroutine. Without an input, the
    /// delegation begins.
    ///
    /// The result is `Pending` with an item in the slot, or with an error or a request to close
    /// that the coroutine did not catch, or with an item that it yielded instead of closing. The
    /// coroutine uses slots of its own.
    pub(crate) fn step(
        &mut self,
        slot: &mut Slot<C::Yield, C::Resume, C::Error>,
    ) -> Poll<C::Return> {
        let Self { coroutine, resume } = self;
        let state = if let Some(value) = slot.take_sent() {
            match coroutine.send(value) {
                Ok(state) => state,
                Err(_) => CoroutineState::Complete(take_stored_return(coroutine)),
            }
        } else {
            match slot.take_interrupt() {
                None => begin(coroutine, *resume),
                Some(Interrupt::Thrown(error)) => match coroutine.throw(error) {
                    Ok(state) => state,
                    Err(error) => {
                        slot.put_error(error);
                        return Poll::Pending;
                    }
                },
                Some(Interrupt::Closed) => match coroutine.__close_delegate() {
                    Ok(_) => {
                        slot.put(Signal::Closed);
                        return Poll::Pending;
                    }
                    Err(error) => {
                        slot.put_ignored(error.into_inner());
                        return Poll::Pending;
                    }
                },
            }
        };
        match state {
            CoroutineState::Yielded(item) => {
                slot.put_item(item);
                Poll::Pending
            }
            CoroutineState::Complete(returned) => Poll::Ready(returned),
        }
    }
}

/// The delegate uses the coroutine by `&mut` only.
impl<C: Coroutine> Unpin for CoroutineDelegate<C> {}

#[cfg(feature = "alloc")]
impl<C: Coroutine> Delegate<C::Yield, C::Resume, C::Error> for CoroutineDelegate<C> {
    type Return = C::Return;

    unsafe fn step(
        self: Pin<&mut Self>,
        slot: &mut Slot<C::Yield, C::Resume, C::Error>,
    ) -> Poll<C::Return> {
        CoroutineDelegate::step(self.get_mut(), slot)
    }
}

/// Takes the first step of a delegate, whatever its status.
pub(crate) fn begin<C: Coroutine>(
    coroutine: &mut C,
    resume: Option<fn() -> C::Resume>,
) -> CoroutineState<C::Yield, C::Return> {
    let state = match (coroutine.status(), resume) {
        (Status::Created, _) => coroutine.start().ok(),
        (Status::Suspended, Some(resume)) => coroutine.send(resume()).ok(),
        (Status::Suspended, None) => panic_started_without_default(),
        (Status::Finished, _) => None,
    };
    state.unwrap_or_else(|| CoroutineState::Complete(take_stored_return(coroutine)))
}

/// Takes the value that a finished delegate has kept for `take_return`.
#[track_caller]
pub(crate) fn take_stored_return<C: Coroutine>(coroutine: &mut C) -> C::Return {
    match coroutine.take_return() {
        Some(returned) => returned,
        None => panic_without_stored_return(),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn panic_without_stored_return() -> ! {
    panic!(
        "`yield_from!` was given a coroutine that is finished and whose value is gone: delegate \
         to it before it ends, or take its value with `take_return()` and use that"
    )
}

#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn panic_started_without_default() -> ! {
    panic!(
        "`yield_from!` was given a coroutine that was started before and waits for a value, of a type \
         that has no default: delegate to it before it is started, or send it each value in a loop, \
         `let returned = loop {{ match coroutine.send(value).unwrap() {{ \
         CoroutineState::Yielded(item) => value = yield_!(item), \
         CoroutineState::Complete(returned) => break returned, }} }};`"
    )
}
