//! Checks, where nothing runs, of what is named again behind a yield: a place, what is called, a constant.
//!
//! ```text
//! &local.field, yield_!(x)     // the field is found behind the yield: no `Deref` of the user's may be called
//! local.push(yield_!(x))       // the same, and the method must not move the local
//! CONSTANT, yield_!(x)         // the value is made behind the yield: it must have no destructor
//! ```

use core::cell::{Ref, RefMut};
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::pin::Pin;

#[cfg(feature = "std")]
extern crate std;

/// A pointer whose `deref` does nothing that can be seen.
pub trait KnownPointer: Deref {}

impl<T: ?Sized> KnownPointer for &T {}
impl<T: ?Sized> KnownPointer for &mut T {}
impl<T: ?Sized> KnownPointer for Ref<'_, T> {}
impl<T: ?Sized> KnownPointer for RefMut<'_, T> {}
impl<T: ?Sized> KnownPointer for ManuallyDrop<T> {}
impl<P: KnownPointer> KnownPointer for Pin<P> {}

macro_rules! known_pointers {
    ($($feature:literal: $([$($generics:tt)*] $ty:ty,)*)*) => {$($(
        #[cfg(feature = $feature)]
        impl<$($generics)*> KnownPointer for $ty {}
    )*)*};
}

known_pointers! {
    "alloc":
        [T: ?Sized] alloc::boxed::Box<T>,
        [T: ?Sized] alloc::rc::Rc<T>,
        [T: ?Sized] alloc::sync::Arc<T>,
        [T] alloc::vec::Vec<T>,
        [] alloc::string::String,
        [] alloc::borrow::Cow<'_, str>,
        [T: Clone] alloc::borrow::Cow<'_, [T]>,
    "std":
        [T: ?Sized] std::sync::MutexGuard<'_, T>,
        [T: ?Sized] std::sync::RwLockReadGuard<'_, T>,
        [T: ?Sized] std::sync::RwLockWriteGuard<'_, T>,
        [] std::ffi::OsString,
        [] std::path::PathBuf,
}

/// A type whose `deref` does nothing that can be seen.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is dereferenced in front of the yield beside it, and its `deref` may do something",
    note = "an explicit state finds the place behind the yield: bind the value of the yield with `let` in \
            front of the statement; without `state` it works as it is"
)]
pub trait CallsNothing {}

#[diagnostic::do_not_recommend]
impl<T: KnownPointer + ?Sized> CallsNothing for T {}

/// A place, or what is behind it.
pub struct Place<'a, T: ?Sized>(pub &'a T);

/// What is behind a known pointer.
pub trait PlaceBehindKnown<'a> {
    /// What it points to.
    type Target: ?Sized + 'a;

    /// What it points to.
    fn behind(&self) -> Place<'a, Self::Target>;
}

impl<'a, T: KnownPointer<Target: 'a> + ?Sized> PlaceBehindKnown<'a> for &&Place<'a, T> {
    type Target = T::Target;

    fn behind(&self) -> Place<'a, T::Target> {
        Place(self.0)
    }
}

/// Another pointer may do something.
pub trait PlaceBehindOther {
    /// The pointer.
    type Pointer: ?Sized;

    /// Asks that it does nothing.
    fn behind(&self) -> Place<'static, ()>
    where
        Self::Pointer: CallsNothing,
    {
        Place(&())
    }
}

impl<T: Deref + ?Sized> PlaceBehindOther for &Place<'_, T> {
    type Pointer = T;
}

/// Behind anything else there is nothing.
pub trait PlaceBehindNothing {
    /// Nothing.
    fn behind(&self) -> Place<'static, ()> {
        Place(&())
    }
}

impl<T: ?Sized> PlaceBehindNothing for Place<'_, T> {}

/// A borrow of a local that is called, or whose method is, where nothing runs: what takes it by value is an
/// error.
#[must_use]
pub fn lent<T: ?Sized>(_: &T) -> &mut T {
    crate::explicit::state::lost()
}

/// The end of code that does not run.
pub const fn nothing_runs() -> ! {
    crate::explicit::state::lost()
}

/// A borrow that lives as long as the one it is given, which that of a temporary does not.
#[must_use]
pub const fn borrowed<T: ?Sized>(value: &T) -> &T {
    value
}

/// Uses a borrow, where nothing runs.
pub const fn used<T: ?Sized>(_: &T) {}

/// Passes on a constant. The closure, which does not run, borrows another one for longer than its statement: a
/// constant that has a destructor cannot be.
#[inline(always)]
pub const fn constant<T, F: Copy + FnOnce(fn(&T))>(value: T, _: F) -> T {
    value
}
