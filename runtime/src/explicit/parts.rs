//! The protocol, on the parts of a generator: the same for one with a name and one without.

use core::mem;
use core::panic::Location;

use crate::error::{CloseError, SendError, StartError};
use crate::explicit::state::{ExplicitState, Input, Output, Point, lost};
use crate::generators::size_hint::SizeHint;
use crate::state::{CoroutineState, Interrupt, Status};

/// What the body returned to `next`, for `take_return`.
///
/// The array has the tag fill a word where it would be a byte and padding. LLVM takes padding for a value
/// of seven bytes, and a generator that another one holds is copied in each step: the pieces of such a
/// copy overlap, so each load waits for the stores in front of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Returned<R> {
    /// Nothing, or it was taken.
    Nothing,
    /// The value.
    Value(R, [usize; 0]),
}

impl<R> Returned<R> {
    /// The value.
    #[cfg(feature = "serde")]
    pub(super) const fn get(&self) -> Option<&R> {
        match self {
            Self::Nothing => None,
            Self::Value(value, []) => Some(value),
        }
    }

    /// The value, which is taken.
    #[inline]
    pub(super) fn take(&mut self) -> Option<R> {
        match mem::replace(self, Self::Nothing) {
            Self::Nothing => None,
            Self::Value(value, []) => Some(value),
        }
    }
}

#[cfg(feature = "serde")]
impl<R> From<Option<R>> for Returned<R> {
    fn from(returned: Option<R>) -> Self {
        returned.map_or(Self::Nothing, |value| Self::Value(value, []))
    }
}

/// A place for what the body returned to `next`.
pub trait KeepReturn<R> {
    /// Puts it there.
    fn keep(&mut self, returned: R);
}

impl<R> KeepReturn<R> for Option<R> {
    #[inline(always)]
    fn keep(&mut self, returned: R) {
        *self = Some(returned);
    }
}

impl<R> KeepReturn<R> for Returned<R> {
    #[inline(always)]
    fn keep(&mut self, returned: R) {
        *self = Self::Value(returned, []);
    }
}

/// Runs the body on, for the methods other than `next`, which share it.
///
/// The step itself is always inlined. In `next` LLVM so sees the item on its whole way from the body to the
/// caller's `Option`. Were the body a function for itself, it would write the item into its `Output` for
/// good, and each `next` would copy it from there.
#[inline]
fn stepped<T, Y, S, R, E>(
    step: impl Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    state: &mut T,
    input: Input<S, E>,
) -> Output<Y, R, E> {
    step(state, input)
}

/// `Iterator::next`: makes a step, and gives its item.
///
/// This is a macro, so that a step is a function for LLVM and what calls it another one, as by hand. LLVM
/// simplifies each of them once; a function more would be a round more.
macro_rules! next_item {
    ($step:expr, $state:expr, $returned:expr, $size_hint:expr) => {{
        let input = if T::TAKES_VALUES {
            match $state.point() {
                // A step sees itself that it has finished.
                Point::Start | Point::Finished => Input::Start,
                Point::Yield
                | Point::Catching
                | Point::Calling
                | Point::CatchingCall
                | Point::Failed => Input::Sent(S::default()),
            }
        } else {
            // It is `()`. Where a body begins, it looks at no input.
            Input::Sent(S::default())
        };
        match ($step)($state, input) {
            Output::Yielded(item) => {
                if H::COUNTS {
                    $size_hint.count_down();
                }
                Some(item)
            }
            Output::Failed(item) => {
                if T::GIVES_ERROR {
                    $state.fail();
                }
                Some(item)
            }
            Output::Complete(returned) => {
                $returned.keep(returned);
                None
            }
            Output::Finished => None,
            Output::Uncaught(_) | Output::Ignored(_) => lost(),
        }
    }};
}

pub(super) use next_item;

/// What a generator consists of, and its step.
pub struct Parts<'g, T, K, H, F> {
    /// Where the body is suspended, and what it holds.
    pub state: &'g mut T,
    /// What the body returned to `next`, for `take_return`.
    pub returned: &'g mut K,
    /// What is known of the number of items.
    pub size_hint: H,
    /// Runs the body on.
    pub step: F,
}

impl<T: ExplicitState, K, H: SizeHint, F> Parts<'_, T, K, H, F> {
    /// Finishes the generator and drops what it holds. It is finished even if a destructor panics.
    #[inline]
    fn finish(self) {
        self.state.finish();
    }

    #[inline(always)]
    fn count_down(&mut self) {
        if H::COUNTS {
            self.size_hint.count_down();
        }
    }

    /// Runs the body to its next yield or its end. `input` is `Start` or `Sent`: so no interrupt leaves the body
    /// uncaught, and none is ignored.
    #[inline(always)]
    fn run<Y, S, R, E>(mut self, input: Input<S, E>) -> CoroutineState<Y, R>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        match stepped(&self.step, self.state, input) {
            Output::Yielded(item) => {
                self.count_down();
                CoroutineState::Yielded(item)
            }
            Output::Complete(returned) => CoroutineState::Complete(returned),
            Output::Failed(item) => {
                self.state.fail();
                CoroutineState::Yielded(item)
            }
            Output::Uncaught(_) | Output::Ignored(_) | Output::Finished => lost(),
        }
    }

    /// [`Coroutine::start`](crate::Coroutine::start).
    ///
    /// # Errors
    ///
    /// As there.
    #[inline(always)]
    pub fn start<Y, S, R, E>(self) -> Result<CoroutineState<Y, R>, StartError>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        match self.state.point() {
            Point::Start => Ok(self.run(Input::Start)),
            Point::Yield
            | Point::Catching
            | Point::Calling
            | Point::CatchingCall
            | Point::Failed => Err(StartError::Started),
            Point::Finished => Err(StartError::Finished),
        }
    }

    /// [`Coroutine::send`](crate::Coroutine::send).
    ///
    /// # Errors
    ///
    /// As there.
    #[inline(always)]
    pub fn send<Y, S, R, E>(self, value: S) -> Result<CoroutineState<Y, R>, SendError<S>>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        match self.state.point() {
            Point::Yield
            | Point::Catching
            | Point::Calling
            | Point::CatchingCall
            | Point::Failed => Ok(self.run(Input::Sent(value))),
            Point::Start => Err(SendError::NotStarted(value)),
            Point::Finished => Err(SendError::Finished(value)),
        }
    }

    /// [`Coroutine::throw`](crate::Coroutine::throw).
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn throw<Y, S, R, E>(mut self, error: E) -> Result<CoroutineState<Y, R>, E>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        match self.state.point() {
            Point::Catching => match stepped(&self.step, self.state, Input::Thrown(error)) {
                Output::Yielded(item) => {
                    self.count_down();
                    Ok(CoroutineState::Yielded(item))
                }
                Output::Complete(returned) => Ok(CoroutineState::Complete(returned)),
                Output::Failed(item) => {
                    self.state.fail();
                    Ok(CoroutineState::Yielded(item))
                }
                Output::Uncaught(Interrupt::Thrown(error)) => {
                    self.finish();
                    Err(error)
                }
                Output::Uncaught(Interrupt::Closed) | Output::Ignored(_) | Output::Finished => {
                    lost()
                }
            },
            Point::Start | Point::Yield | Point::Calling | Point::CatchingCall | Point::Failed => {
                self.finish();
                Err(error)
            }
            Point::Finished => Err(error),
        }
    }

    /// [`Coroutine::close`](crate::Coroutine::close).
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn close<Y, S, R, E>(self) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        self.close_and(T::finish)
    }

    /// [`close`](Self::close), for a delegator that drops the generator if it yields instead.
    ///
    /// # Errors
    ///
    /// As there.
    #[inline]
    pub fn close_delegate<Y, S, R, E>(self) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        self.close_and(|_| {})
    }

    /// Closes the generator. `ignored` is what is done to the state if a delegate has yielded instead.
    #[inline(always)]
    fn close_and<Y, S, R, E>(
        mut self,
        ignored: impl FnOnce(&mut T),
    ) -> Result<Option<R>, CloseError<Y>>
    where
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        match self.state.point() {
            Point::Catching => match stepped(&self.step, self.state, Input::Closed) {
                Output::Complete(returned) => Ok(Some(returned)),
                Output::Uncaught(_) => {
                    self.finish();
                    Ok(None)
                }
                Output::Yielded(item) => {
                    self.count_down();
                    Err(CloseError::new(item))
                }
                Output::Failed(item) => {
                    self.state.fail();
                    Err(CloseError::new(item))
                }
                Output::Ignored(item) => {
                    ignored(self.state);
                    Err(CloseError::new(item))
                }
                Output::Finished => lost(),
            },
            Point::Start | Point::Yield | Point::Calling | Point::CatchingCall | Point::Failed => {
                self.finish();
                Ok(None)
            }
            Point::Finished => Ok(None),
        }
    }

    /// `Iterator::next`.
    #[inline(always)]
    pub fn step_by_default<Y, S: Default, R, E>(mut self) -> Option<Y>
    where
        K: KeepReturn<R>,
        F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    {
        next_item!(self.step, self.state, self.returned, self.size_hint)
    }
}

/// [`Coroutine::status`](crate::Coroutine::status).
#[inline(always)]
pub fn status<T: ExplicitState>(state: &T) -> Status {
    match state.point() {
        Point::Start => Status::Created,
        Point::Yield | Point::Catching | Point::Calling | Point::CatchingCall | Point::Failed => {
            Status::Suspended
        }
        Point::Finished => Status::Finished,
    }
}

/// Where the body is suspended. As without an explicit state, it is told in debug builds alone.
pub fn suspended_at<T: ExplicitState>(state: &T) -> Option<&'static Location<'static>> {
    if cfg!(debug_assertions) { state.location() } else { None }
}

/// `Iterator::size_hint`.
#[inline(always)]
pub fn size_hint<T: ExplicitState, H: SizeHint>(state: &T, hint: &H) -> (usize, Option<usize>) {
    match state.point() {
        Point::Start | Point::Yield | Point::Catching | Point::Calling | Point::CatchingCall => {
            hint.get()
        }
        Point::Failed | Point::Finished => (0, Some(0)),
    }
}

/// Implements the protocol for a generator with a name, in its own crate.
#[doc(hidden)]
#[macro_export]
macro_rules! implement_named {
    ([$($generics:tt)*] $name:ty, [$($bounds:tt)*] $item:ty, $resume:ty, $returned:ty, $error:ty, $show:ident, $hint:ident, {$($step:tt)*}) => {
        impl<$($generics)*> $crate::Coroutine for $name $($bounds)* {
            type Yield = $item;
            type Resume = $resume;
            type Return = $returned;
            type Error = $error;

            #[inline]
            fn start(
                &mut self,
            ) -> ::core::result::Result<
                $crate::CoroutineState<$item, $returned>,
                $crate::StartError,
            > {
                self.__parts().start()
            }

            #[inline]
            fn send(
                &mut self,
                value: $resume,
            ) -> ::core::result::Result<
                $crate::CoroutineState<$item, $returned>,
                $crate::SendError<$resume>,
            > {
                self.__parts().send(value)
            }

            #[inline]
            fn throw(
                &mut self,
                error: $error,
            ) -> ::core::result::Result<$crate::CoroutineState<$item, $returned>, $error> {
                self.__parts().throw(error)
            }

            #[inline]
            fn close(
                &mut self,
            ) -> ::core::result::Result<
                ::core::option::Option<$returned>,
                $crate::CloseError<$item>,
            > {
                self.__parts().close()
            }

            #[inline]
            fn __close_delegate(
                &mut self,
            ) -> ::core::result::Result<
                ::core::option::Option<$returned>,
                $crate::CloseError<$item>,
            > {
                self.__parts().close_delegate()
            }

            #[inline]
            fn status(&self) -> $crate::Status {
                $crate::__private::status(&self.state)
            }

            #[inline]
            fn take_return(&mut self) -> ::core::option::Option<$returned> {
                self.returned.take()
            }

            $($step)*

            #[inline]
            fn __size_hint(&self) -> (usize, ::core::option::Option<usize>) {
                $crate::__private::believable::<$item>($crate::hint_of_named!($hint self))
            }

            fn __suspended_at(
                &self,
            ) -> ::core::option::Option<&'static ::core::panic::Location<'static>> {
                $crate::__private::suspended_at(&self.state)
            }

            #[inline]
            fn __keeps_return(&self) -> bool {
                true
            }
        }

        $crate::implement_debug!($show [$($generics)*] $name, [$($bounds)*]);
    };
}

/// What a generator with a name knows of the number of its items.
#[doc(hidden)]
#[macro_export]
macro_rules! hint_of_named {
    (known $this:ident) => {
        $crate::__private::size_hint(&$this.state, &$this.size_hint)
    };
    (known_of_calls $this:ident) => {
        $crate::__private::recursive_size_hint(&$this.state, &$this.callers, &$this.size_hint)
    };
    (unknown_of_calls $this:ident) => {
        $crate::__private::recursive_size_hint(
            &$this.state,
            &$this.callers,
            &$crate::__private::Unknown,
        )
    };
    (unknown $this:ident) => {
        $crate::__private::size_hint(&$this.state, &$crate::__private::Unknown)
    };
}

/// `Debug` for a generator with a name that does not derive it.
#[doc(hidden)]
#[macro_export]
macro_rules! implement_debug {
    (derived $($rest:tt)*) => {};
    (status [$($generics:tt)*] $name:ty, [$($bounds:tt)*]) => {
        impl<$($generics)*> ::core::fmt::Debug for $name $($bounds)* {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::write_status(
                    formatter,
                    "Generator",
                    $crate::__private::status(&self.state),
                    $crate::__private::suspended_at(&self.state),
                )
            }
        }
    };
}

/// The iterator of a generator with a name.
#[doc(hidden)]
#[macro_export]
macro_rules! implement_named_iterator {
    ([$($generics:tt)*] $name:ty, [$($bounds:tt)*] $item:ty, $hint:ident) => {
        impl<$($generics)*> ::core::iter::Iterator for $name $($bounds)* {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> ::core::option::Option<$item> {
                self.__parts().step_by_default()
            }

            #[inline]
            fn size_hint(&self) -> (usize, ::core::option::Option<usize>) {
                $crate::__private::believable::<$item>($crate::hint_of_named!($hint self))
            }
        }

        impl<$($generics)*> ::core::iter::FusedIterator for $name $($bounds)* {}
    };
}
