//! How a closure captures a local whose type the macro does not know: a copy of it where it is `Copy`, and a borrow
//! elsewhere. Method lookup finds [`ReadsCopy`] before [`ReadsLent`].

use core::ops::Deref;

use crate::explicit::keep::Probe;

/// A copy in a closure.
#[derive(Clone, Copy, Debug)]
pub struct Copied<T>(T);

impl<T> Deref for Copied<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// A type is `Copy`.
pub trait ReadsCopy<T> {
    /// What a closure captures.
    fn read_of_the_generator(&self, local: &T) -> Copied<T>;
}

impl<T: Copy> ReadsCopy<T> for &Probe<T> {
    #[inline(always)]
    fn read_of_the_generator(&self, local: &T) -> Copied<T> {
        Copied(*local)
    }
}

/// Any other type.
pub trait ReadsLent<T> {
    /// What a closure captures.
    fn read_of_the_generator<'local>(&self, local: &'local T) -> &'local T;
}

impl<T> ReadsLent<T> for Probe<T> {
    #[inline(always)]
    fn read_of_the_generator<'local>(&self, local: &'local T) -> &'local T {
        local
    }
}

/// What a closure that a yield keeps captures.
#[diagnostic::on_unimplemented(
    message = "this closure borrows from a local across a yield, and an explicit state holds no borrows of its own \
               locals",
    label = "write `move` if the closure may have the local",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait CapturedCopy {}

#[diagnostic::do_not_recommend]
impl<T> CapturedCopy for Copied<T> {}

/// Asks for [`CapturedCopy`].
#[inline(always)]
pub const fn captured_copy<C: CapturedCopy>(_: &C) {}
