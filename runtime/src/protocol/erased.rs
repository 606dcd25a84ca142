//! Coroutines whose type can be named, for struct fields and collections.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;
use core::panic::Location;

use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::{Coroutine, Generator, forward_coroutine, write_status};
use crate::state::{CoroutineState, Status};
use crate::step::suspension::SlotPointer;

/// Keeps what any coroutine returns when it is stepped by `next`, for `take_return`.
///
/// Hand-written coroutines need not have a place for it.
struct RetainReturn<C: Coroutine> {
    coroutine: C,
    returned: Option<C::Return>,
}

impl<C: Coroutine> Coroutine for RetainReturn<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.coroutine.start()
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        self.coroutine.send(value)
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.coroutine.throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.coroutine.close()
    }

    #[inline]
    fn status(&self) -> Status {
        self.coroutine.status()
    }

    #[inline]
    fn take_return(&mut self) -> Option<C::Return> {
        self.returned.take().or_else(|| self.coroutine.take_return())
    }

    #[inline]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        let state = match self.coroutine.status() {
            Status::Created => self.coroutine.start().ok()?,
            Status::Suspended => self.coroutine.send(C::Resume::default()).ok()?,
            Status::Finished => return None,
        };
        match state {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        self.coroutine.__size_hint()
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static Location<'static>> {
        self.coroutine.__suspended_at()
    }

    // What is erased is taken out, so that a delegation through it goes as straight as without.
    #[inline]
    unsafe fn __push_boxed(
        self: Box<Self>,
        pointer: SlotPointer<C::Yield, C::Resume, C::Error>,
        resume: Option<fn() -> C::Resume>,
    ) {
        if self.returned.is_some() {
            // SAFETY: this function's own contract.
            unsafe { pointer.push_driven(self, resume) };
        } else {
            // SAFETY: this function's own contract.
            unsafe { self.coroutine.__push(pointer, resume) };
        }
    }
}

/// What makes a generator in the box where it is to stay.
///
/// It is not made before, and by nobody else: this trait has no name that is public. So whoever gets hold
/// of what implements it, as by a type of the same name as that of the erased one, has no generator that
/// could be started and moved after that.
pub trait Unmade {
    /// The generator.
    type Made;

    /// Makes it. Its box is not to be reached by anybody.
    #[expect(clippy::unnecessary_box_returns, reason = "it stays in its box")]
    fn make(self) -> Box<Self::Made>;
}

/// A type-erased coroutine of the name `$name`, which has the auto traits `$auto`.
macro_rules! erased {
    ($(#[$documentation:meta])* $name:ident, $($auto:ident)?) => {
        $(#[$documentation])*
        #[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
        pub struct $name<'a, Y, S = (), R = (), E = Infallible>(
            Box<dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)? + 'a>,
        );

        impl<'a, Y, S, R, E> $name<'a, Y, S, R, E> {
            /// Erases the type of a coroutine, in whatever state it is. One allocation.
            ///
            /// A coroutine that is only lent can be erased too: what becomes of the box is then no
            /// matter to it.
            ///
            /// ```
            #[doc = concat!("use genfn::{", stringify!($name), ", generator, yield_};")]
            ///
            /// #[generator]
            /// fn evens() -> impl Iterator<Item = u32> + Send {
            ///     for half in 0.. {
            ///         yield_!(2 * half);
            ///     }
            /// }
            ///
            /// #[generator]
            /// fn powers(of: u32) -> impl Iterator<Item = u32> + Send {
            ///     for exponent in 0.. {
            ///         yield_!(of.pow(exponent));
            ///     }
            /// }
            ///
            #[doc = concat!("let mut both = vec![", stringify!($name), "::new(evens()), ", stringify!($name), "::new(powers(3))];")]
            /// let second: Vec<_> = both.iter_mut().filter_map(|numbers| numbers.nth(1)).collect();
            /// assert_eq!(second, [2, 3]);
            /// ```
            #[inline]
            pub fn new<C>(coroutine: C) -> Self
            where
                C: Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)? + 'a,
                R: $($auto +)? 'a,
            {
                if coroutine.__keeps_return() {
                    Self(Box::new(coroutine))
                } else {
                    Self(Box::new(RetainReturn { coroutine, returned: None }))
                }
            }

            /// That of a generator function, which has the body in its box.
            #[doc(hidden)]
            #[inline]
            pub fn __with_body<U: Unmade>(generator: U) -> Self
            where
                U::Made: Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)? + 'a,
            {
                Self(generator.make())
            }
        }

        impl<Y, S, R, E> Coroutine for $name<'_, Y, S, R, E> {
            type Yield = Y;
            type Resume = S;
            type Return = R;
            type Error = E;

            forward_coroutine!(self => self.0);

            #[inline]
            unsafe fn __push(
                self,
                pointer: SlotPointer<Y, S, E>,
                resume: Option<fn() -> S>,
            ) {
                // SAFETY: this function's own contract.
                unsafe { self.0.__push_boxed(pointer, resume) };
            }

            #[inline]
            unsafe fn __push_boxed(
                self: Box<Self>,
                pointer: SlotPointer<Y, S, E>,
                resume: Option<fn() -> S>,
            ) {
                // SAFETY: this function's own contract.
                unsafe { self.0.__push_boxed(pointer, resume) };
            }
        }

        impl<Y, S: Default, R, E> Iterator for $name<'_, Y, S, R, E> {
            type Item = Y;

            #[inline]
            fn next(&mut self) -> Option<Y> {
                self.0.__step_by_default()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.__size_hint()
            }
        }

        impl<Y, S: Default, R, E> FusedIterator for $name<'_, Y, S, R, E> {}

        #[diagnostic::do_not_recommend]
        impl<Y> Generator for $name<'_, Y> {}

        impl<Y, S, R, E> Debug for $name<'_, Y, S, R, E> {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                write_status(formatter, stringify!($name), self.status(), self.__suspended_at())
            }
        }
    };
}

erased! {
    /// A coroutine of any type, which can be sent to other threads: a box two words wide.
    ///
    /// A function marked [`#[generator]`](crate::generator) can return one, and
    /// [`new`](Self::new) makes one of any coroutine. It is an iterator where `S` has a default, with the
    /// `size_hint` of what is in it.
    ///
    /// A drop of it drops the coroutine, as a drop of that would, or ends a loan of it. Each step
    /// is an indirect call. Delegating to one that was not started costs no more for it: what it
    /// holds is taken out.
    ///
    /// ```
    /// use genfn::{BoxGenerator, generator, yield_};
    ///
    /// #[generator]
    /// fn count_to(end: u32) -> BoxGenerator<'static, u32> {
    ///     for number in 1..=end {
    ///         yield_!(number);
    ///     }
    /// }
    ///
    /// struct Source {
    ///     numbers: BoxGenerator<'static, u32>,
    /// }
    ///
    /// let mut source = Source { numbers: count_to(2) };
    /// assert_eq!(source.numbers.next(), Some(1));
    /// let rest = std::thread::spawn(move || source.numbers.collect::<Vec<_>>());
    /// assert_eq!(rest.join().unwrap(), [2]);
    /// ```
    BoxGenerator, Send
}

erased! {
    /// A coroutine of any type, which stays on its thread: a box two words wide.
    ///
    /// As [`BoxGenerator`], for coroutines that hold what is not `Send`.
    ///
    /// ```
    /// use std::rc::Rc;
    ///
    /// use genfn::{LocalBoxGenerator, generator, yield_};
    ///
    /// #[generator]
    /// fn clones(of: Rc<str>) -> LocalBoxGenerator<'static, Rc<str>> {
    ///     loop {
    ///         yield_!(Rc::clone(&of));
    ///     }
    /// }
    ///
    /// let mut shared = clones("shared".into());
    /// assert_eq!(shared.next().as_deref(), Some("shared"));
    /// ```
    LocalBoxGenerator,
}
