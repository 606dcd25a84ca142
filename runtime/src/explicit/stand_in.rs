//! What a function with an explicit state returns that did not compile.

use core::convert::Infallible;
use core::fmt::{self, Debug, Formatter};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem::size_of;

use crate::error::{CloseError, SendError, StartError};
use crate::explicit::keep::Probe;
use crate::explicit::machine::ExplicitGenerator;
#[cfg(feature = "alloc")]
use crate::explicit::recursive::RecursiveGenerator;
#[cfg(feature = "serde")]
use crate::explicit::restore::Restore;
use crate::explicit::state::lost;
use crate::protocol::coroutine::{Coroutine, Generator};
use crate::state::{CoroutineState, Status};

/// Implements the traits of a generator that yields `Y`, is sent `S`, returns `R` and throws `E`.
///
/// The type has no values: the function that would return one did not compile. Its callers compile, and show
/// no errors of their own.
pub struct FailedGenerator<Y, S, R, E>(Infallible, PhantomData<fn(S, E) -> (Y, R)>);

impl<Y, S, R, E> Coroutine for FailedGenerator<Y, S, R, E> {
    type Yield = Y;
    type Resume = S;
    type Return = R;
    type Error = E;

    fn start(&mut self) -> Result<CoroutineState<Y, R>, StartError> {
        match self.0 {}
    }

    fn send(&mut self, _: S) -> Result<CoroutineState<Y, R>, SendError<S>> {
        match self.0 {}
    }

    fn throw(&mut self, _: E) -> Result<CoroutineState<Y, R>, E> {
        match self.0 {}
    }

    fn close(&mut self) -> Result<Option<R>, CloseError<Y>> {
        match self.0 {}
    }

    fn status(&self) -> Status {
        match self.0 {}
    }

    fn take_return(&mut self) -> Option<R> {
        match self.0 {}
    }
}

#[expect(clippy::copy_iterator, reason = "the function may promise both")]
impl<Y, S: Default, R, E> Iterator for FailedGenerator<Y, S, R, E> {
    type Item = Y;

    fn next(&mut self) -> Option<Y> {
        match self.0 {}
    }
}

impl<Y, S: Default, R, E> FusedIterator for FailedGenerator<Y, S, R, E> {}

impl<Y> Generator for FailedGenerator<Y, (), (), Infallible> {}

impl<Y, S, R, E> Clone for FailedGenerator<Y, S, R, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, S, R, E> Copy for FailedGenerator<Y, S, R, E> {}

impl<Y, S, R, E> Debug for FailedGenerator<Y, S, R, E> {
    fn fmt(&self, _: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

#[cfg(feature = "serde")]
impl<Y, S, R, E> serde::Serialize for FailedGenerator<Y, S, R, E> {
    fn serialize<W: serde::Serializer>(&self, _: W) -> Result<W::Ok, W::Error> {
        match self.0 {}
    }
}

#[cfg(feature = "serde")]
impl<Y, S, R, E> Restore for FailedGenerator<Y, S, R, E> {
    fn restore<'de, D: serde::Deserializer<'de>>(&mut self, _: D) -> Result<(), D::Error> {
        match self.0 {}
    }
}

/// The generator of a function that compiled.
pub struct AsAsked;

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl AsAsked {
    /// The generator.
    #[inline(always)]
    pub fn of<G>(self, generator: G) -> G {
        generator
    }
}

/// A generator of any state, also of one that was to be `Debug` and is not.
pub trait OfTypes {
    /// What a generator yields, is sent, returns and throws, in what stands in for it.
    type StandIn;
}

impl<T, F, Y, S, R, E, H> OfTypes for ExplicitGenerator<T, F, Y, S, R, E, H> {
    type StandIn = FailedGenerator<Y, S, R, E>;
}

#[cfg(feature = "alloc")]
impl<T, F, Y, S, R, E, H> OfTypes for RecursiveGenerator<T, F, Y, S, R, E, H> {
    type StandIn = FailedGenerator<Y, S, R, E>;
}

/// What stands in for a generator that was to be `Clone`, `Copy` or `Debug`, and keeps a local that is not.
pub struct NotAsAsked;

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl NotAsAsked {
    /// The stand-in. That local is an error, so that this does not run. Should it not be one, this is an error
    /// when the program is built.
    pub fn of<G: OfTypes>(self, _: G) -> G::StandIn {
        const {
            assert!(
                size_of::<G>() == usize::MAX,
                "the generator is to be `Clone`, `Copy` or `Debug`, and keeps a value that is not: leave that out"
            );
        }
        lost()
    }
}

/// Says of a generator that it is `Clone`.
pub trait CloneGenerator {
    /// The answer.
    #[inline(always)]
    fn kind_of_the_generator(&self) -> AsAsked {
        AsAsked
    }
}

impl<G: Clone + Coroutine> CloneGenerator for &Probe<G> {}

/// Says of a generator that it is `Copy`.
pub trait CopyGenerator {
    /// The answer.
    #[inline(always)]
    fn kind_of_the_generator(&self) -> AsAsked {
        AsAsked
    }
}

impl<G: Copy + Coroutine> CopyGenerator for &Probe<G> {}

/// Says of a generator that its state is `Debug`, if that is derived.
pub trait ShownGenerator {
    /// The answer.
    #[inline(always)]
    fn kind_of_the_generator(&self) -> AsAsked {
        AsAsked
    }
}

impl<G: Coroutine> ShownGenerator for &Probe<G> {}

/// Says of a generator that it is not `Clone`, `Copy` or `Debug`.
pub trait OtherGenerator {
    /// The answer.
    fn kind_of_the_generator(&self) -> NotAsAsked {
        NotAsAsked
    }
}

impl<G> OtherGenerator for Probe<G> {}
