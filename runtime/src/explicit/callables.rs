//! Finds out, where nothing runs, how the call of a local uses the local: whether it is called by `Fn`, `FnMut` or
//! `FnOnce`.
//!
//! The traits differ in the references in front of the [`Callable`] that they are implemented for: the first one that
//! fits is called.

#![expect(clippy::unused_self, reason = "the answer is the type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::marker::PhantomData;

use crate::explicit::takes::{ByExclusiveReference, ByReference, ByValue, Uses};

/// Stands for a local that is called with `N` arguments.
pub struct Callable<F, const N: usize>(PhantomData<fn(F)>);

/// That of a local.
pub const fn callable<F, const N: usize>(_: &F) -> Callable<F, N> {
    Callable(PhantomData)
}

macro_rules! calls {
    ($($count:literal ($($arg:ident),*);)*) => {$(
        impl<F: Fn($($arg),*) -> R, R, $($arg),*> CalledByReference<($($arg,)*)>
            for &&&Callable<F, $count>
        {
        }

        impl<F: FnMut($($arg),*) -> R, R, $($arg),*> CalledByExclusiveReference<($($arg,)*)>
            for &&Callable<F, $count>
        {
        }

        #[diagnostic::do_not_recommend]
        impl<F: FnMut($($arg),*) -> R, R, $($arg),*> LeavesClosure<($($arg,)*), $count> for F {}

        impl<F: FnOnce($($arg),*) -> R, R, $($arg),*> CalledOnce<($($arg,)*)>
            for &Callable<F, $count>
        {
        }
    )*};
}

calls! {
    0 ();
    1 (A);
    2 (A, B);
    3 (A, B, C);
    4 (A, B, C, D);
}

/// The call borrows the local.
pub trait CalledByReference<A> {
    /// The answer.
    fn call_of_the_generator(&self) -> ByReference<()> {
        Uses::NEW
    }
}

/// The call borrows the local exclusively.
pub trait CalledByExclusiveReference<A> {
    /// The answer.
    fn call_of_the_generator(&self) -> ByExclusiveReference<()> {
        Uses::NEW
    }
}

/// The call moves the local.
pub trait CalledOnce<A> {
    /// The answer.
    fn call_of_the_generator(&self) -> ByValue<()> {
        Uses::NEW
    }
}

/// What is called is behind the local, which is a pointer.
pub trait CalledBehind {
    /// The answer.
    fn call_of_the_generator(&self) -> ByExclusiveReference<()> {
        Uses::NEW
    }
}

impl<F, const N: usize> CalledBehind for Callable<F, N> {}

/// A call that leaves the local where it is.
#[diagnostic::on_unimplemented(
    message = "this call moves the closure that it calls, and an explicit state has to know by the call what is left \
               of the local",
    label = "write `({{ local }})()` for `local()`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesCallable {}

/// A closure that a call with `N` arguments leaves where it is. It is asked of the closure itself, where it has a local;
/// `LeavesCallable` is asked of the answer about a call.
#[diagnostic::on_unimplemented(
    message = "this call moves the closure that it calls, and an explicit state has to know by the call what is left \
               of the local",
    label = "write `({{ local }})()` for `local()`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesClosure<A, const N: usize> {}

/// Asks for `LeavesClosure`.
pub const fn leaves_closure<F: LeavesClosure<A, N>, A, const N: usize>(_: &F) {}

/// What a call gives that is checked beside it.
#[inline(always)]
pub fn checked<R>(given: R, (): ()) -> R {
    given
}

/// A call that leaves the field where it is.
#[diagnostic::on_unimplemented(
    message = "this call moves a closure out of a local, and an explicit state does not know what is left of the local \
               at a yield behind that",
    label = "take all of the local apart, with a name for each part: `let Type {{ closure, rest }} = local;`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesField {}

macro_rules! leaves {
    ($($used:ident)*) => {$(
        impl<R> $used<R> {
            /// The call leaves the local where it is.
            pub const fn leaves_callable(&self) {}

            /// The call leaves the field where it is.
            pub const fn leaves_field(&self) {}
        }
    )*};
}

leaves! { ByReference ByExclusiveReference }

impl<R> ByValue<R> {
    /// The call moves the local: this is an error.
    pub const fn leaves_callable(&self)
    where
        Self: LeavesCallable,
    {
    }

    /// The call moves the field: this is an error.
    pub const fn leaves_field(&self)
    where
        Self: LeavesField,
    {
    }
}
