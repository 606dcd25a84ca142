//! How a closure captures a local whose type the macro does not know: a copy of it where it is `Copy`, and a borrow
//! elsewhere. Method lookup finds [`ReadsCopy`] before [`ReadsLent`].

use core::ops::Deref;

use crate::explicit::keep::Probe;

/// A copy in a closure.
#[derive(Clone, Copy, Debug)]
pub struct CopyInClosure<T>(T);

impl<T> Deref for CopyInClosure<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// A type is `Copy`.
pub trait ReadsCopy<T> {
    /// What a closure captures.
    fn read_of_the_generator(&self, local: &T) -> CopyInClosure<T>;
}

impl<T: Copy> ReadsCopy<T> for &Probe<T> {
    #[inline(always)]
    fn read_of_the_generator(&self, local: &T) -> CopyInClosure<T> {
        CopyInClosure(*local)
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

/// A place is a reference: to read a field behind it calls nothing.
pub trait ReferencePart {
    /// Says that a closure can have a copy of the field.
    fn part_of_the_generator(&self) -> CopyInClosure<()> {
        CopyInClosure(())
    }
}

impl<T: ?Sized> ReferencePart for &&Probe<&T> {}
impl<T: ?Sized> ReferencePart for &&Probe<&mut T> {}

/// A place is a pointer of another type, whose `deref` would be called where the closure is made.
pub trait PointerPart {
    /// Says that a closure borrows the place.
    fn part_of_the_generator(&self) -> &'static () {
        &()
    }
}

impl<T: Deref> PointerPart for &Probe<T> {}

/// A place is of any other type.
pub trait ValuePart {
    /// Says that a closure can have a copy of the field.
    fn part_of_the_generator(&self) -> CopyInClosure<()> {
        CopyInClosure(())
    }
}

impl<T> ValuePart for Probe<T> {}

/// What a closure that a yield keeps captures.
#[diagnostic::on_unimplemented(
    message = "this closure borrows from a local across a yield, and an explicit state holds no borrows of its own \
               locals",
    label = "write `move` if the closure may have the local",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait CapturedCopy {}

#[diagnostic::do_not_recommend]
impl<T> CapturedCopy for CopyInClosure<T> {}

/// Asks for [`CapturedCopy`].
#[inline(always)]
pub const fn captured_copy<C: CapturedCopy>(_: &C) {}
