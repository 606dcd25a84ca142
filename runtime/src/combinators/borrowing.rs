//! Sending what is borrowed for one step.
//!
//! `Resume` is one type, so a reference in it has one lifetime for all sends. A [`Borrowed`] has no
//! lifetime. It shares a cell with the [`Borrowing`] that sends it. A closure that runs within the step
//! borrows the value.
//!
//! The unsafe code of this file relies on one invariant. *The cell holds an address only while the call
//! of [`Borrowing::send`] runs that borrows the value there.* `send` takes the address out when it
//! returns or unwinds. `send` has the `Borrowing` by `&mut`, so no other call exchanges the address
//! meanwhile. An `Rc` is not `Send`, so a call that finds an address is one that `send` makes on the
//! same thread, and ends before `send` does.
//!
//! A `Borrowed` that the body keeps for a later step is not that step's value. The cell counts the
//! sends, and each `Borrowed` has the number of its own.
//!
//! ```text
//! Borrowing::send(&value)     cell = address       resumes the body
//!                                                  sent.with(|value| ..)    reads the cell
//!                             cell = nothing       the body yields
//! ```

use alloc::rc::Rc;
use core::cell::Cell;
use core::fmt::{self, Debug, Formatter};
use core::ptr::NonNull;

use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::protocol::coroutine::write_status;
use crate::state::{CoroutineState, Status};

/// The cell that a [`Borrowing`] shares with what it sends.
struct Loan<T: ?Sized> {
    /// The address of what is lent: `Some` only while the [`Borrowing::send`] runs that borrows it.
    address: Cell<Option<NonNull<T>>>,
    /// The number of sends so far.
    sends: Cell<u64>,
}

/// A value that the caller lends a coroutine for one step.
///
/// It is what a coroutine is sent whose caller has a reference: `Resume = Borrowed<[u8]>`.
/// [`with`](Self::with) shows it to a closure. [`CoroutineExt::borrowing`](crate::CoroutineExt::borrowing)
/// gives the type that sends it.
///
/// It stays on its thread. A coroutine that keeps one across a yield is not `Send`, and gets a panic
/// when it uses it.
///
/// ```
/// use genfn::coroutine::Borrowed;
/// use genfn::{Coroutine, CoroutineExt, CoroutineState, generator};
///
/// /// Yields the number of lines that have ended so far.
/// #[generator]
/// fn line_counter() -> impl Coroutine<Yield = usize, Resume = Borrowed<str>> {
///     let mut lines = 0;
///     loop {
///         lines += yield_!(lines).with(|text| text.matches('\n').count());
///     }
/// }
///
/// let mut counter = line_counter().borrowing();
/// counter.start()?;
/// for number in 1..=3 {
///     // A new string in each turn.
///     let text = format!("{number}\n");
///     assert_eq!(counter.send(&text)?, CoroutineState::Yielded(number));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Borrowed<T: ?Sized> {
    loan: Rc<Loan<T>>,
    /// The number of the send that it is from.
    send: u64,
}

impl<T: ?Sized> Borrowed<T> {
    /// Shows the value to `read`, and gives what that makes of it.
    ///
    /// # Panics
    ///
    /// If the body has yielded since it was sent this.
    #[inline]
    #[track_caller]
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        let lent = self.loan.address.get().filter(|_| self.loan.sends.get() == self.send);
        let Some(value) = lent else { is_over() };
        // SAFETY: the invariant of this file: `send` still borrows the value, and outlives this call.
        read(unsafe { value.as_ref() })
    }
}

impl<T: ?Sized> Debug for Borrowed<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Borrowed(..)")
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn is_over() -> ! {
    panic!(
        "a value that was lent for one step was used in a later one: use a `Borrowed` before the \
         next yield, and copy what is to be kept"
    )
}

/// A coroutine that is sent references, each with a lifetime of its own.
///
/// [`CoroutineExt::borrowing`](crate::CoroutineExt::borrowing) makes one. It has the methods of
/// [`Coroutine`], whose documentation says what each does. `send` takes `&T`; a value that was not
/// delivered is still the caller's, so the error holds `()`.
#[must_use = "a coroutine does nothing until it is started: call `start()`"]
pub struct Borrowing<C, T: ?Sized> {
    coroutine: C,
    loan: Rc<Loan<T>>,
}

impl<T: ?Sized, C: Coroutine<Resume = Borrowed<T>>> Borrowing<C, T> {
    #[inline]
    pub(super) fn new(coroutine: C) -> Self {
        let loan = Loan { address: Cell::new(None), sends: Cell::new(0) };
        Self { coroutine, loan: Rc::new(loan) }
    }

    /// Starts the body and runs it to its first yield or its end: [`Coroutine::start`].
    ///
    /// # Errors
    ///
    /// [`StartError`] if it was started before; nothing runs then.
    #[inline]
    pub fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.coroutine.start()
    }

    /// Lends `value` to the body and runs it to its next yield or its end: [`Coroutine::send`].
    ///
    /// # Errors
    ///
    /// [`SendError`] if the body waits at no yield; nothing runs then.
    #[inline]
    pub fn send(
        &mut self,
        value: &T,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<()>> {
        /// Takes the address out of the cell at the end of the step, however it ends.
        struct End<'a, T: ?Sized>(&'a Loan<T>);

        impl<T: ?Sized> Drop for End<'_, T> {
            #[inline]
            fn drop(&mut self) {
                self.0.address.set(None);
            }
        }

        let count = self.loan.sends.get().wrapping_add(1);
        let sent = Borrowed { loan: Rc::clone(&self.loan), send: count };
        let end = End(&self.loan);
        end.0.sends.set(count);
        end.0.address.set(Some(NonNull::from(value)));
        self.coroutine.send(sent).map_err(|error| match error {
            SendError::NotStarted(_) => SendError::NotStarted(()),
            SendError::Finished(_) => SendError::Finished(()),
        })
    }

    /// Throws `error` in at the yield where the body is suspended: [`Coroutine::throw`].
    ///
    /// # Errors
    ///
    /// `error` itself, if nothing caught it.
    #[inline]
    pub fn throw(
        &mut self,
        error: C::Error,
    ) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.coroutine.throw(error)
    }

    /// Ends the coroutine at the yield where it is suspended: [`Coroutine::close`].
    ///
    /// # Errors
    ///
    /// [`CloseError`] with the value yielded, if the body yielded instead of ending.
    #[inline]
    pub fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.coroutine.close()
    }

    /// How far the coroutine has come: [`Coroutine::status`].
    #[inline]
    pub fn status(&self) -> Status {
        self.coroutine.status()
    }
}

impl<C: Coroutine, T: ?Sized> Debug for Borrowing<C, T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (status, at) = (self.coroutine.status(), self.coroutine.__suspended_at());
        write_status(formatter, "Borrowing", status, at)
    }
}
