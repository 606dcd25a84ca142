//! Finds out, where nothing runs, whether a method of a name that no list has takes a local by value.
//!
//! The macro writes the call three times, each with a trait in scope whose method has the name:
//!
//! - on `&local`, where a method by `&self` is found before the trait's;
//! - on `&mut local`, where a method by `&mut self` is;
//! - on `local`, where a method by `self` is, if neither of them was found.
//!
//! The trait's method gives [`NotFound`]. What the calls give so says how the local is used, as a type.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::convert::Infallible;
use core::marker::{PhantomData, PhantomPinned};

use crate::explicit::keep::Probe;
use crate::explicit::state::lost;

/// What the method of the macro's trait gives. It is not `Unpin`, as almost all other types are: so a
/// type that rustc has not inferred yet is taken for one of them.
pub struct NotFound(PhantomPinned);

/// Stands for what a call gives.
pub struct Given<R>(PhantomData<fn() -> R>);

/// What a call gives.
pub const fn given<R>(_: &R) -> Given<R> {
    Given(PhantomData)
}

/// A method was found, which gives an `R`.
pub struct Found<R>(PhantomData<fn() -> R>);

/// A method was found that borrows exclusively, and gives an `R`.
pub struct FoundExclusive<R>(PhantomData<fn() -> R>);

/// No method was found.
pub struct Missing;

/// The local is `Copy`, or a reference: a method by value leaves it where it is.
pub struct Stays;

/// Says whether a method was found.
pub trait MethodGiven<R> {
    /// The answer.
    fn method_of_the_generator(&self) -> Found<R> {
        Found(PhantomData)
    }
}

impl<R: Unpin> MethodGiven<R> for &&Given<R> {}

/// Says that no method was found.
pub trait NoMethodGiven {
    /// The answer.
    fn method_of_the_generator(&self) -> Missing {
        Missing
    }
}

impl NoMethodGiven for &Given<NotFound> {}

/// Says that a method was found.
pub trait PinnedGiven<R> {
    /// The answer.
    fn method_of_the_generator(&self) -> Found<R> {
        Found(PhantomData)
    }
}

impl<R> PinnedGiven<R> for Given<R> {}

/// A local that is `Copy` is not moved.
pub trait CopyLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> Stays {
        Stays
    }
}

impl<T: Copy> CopyLocal for &&Probe<T> {}

/// A local that is an exclusive reference is borrowed again.
pub trait ReferenceLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> Stays {
        Stays
    }
}

impl<T: ?Sized> ReferenceLocal for &Probe<&mut T> {}

/// Any other local may be moved.
pub trait OtherLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> Missing {
        Missing
    }
}

impl<T> OtherLocal for Probe<T> {}

/// An exclusive reference to a local, where nothing runs.
pub fn exclusive<T>(_: &T) -> &mut T {
    lost()
}

/// A method by value was found, of a local that is not moved by it.
pub struct FoundStays<R>(PhantomData<fn() -> R>);

impl Stays {
    /// The answer to the third call.
    pub fn or<X: FoundByValue>(self, _: X) -> X::Stays {
        lost()
    }
}

macro_rules! found {
    ($($found:ident => $used:ident;)*) => {$(
        impl<R> $found<R> {
            /// The first answer that is not [`Missing`].
            pub fn or<X>(self, _: X) -> Self {
                self
            }

            /// What the third call is on: nothing of the local.
            pub fn value<T, N>(&self, _: &T, nothing: N) -> N {
                nothing
            }

            /// How the local is used.
            pub fn used<X>(self, _: X) -> $used<R> {
                $used(PhantomData)
            }
        }
    )*};
}

found! {
    Found => ByReference;
    FoundExclusive => ByExclusiveReference;
}

impl<R> Found<R> {
    /// The answer to a call on an exclusive reference.
    pub fn exclusively(self) -> FoundExclusive<R> {
        FoundExclusive(PhantomData)
    }
}

impl Missing {
    /// The answer to a call on an exclusive reference.
    pub const fn exclusively(self) -> Self {
        self
    }

    /// The first answer that is not [`Missing`].
    pub fn or<X>(self, other: X) -> X {
        other
    }

    /// What the third call is on: the local.
    pub fn value<T, N>(&self, _: &T, _: N) -> T {
        lost()
    }

    /// How the local is used.
    pub fn used<X: FoundByValue>(self, _: X) -> X::Used {
        lost()
    }
}

/// The answer to the third call.
pub trait FoundByValue {
    /// How the local is used.
    type Used;
    /// The answer for a local that is not moved.
    type Stays;
}

impl<R> FoundByValue for Found<R> {
    type Used = ByValue<R>;
    type Stays = FoundStays<R>;
}

impl<R> FoundByValue for FoundStays<R> {
    type Used = ByExclusiveReference<R>;
    type Stays = Self;
}

impl FoundByValue for Missing {
    type Used = Elsewhere;
    type Stays = Self;
}

/// The method borrows the local.
pub struct ByReference<R>(pub(crate) PhantomData<fn() -> R>);

/// The method borrows the local exclusively.
pub struct ByExclusiveReference<R>(PhantomData<fn() -> R>);

/// The method takes the local by value.
pub struct ByValue<R>(pub(crate) PhantomData<fn() -> R>);

/// The method is that of something behind the local, or the local is not moved by it.
pub struct Elsewhere;

/// How a method uses a local.
pub trait Uses {
    /// The only value.
    const NEW: Self;
}

/// A use by a method that gives an `R`.
pub trait Gives<R> {}

macro_rules! uses {
    ($([$($generics:tt)*] $used:ty = $new:expr, $given:ty;)*) => {$(
        impl<$($generics)*> Uses for $used {
            const NEW: Self = $new;
        }

        impl<R> Gives<R> for $given {}
    )*};
}

uses! {
    [R] ByReference<R> = Self(PhantomData), ByReference<R>;
    [R] ByExclusiveReference<R> = Self(PhantomData), ByExclusiveReference<R>;
    [R] ByValue<R> = Self(PhantomData), ByValue<R>;
    [] Elsewhere = Self, Elsewhere;
}

/// What a call gives, which is what the calls for the answer would have given.
#[inline(always)]
pub fn same<R>(given: R, _: &impl Gives<R>) -> R {
    given
}

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
impl LeavesLocal for Elsewhere {}

/// Asks for `LeavesLocal`.
pub const fn leaves_local<U: LeavesLocal>(_: &U) {}

macro_rules! stays {
    ($([$($generics:tt)*] $used:ty;)*) => {$(
        impl<$($generics)*> $used {
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

            /// What is kept of the local.
            #[inline(always)]
            pub fn left<K>(&self, kept: K) -> K {
                kept
            }
        }
    )*};
}

stays! {
    [R] ByReference<R>;
    [R] ByExclusiveReference<R>;
    [] Elsewhere;
}

impl<R> ByValue<R> {
    /// Whether the local is gone.
    #[inline(always)]
    pub const fn is_gone(&self) -> bool {
        true
    }

    /// What is left of a local that is gone: nothing.
    #[inline(always)]
    pub const fn gone(&self) {}

    /// The local is there: rustc knows from the type that this is not reached.
    pub fn stays(&self) -> Infallible {
        lost()
    }

    /// What is kept of the local: nothing.
    pub fn left<K>(&self, _: K) {}
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

macro_rules! exclusive {
    ($([$($generics:tt)*] $used:ty;)*) => {$(
        impl<$($generics)*> $used {
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
    )*};
}

exclusive! {
    [R] ByExclusiveReference<R>;
    [] Elsewhere;
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
