//! Items that are lent: a value that goes back and forth between the body and its caller.

use core::fmt::{self, Debug, Formatter};

use crate::error::CloseError;
use crate::protocol::coroutine::Coroutine;
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};

/// Lends each value that a coroutine yields, and sends it back in the next step.
///
/// [`CoroutineExt::lend`](crate::CoroutineExt::lend) makes one. An [`Iterator`] gives its items away, so
/// they cannot borrow from it; this one keeps each item and gives `&mut` to it until the next step. So
/// one buffer serves for all items, and `while let` takes the place of `for`.
#[must_use = "a coroutine does nothing until it is started: call `next()`"]
pub struct Lend<C: Coroutine> {
    coroutine: C,
    /// What was yielded in the last step.
    item: Option<C::Yield>,
    /// The value that the body returned.
    returned: Option<C::Return>,
}

impl<Y, C: Coroutine<Yield = Y, Resume = Y>> Lend<C> {
    #[inline]
    pub(super) const fn new(coroutine: C) -> Self {
        Self { coroutine, item: None, returned: None }
    }

    /// Sends the item back that was lent before, and lends the next one. `None` if the body has
    /// returned; [`take_return`](Self::take_return) then gives its value.
    ///
    /// # Panics
    ///
    /// If the coroutine was started before this was made of it: what it yielded is not here to be sent
    /// back.
    #[expect(clippy::should_implement_trait, reason = "an iterator gives its items away")]
    #[inline]
    pub fn next(&mut self) -> Option<&mut Y> {
        let state = match self.item.take() {
            Some(item) => self.coroutine.send(item).ok()?,
            None => match self.coroutine.status() {
                Status::Created => self.coroutine.start().ok()?,
                Status::Finished => return None,
                Status::Suspended => nothing_to_send_back(),
            },
        };
        match state {
            CoroutineState::Yielded(item) => Some(self.item.insert(item)),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    /// Lends each item that is still to come to `visit`, and gives the value that the body returned.
    /// `None` if the coroutine was finished before and its value is gone.
    ///
    /// # Panics
    ///
    /// As [`next`](Self::next).
    #[inline]
    pub fn for_each(mut self, mut visit: impl FnMut(&mut Y)) -> Option<C::Return> {
        // The item that is lent already was visited.
        let mut state = match self.item.take() {
            Some(item) => self.coroutine.send(item).ok(),
            None => match self.coroutine.status() {
                Status::Created => self.coroutine.start().ok(),
                Status::Finished => None,
                Status::Suspended => nothing_to_send_back(),
            },
        };
        loop {
            match state {
                Some(CoroutineState::Yielded(mut item)) => {
                    visit(&mut item);
                    state = self.coroutine.send(item).ok();
                }
                Some(CoroutineState::Complete(returned)) => return Some(returned),
                None => return self.take_return(),
            }
        }
    }

    /// Throws `error` in at the yield where the body waits, and lends the item that it yields then.
    /// The item that was lent before is dropped.
    ///
    /// # Errors
    ///
    /// `error` itself, if the body does not catch it.
    #[inline]
    pub fn throw(&mut self, error: C::Error) -> Result<Option<&mut Y>, C::Error> {
        self.item = None;
        match self.coroutine.throw(error)? {
            CoroutineState::Yielded(item) => Ok(Some(self.item.insert(item))),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                Ok(None)
            }
        }
    }

    /// Ends the coroutine at the yield where it waits: [`Coroutine::close`]. The item that was lent
    /// before is dropped.
    ///
    /// # Errors
    ///
    /// [`CloseError`] with the value yielded, if the body yielded instead of ending. Nothing is left
    /// then to be sent back.
    #[inline]
    pub fn close(&mut self) -> Result<Option<C::Return>, CloseError<Y>> {
        self.item = None;
        self.coroutine.close()
    }

    /// How far the coroutine has come.
    #[inline]
    pub fn status(&self) -> Status {
        self.coroutine.status()
    }

    /// The value that the body returned, once.
    #[inline]
    pub fn take_return(&mut self) -> Option<C::Return> {
        self.returned.take().or_else(|| self.coroutine.take_return())
    }

    /// The coroutine, and the item that was lent last, which it waits for.
    #[inline]
    pub fn into_parts(self) -> (C, Option<Y>) {
        (self.coroutine, self.item)
    }
}

impl<C: Coroutine> Debug for Lend<C> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_status(formatter, "Lend", self.coroutine.status(), self.coroutine.__suspended_at())
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn nothing_to_send_back() -> ! {
    panic!(
        "the coroutine waits for an item that is not here to be sent back: call `lend()` before it \
         is started, and leave it after an item that `close` gave"
    )
}
