//! Coroutines of a type that has a name, for struct fields and collections.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;

use crate::protocol::coroutine::{Coroutine, Generator, forward_coroutine, push_box, write_status};
use crate::state::{CoroutineState, Status};
use crate::step::suspension::{PushPermit, Pushed};

/// Keeps for `take_return` what a coroutine returns when `next` runs it to its end.
///
/// Hand-written coroutines need not keep the value themselves.
struct RetainReturn<C: Coroutine> {
    coroutine: C,
    returned: Option<C::Return>,
}

impl<C: Coroutine> Coroutine for RetainReturn<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    forward_coroutine! { self => self.coroutine;
        start send throw close status __size_hint __suspended_at __close_delegate
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
    fn __keeps_return(&self) -> bool {
        true
    }

    // The wrapper is left behind, so that a step of the delegation goes straight to the coroutine.
    #[inline]
    fn __push_boxed(
        self: Box<Self>,
        permit: PushPermit<Self, C::Yield, C::Resume, C::Error, C::Return>,
        resume: Option<fn() -> C::Resume>,
    ) -> Pushed {
        if self.returned.is_some() {
            permit.push_driven(self, resume)
        } else {
            self.coroutine.__push(permit.pass_to(), resume)
        }
    }
}

/// The parts of a generator, which [`make`](Self::make) assembles in the box where the generator
/// stays.
///
/// The trait has no public name, so only this crate calls `make`. A user who gets hold of the
/// parts, by a type of the name `BoxGenerator` of their own, has no generator that could be started
/// and moved.
pub trait Unmade {
    /// The generator.
    type Made;

    /// Makes the generator. The caller lets nothing else reach the box (I5).
    #[expect(clippy::unnecessary_box_returns, reason = "it stays in its box")]
    fn make(self) -> Box<Self::Made>;
}

/// Defines the type-erased coroutine `$name`, with the auto traits `$auto`.
macro_rules! erased {
    ($(#[$documentation:meta])* $with_body:ident, $name:ident, $($auto:ident)?) => {
        $(#[$documentation])*
        #[must_use = "a generator does nothing until it is started: iterate over it, or call `start()`"]
        pub struct $name<'a, Y, S = (), R = (), E = Infallible>(
            Box<dyn Coroutine<Yield = Y, Resume = S, Return = R, Error = E> $(+ $auto)? + 'a>,
        );

        impl<'a, Y, S, R, E> $name<'a, Y, S, R, E> {
            /// Boxes a coroutine and erases its type, whatever its status. Allocates once.
            ///
            /// You can also box a `&mut` to a coroutine. Dropping the box then leaves the coroutine
            /// as it is.
            ///
            /// ```
            #[doc = concat!("use genfn::{", stringify!($name), ", generator};")]
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

            /// Boxes the generator of a generator function, which has its body in the box. rustc names this
            /// function where the generator is not `Send`.
            #[doc(hidden)]
            #[allow(non_snake_case)]
            #[inline]
            pub fn $with_body<U: Unmade>(generator: U) -> Self
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
            fn __push(
                self,
                permit: PushPermit<Self, Y, S, E, R>,
                resume: Option<fn() -> S>,
            ) -> Pushed {
                push_box(self.0, permit.pass_to(), resume)
            }

            #[inline]
            fn __push_boxed(
                self: Box<Self>,
                permit: PushPermit<Self, Y, S, E, R>,
                resume: Option<fn() -> S>,
            ) -> Pushed {
                push_box(self.0, permit.pass_to(), resume)
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
    /// A boxed coroutine of any type that is `Send`. The box is two words wide.
    ///
    /// A function marked [`#[generator]`](crate::generator) can return a `BoxGenerator`, and
    /// [`new`](Self::new) makes one of any coroutine. A `BoxGenerator` is an iterator if `S`
    /// implements [`Default`], with the `size_hint` of the coroutine.
    ///
    /// Dropping the box drops the coroutine. Each `next`, `send` and so on is an indirect call.
    /// Delegating to a `BoxGenerator` that was not started costs no indirect call, since the
    /// delegation unpacks the coroutine.
    ///
    /// ```
    /// use genfn::{BoxGenerator, generator};
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
    __needs_send_as_a_LocalBoxGenerator_does_not,
    BoxGenerator, Send
}

erased! {
    /// A boxed coroutine of any type, `Send` or not. The box is two words wide.
    ///
    /// It is otherwise the same as [`BoxGenerator`].
    ///
    /// ```
    /// use std::rc::Rc;
    ///
    /// use genfn::{LocalBoxGenerator, generator};
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
    __with_body,
    LocalBoxGenerator,
}
