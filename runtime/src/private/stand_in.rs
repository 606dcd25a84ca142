//! The return type of a generator that did not compile, without `alloc`. Its callers compile, and
//! show no errors of their own.

use core::convert::Infallible;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::protocol::coroutine::{Coroutine, forward_coroutine};

/// Implements the traits of the trait object `T`. The type has no values: the function that would
/// return one did not compile.
pub struct StandIn<T: ?Sized>(Infallible, PhantomData<T>);

impl<T: ?Sized> StandIn<T> {
    fn never(&self) -> &mut T {
        match self.0 {}
    }
}

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

    forward_coroutine!(self => self.never(); start send throw close status take_return);
}
