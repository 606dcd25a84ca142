//! Finds out whether a local whose value behind it is used, `*local`, is gone with that: a `Box` is, as what it
//! holds is moved out. Of any other pointer the value is copied, and the local stays.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]

use core::marker::PhantomData;
use core::ops::Deref;

use crate::explicit::keep::{Probe, TakenApart};
use crate::explicit::takes::{ByReference, ByValue};

/// The local is a `Box`.
#[cfg(feature = "alloc")]
pub trait BoxedValue {
    /// The answer.
    #[inline(always)]
    fn value_behind_the_local(&self) -> ByValue<()> {
        ByValue(PhantomData)
    }
}

#[cfg(feature = "alloc")]
impl<T: ?Sized> BoxedValue for &Probe<alloc::boxed::Box<T>> {}

/// The local is some other pointer.
pub trait CopiedValue {
    /// The answer.
    #[inline(always)]
    fn value_behind_the_local(&self) -> ByReference<()> {
        ByReference(PhantomData)
    }
}

impl<P> CopiedValue for Probe<P> {}

/// A new pointer to a value: a `Box`.
#[inline(always)]
pub fn in_a_pointer<P>(value: P::Target) -> P
where
    P: Deref + From<P::Target>,
    P::Target: Sized,
{
    P::from(value)
}

impl ByValue<()> {
    /// Asks that what a pattern takes apart has no destructor, where nothing runs: it would be dropped with the
    /// box.
    pub fn takes_apart<T: TakenApart>(&self, _: T) {}
}

/// What can be used out of a `Box` that stays where it is.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is moved out of a box, and an explicit state has to know \
               by the type what is left of the local",
    label = "write the type of the local: `let local: Box<..> = local;` in front of this",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait StaysInBox {}

#[diagnostic::do_not_recommend]
impl<T: Copy> StaysInBox for T {}

impl ByValue<()> {
    /// Asks that what is used of the box is a copy, where nothing runs.
    pub fn leaves<T: StaysInBox>(&self, _: &T) {}
}

impl ByReference<()> {
    /// Nothing is asked: it is a copy.
    pub fn leaves<T>(&self, _: &T) {}

    /// Nothing is asked: the value stays where it is.
    pub fn takes_apart<T>(&self, _: T) {}
}
