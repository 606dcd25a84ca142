//! How a method uses the local that it is called on, as [`methods`](super::methods) finds out: what is left of the
//! local behind the call.

#![expect(clippy::unused_self, reason = "the answer is the type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::convert::Infallible;
use core::marker::PhantomData;
use core::ops::DerefMut;

use crate::explicit::keep::{Probe, without_drop};
use crate::explicit::state::lost;
use crate::explicit::vacant::Untaken;

/// The method borrows the local.
pub struct ByReference<R>(pub(crate) PhantomData<fn() -> R>);

/// The method borrows the local exclusively, or is that of something behind it.
pub struct ByExclusiveReference<R>(PhantomData<fn() -> R>);

/// The method takes the local by value.
pub struct ByValue<R>(pub(crate) PhantomData<fn() -> R>);

/// The method takes a copy of the local.
pub struct ByCopy<R>(PhantomData<fn() -> R>);

/// The method takes an exclusive reference that is the local, which is borrowed again.
pub struct ByReborrow<R>(PhantomData<fn() -> R>);

/// How a method uses a local.
pub trait Uses {
    /// The only value.
    const NEW: Self;
}

/// A use by a method that gives an `R`.
pub trait Gives<R> {}

/// What a method gives in its question.
pub trait GivesInQuestion {
    /// The type.
    type Given;
}

macro_rules! uses {
    ($($used:ident)*) => {$(
        impl<R> Uses for $used<R> {
            const NEW: Self = Self(PhantomData);
        }

        impl<R> Gives<R> for $used<R> {}

        impl<R> GivesInQuestion for $used<R> {
            type Given = R;
        }
    )*};
}

uses! { ByReference ByExclusiveReference ByValue ByCopy ByReborrow }

/// Asks whether a call gives what the calls for the answer would have given.
pub const fn same<R>(_: &R, _: &impl Gives<R>) {}

/// What a call with closures gives, whose types are others in its question.
#[inline(always)]
pub fn beside<R>(given: R, _: &impl Uses) -> R {
    given
}

/// How a method uses a local, and what its call gives.
pub struct Answered<U, R>(PhantomData<fn(U, R)>);

/// How a method uses a local, and what its call gives.
pub const fn answered<U, R>(_: &U, _: &R) -> Answered<U, R> {
    Answered(PhantomData)
}

/// The call gives the type that it gives in its question: what the question leaves open is inferred from the call.
pub trait GivesSame {
    /// Infers it.
    fn infer_of_the_generator(&self) {}
}

impl<U: GivesInQuestion<Given = R>, R: Unpin> GivesSame for &Answered<U, R> {}

/// The call gives another type, as it is that of a closure or nothing was asked.
pub trait GivesAnother {
    /// Infers nothing.
    fn infer_of_the_generator(&self) {}
}

impl<U, R> GivesAnother for Answered<U, R> {}

/// How a method uses a local: the argument is always `None`.
#[inline(always)]
pub const fn uses<U: Uses>(_: &Option<U>) -> U {
    U::NEW
}

/// A method that leaves the local where it is.
#[diagnostic::on_unimplemented(
    message = "this method takes `self` by value, and an explicit state has to know by the call what is left of \
               the local",
    label = "write `Type::method(local)` for `local.method()`, or `{{ local }}.method()`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesLocal {}

#[diagnostic::do_not_recommend]
impl<R> LeavesLocal for ByReference<R> {}
#[diagnostic::do_not_recommend]
impl<R> LeavesLocal for ByExclusiveReference<R> {}
#[diagnostic::do_not_recommend]
impl<R> LeavesLocal for ByCopy<R> {}
#[diagnostic::do_not_recommend]
impl<R> LeavesLocal for ByReborrow<R> {}

/// Asks for `LeavesLocal`.
pub const fn leaves_local<U: LeavesLocal>(_: &U) {}

macro_rules! is_borrowed {
    ($($used:ident: $is:ty = $value:expr;)*) => {$(
        impl<R> $used<R> {
            /// The method borrows the local, and not exclusively. Of another one, rustc knows from the type that
            /// this is not reached.
            pub fn is_borrowed(&self) -> $is {
                $value
            }
        }
    )*};
}

is_borrowed! {
    ByReference: () = ();
    ByCopy: () = ();
    ByExclusiveReference: Infallible = lost();
    ByReborrow: Infallible = lost();
    ByValue: Infallible = lost();
}

macro_rules! temporary {
    ($($used:ident)*) => {$(
        impl<R> $used<R> {
            /// A temporary that the method is called on, and does not take.
            #[inline(always)]
            pub const fn temporary<T, Here: Copy>(&self, value: T, here: Here) -> T {
                without_drop(value, here)
            }
        }
    )*};
}

temporary! { ByReference ByExclusiveReference ByCopy ByReborrow }

impl<R> ByValue<R> {
    /// A temporary that the method takes.
    #[inline(always)]
    pub fn temporary<T, Here: Copy>(&self, value: T, _: Here) -> T {
        value
    }
}

macro_rules! stays {
    ($($used:ident)*) => {$(
        impl<R> $used<R> {
            /// Whether the local is gone.
            #[inline(always)]
            pub const fn is_gone(&self) -> bool {
                false
            }

            /// What is left of a local that is gone.
            #[inline(always)]
            pub fn gone<K>(&self) -> K {
                lost()
            }

            /// The local is there.
            #[inline(always)]
            pub const fn stays(&self) {}

            /// The method takes the part of a local that it is called on: rustc knows from the type that this is not
            /// reached.
            pub fn takes(&self) -> Infallible {
                lost()
            }

            /// What is asked about the part.
            #[inline(always)]
            pub const fn part<T>(&self, _: &T) -> Probe<Untaken> {
                Probe::of_nothing()
            }

            /// What is kept of the local.
            #[inline(always)]
            pub fn left<K>(&self, kept: K) -> K {
                kept
            }

            /// What is kept of the local, and of others in front of it.
            #[inline(always)]
            pub fn joined<K, L>(&self, kept: K, others: L) -> (K, L) {
                (kept, others)
            }
        }
    )*};
}

stays! { ByReference ByExclusiveReference ByCopy ByReborrow }

impl<R> ByValue<R> {
    /// Whether the local is gone.
    #[inline(always)]
    pub const fn is_gone(&self) -> bool {
        true
    }

    /// What is left of a local that is gone: nothing.
    #[inline(always)]
    pub const fn gone(&self) {}

    /// The method takes the part of a local that it is called on.
    #[inline(always)]
    pub const fn takes(&self) {}

    /// What is asked about the part.
    #[inline(always)]
    pub const fn part<T>(&self, part: &T) -> Probe<T> {
        Probe::of(part)
    }

    /// The local is there: rustc knows from the type that this is not reached.
    pub fn stays(&self) -> Infallible {
        lost()
    }

    /// What is kept of the local: nothing.
    pub fn left<K>(&self, _: K) {}

    /// What is kept of others in front of the local.
    #[inline(always)]
    pub fn joined<L>(&self, (): (), others: L) -> L {
        others
    }
}

impl<R> ByReference<R> {
    /// Whether the method borrows the local, and not exclusively.
    #[inline(always)]
    pub const fn is_shared(&self) -> bool {
        true
    }

    /// Another use: rustc knows from the type that this is not reached.
    pub fn is_other(&self) -> Infallible {
        lost()
    }

    /// What the method is called on.
    #[inline(always)]
    pub const fn of_shared<'a, T>(&self, local: &'a T) -> &'a T {
        local
    }

    /// What the method is called on.
    pub fn of_exclusive<'a, T>(&self, _: &mut T) -> &'a T {
        lost()
    }

    /// What the method is called on.
    pub fn of_whole<'a, T>(&self, _: T) -> &'a T {
        lost()
    }
}

impl<R> ByCopy<R> {
    /// Whether the method leaves the local, and does not borrow it exclusively.
    #[inline(always)]
    pub const fn is_shared(&self) -> bool {
        true
    }

    /// Another use: rustc knows from the type that this is not reached.
    pub fn is_other(&self) -> Infallible {
        lost()
    }

    /// What the method is called on.
    #[inline(always)]
    pub const fn of_shared<T: Copy>(&self, local: &T) -> T {
        *local
    }

    /// What the method is called on.
    pub fn of_exclusive<T>(&self, _: &mut T) -> T {
        lost()
    }

    /// What the method is called on.
    pub fn of_whole<T>(&self, local: T) -> T {
        local
    }
}

impl<R> ByExclusiveReference<R> {
    /// Whether the method borrows the local, and not exclusively.
    #[inline(always)]
    pub const fn is_shared(&self) -> bool {
        false
    }

    /// Another use.
    #[inline(always)]
    pub const fn is_other(&self) {}

    /// What the method is called on.
    #[inline(always)]
    pub fn of_shared<'a, T>(&self, _: &T) -> &'a mut T {
        lost()
    }

    /// What the method is called on.
    #[inline(always)]
    pub const fn of_exclusive<'a, T>(&self, local: &'a mut T) -> &'a mut T {
        local
    }

    /// What the method is called on.
    #[inline(always)]
    pub fn of_whole<'a, T>(&self, _: T) -> &'a mut T {
        lost()
    }
}

impl<R> ByReborrow<R> {
    /// Whether the method borrows the local, and not exclusively.
    #[inline(always)]
    pub const fn is_shared(&self) -> bool {
        false
    }

    /// Another use.
    #[inline(always)]
    pub const fn is_other(&self) {}

    /// What the method is called on.
    #[inline(always)]
    pub fn of_shared<'a, T: ?Sized>(&self, _: &&mut T) -> &'a mut T {
        lost()
    }

    /// What the method is called on.
    #[inline(always)]
    pub fn of_exclusive<'a, P: DerefMut>(&self, local: &'a mut P) -> &'a mut P::Target {
        local
    }

    /// What the method is called on.
    #[inline(always)]
    pub fn of_whole<'a, T: ?Sized>(&self, _: &mut T) -> &'a mut T {
        lost()
    }
}

impl<R> ByValue<R> {
    /// Whether the method borrows the local, and not exclusively.
    #[inline(always)]
    pub const fn is_shared(&self) -> bool {
        false
    }

    /// Another use.
    #[inline(always)]
    pub const fn is_other(&self) {}

    /// What the method is called on.
    #[inline(always)]
    pub fn of_shared<T>(&self, _: &T) -> T {
        lost()
    }

    /// What the method is called on.
    pub fn of_exclusive<T>(&self, _: &mut T) -> T {
        lost()
    }

    /// What the method is called on.
    #[inline(always)]
    pub fn of_whole<T>(&self, local: T) -> T {
        local
    }
}
