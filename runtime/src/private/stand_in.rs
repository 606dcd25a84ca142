//! What a generator that did not compile returns where there is no `Box`, so that its callers show no
//! errors of their own.

use core::convert::Infallible;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// Has what the trait object `T` has. There are no values of it: what gives one did not compile.
pub struct StandIn<T: ?Sized>(Infallible, PhantomData<T>);

impl<T: Iterator + ?Sized> Iterator for StandIn<T> {
    type Item = T::Item;

    fn next(&mut self) -> Option<T::Item> {
        match self.0 {}
    }
}

impl<T: Iterator + ?Sized> FusedIterator for StandIn<T> {}

impl<T: Coroutine + ?Sized> Coroutine for StandIn<T> {
    type Yield = T::Yield;
    type Resume = T::Resume;
    type Return = T::Return;
    type Error = T::Error;

    fn start(&mut self) -> Result<CoroutineState<T::Yield, T::Return>, StartError> {
        match self.0 {}
    }

    fn send(
        &mut self,
        _: T::Resume,
    ) -> Result<CoroutineState<T::Yield, T::Return>, SendError<T::Resume>> {
        match self.0 {}
    }

    fn throw(&mut self, _: T::Error) -> Result<CoroutineState<T::Yield, T::Return>, T::Error> {
        match self.0 {}
    }

    fn close(&mut self) -> Result<Option<T::Return>, CloseError<T::Yield>> {
        match self.0 {}
    }

    fn status(&self) -> Status {
        match self.0 {}
    }

    fn take_return(&mut self) -> Option<T::Return> {
        match self.0 {}
    }
}
