//! The state of a generator, and what passes in and out of a step.

use core::convert::Infallible;
use core::fmt::Debug;
use core::mem;
use core::panic::Location;

use crate::state::Interrupt;

/// A state that the macro writes, with a variant for each place where the body is suspended.
pub trait ExplicitState: Sized {
    /// The version of the body, where the state can be saved: a hash of its source.
    const VERSION: u64 = 0;

    /// Whether a step can give [`Output::Failed`].
    const GIVES_ERROR: bool = false;

    /// Whether the values that the body is sent can be others than `()`.
    const TAKES_VALUES: bool = false;

    /// Finishes the generator and drops what it holds. It is finished even if a destructor panics.
    fn finish(&mut self);

    /// The state, in whose place it is finished. A generator that calls itself asks for it.
    #[must_use = "the generator is finished otherwise"]
    fn taken(&mut self) -> Self {
        lost()
    }

    /// Notes that the generator has given an error as its last item.
    fn fail(&mut self) {
        self.finish();
    }

    /// Where the body is suspended.
    fn point(&self) -> Point;

    /// The yield at which the body is suspended.
    fn location(&self) -> Option<&'static Location<'static>> {
        None
    }

    /// What is held, where the state is `Debug`.
    fn shown(&self) -> Option<&dyn Debug> {
        None
    }
}

/// The methods of an [`ExplicitState`] that a state has from the one inside of it, but for `finish`.
macro_rules! forward_state {
    ($self:ident => $inner:expr, $state:ident) => {
        const GIVES_ERROR: bool = $state::GIVES_ERROR;
        const TAKES_VALUES: bool = $state::TAKES_VALUES;

        fn fail(&mut $self) {
            $inner.fail();
        }

        #[inline]
        fn point(&$self) -> $crate::explicit::state::Point {
            $inner.point()
        }

        fn location(&$self) -> Option<&'static ::core::panic::Location<'static>> {
            $inner.location()
        }

        fn shown(&$self) -> Option<&dyn ::core::fmt::Debug> {
            $inner.shown()
        }
    };
}

pub(super) use forward_state;

/// A place where a body is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// In front of its first statement.
    Start,
    /// At a yield that ends the body when an error comes in.
    Yield,
    /// At a yield, or in a delegation, that an error or a close is handed to.
    Catching,
    /// In a call of the function itself.
    Calling,
    /// In a call of the function itself, which an error or a close that leaves it is handed to.
    CatchingCall,
    /// Behind the error that went out as the last item.
    Failed,
    /// Behind its end.
    Finished,
}

/// What a step passes into the body. `R` is what a call of the function itself returns, if there is one
/// in the body.
#[derive(Clone, Copy, Debug)]
pub enum Input<S, E, R = Infallible> {
    /// Nothing: the body starts, or what was passed in has been taken.
    Start,
    /// The value of the yield.
    Sent(S),
    /// An error, for a place that catches it.
    Thrown(E),
    /// The wish that the body ends, for a place that catches it.
    Closed,
    /// What a call of the function itself has returned.
    Returned(R),
}

impl<S, E, R> Input<S, E, R> {
    /// What is passed in, which is taken.
    #[inline(always)]
    #[must_use = "it is lost otherwise"]
    pub fn take(&mut self) -> Self {
        mem::replace(self, Self::Start)
    }

    /// The value that was sent: `yield_!`.
    #[inline(always)]
    pub fn sent(self) -> S {
        match self {
            Self::Sent(value) => value,
            Self::Start | Self::Thrown(_) | Self::Closed | Self::Returned(_) => lost(),
        }
    }

    /// The value that was sent, or what came instead: `try_yield!`.
    ///
    /// # Errors
    ///
    /// The error that was thrown, or the close.
    #[inline(always)]
    pub fn caught(self) -> Result<S, Interrupt<E>> {
        match self {
            Self::Sent(value) => Ok(value),
            Self::Thrown(error) => Err(Interrupt::Thrown(error)),
            Self::Closed => Err(Interrupt::Closed),
            Self::Start | Self::Returned(_) => lost(),
        }
    }

    /// What a delegate is given.
    #[inline(always)]
    pub fn delegated(self) -> Input<S, E> {
        match self {
            Self::Start => Input::Start,
            Self::Sent(value) => Input::Sent(value),
            Self::Thrown(error) => Input::Thrown(error),
            Self::Closed => Input::Closed,
            Self::Returned(_) => lost(),
        }
    }

    /// The value of a call of the function itself: `yield_from!`.
    #[inline(always)]
    pub fn returned(self) -> R {
        match self {
            Self::Returned(value) => value,
            Self::Start | Self::Sent(_) | Self::Thrown(_) | Self::Closed => lost(),
        }
    }

    /// The value of a call of the function itself, or what left it uncaught: `try_yield_from!`.
    ///
    /// # Errors
    ///
    /// The error that was thrown, or the close.
    #[inline(always)]
    pub fn returned_or_caught(self) -> Result<R, Interrupt<E>> {
        match self {
            Self::Returned(value) => Ok(value),
            Self::Thrown(error) => Err(Interrupt::Thrown(error)),
            Self::Closed => Err(Interrupt::Closed),
            Self::Start | Self::Sent(_) => lost(),
        }
    }
}

/// What a step gives. `T` is the state of the function itself, if it is called in the body.
#[derive(Clone, Copy, Debug)]
pub enum Output<Y, R, E, T = Infallible> {
    /// The body is suspended again.
    Yielded(Y),
    /// The body has returned.
    Complete(R),
    /// The body has returned an error, which is the last item.
    Failed(Y),
    /// A delegate did not catch what was passed in: the body ends where it is suspended.
    Uncaught(Interrupt<E>),
    /// A delegate has yielded when it was told to close: the body ends where it is suspended.
    Ignored(Y),
    /// The body has ended before.
    Finished,
    /// The body calls the function itself, with this state.
    Call(T),
    /// The same, as the last thing that it does.
    TailCall(T),
}

/// A state that a step reads where it is, for all of it is `Copy` or a range. The generator is finished
/// unless the step suspends it.
#[derive(Debug)]
pub struct Entered<'s, T: ExplicitState>(&'s mut T);

impl<'s, T: ExplicitState> Entered<'s, T> {
    /// The state that a step begins with.
    #[inline(always)]
    #[must_use = "the generator is finished otherwise"]
    pub const fn of(state: &'s mut T) -> Self {
        Self(state)
    }

    /// What it holds.
    #[inline(always)]
    #[must_use = "it is only read"]
    pub const fn state(&self) -> &T {
        self.0
    }

    /// The state at the next yield.
    #[inline(always)]
    pub fn suspend(self, state: T) {
        let mut this = mem::ManuallyDrop::new(self);
        *this.0 = state;
    }
}

impl<T: ExplicitState> Drop for Entered<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// The state at the next yield. The step has taken the one before it, and left `Finished` there.
#[inline(always)]
pub const fn suspend<T>(state: &mut T, suspended: T) {
    // `Finished` holds nothing, and LLVM need not find out.
    mem::forget(mem::replace(state, suspended));
}

/// A local that stays in the state while a step runs.
#[inline(always)]
pub const fn copied<T: Copy>(kept: &T) -> T {
    *kept
}

/// Takes a local out of its place, where a step has put it that resumes behind its definition.
#[inline(always)]
pub fn restore<T>(kept: &mut Option<T>) -> T {
    match kept.take() {
        Some(value) => value,
        None => lost(),
    }
}

/// The same for a local that lies in an `Option`, which is empty where the yield has kept nothing of it.
#[inline(always)]
pub fn restore_optional<T>(kept: &mut Option<Option<T>>) -> Option<T> {
    kept.take().flatten()
}

/// A local that lies in an `Option`.
#[inline(always)]
pub const fn held<T>(local: &Option<T>) -> &T {
    match local {
        Some(value) => value,
        None => lost(),
    }
}

/// A local that lies in an `Option`, to be changed.
#[inline(always)]
pub const fn held_mut<T>(local: &mut Option<T>) -> &mut T {
    match local {
        Some(value) => value,
        None => lost(),
    }
}

/// A place that no step gets to.
///
/// # Panics
///
/// Always, should one get there.
#[cold]
#[inline(never)]
pub(crate) const fn lost() -> ! {
    panic!("a step restores all that its yield has kept")
}

/// Marks the branch of a step that is behind the end of the body: LLVM asks for the other states first.
///
/// `extern "C"` keeps it from unwinding.
#[cold]
#[inline]
pub extern "C" fn finished() {}
