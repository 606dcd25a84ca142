//! Finds out, where nothing runs, whether a method of a name that no list has takes a local by value.
//!
//! The macro writes the call three times, each with a trait in scope whose method has the name:
//!
//! - on `&local`, where a method by `&self` is found before the trait's;
//! - on `&mut local`, where a method by `&mut self` is;
//! - on `local`, where a method by `self` is, if neither of them was found.
//!
//! The trait's method gives [`NotFound`]. What the calls give so says how the local is used, as a type.

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

/// No method was found.
pub struct Missing;

/// The local is `Copy`, or a reference: it is not moved.
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

impl Stays {
    /// The first answer that is not [`Missing`].
    pub fn or<X>(self, _: X) -> Self {
        self
    }

    /// What the third call is on: nothing of the local.
    pub fn value<T, N>(&self, _: &T, nothing: N) -> N {
        nothing
    }

    /// How the local is used.
    pub fn used<X>(self, _: X) -> Elsewhere {
        Elsewhere
    }
}

impl<R> Found<R> {
    /// The first answer that is not [`Missing`].
    pub fn or<X>(self, _: X) -> Self {
        self
    }

    /// What the third call is on: nothing of the local.
    pub fn value<T, N>(&self, _: &T, nothing: N) -> N {
        nothing
    }

    /// How the local is used.
    pub fn used<X>(self, _: X) -> ByReference<R> {
        ByReference(PhantomData)
    }
}

impl Missing {
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
}

impl<R> FoundByValue for Found<R> {
    type Used = ByValue<R>;
}

impl FoundByValue for Missing {
    type Used = Elsewhere;
}

/// The method borrows the local.
pub struct ByReference<R>(PhantomData<fn() -> R>);

/// The method takes the local by value.
pub struct ByValue<R>(PhantomData<fn() -> R>);

/// The method is that of something behind the local, or the local is not moved by it.
pub struct Elsewhere;

/// How a method uses a local.
pub trait Uses {
    /// The only value.
    const NEW: Self;
}

impl<R> Uses for ByReference<R> {
    const NEW: Self = Self(PhantomData);
}

impl<R> Uses for ByValue<R> {
    const NEW: Self = Self(PhantomData);
}

impl Uses for Elsewhere {
    const NEW: Self = Self;
}

/// How a method uses a local: the argument is always `None`.
#[inline(always)]
pub const fn uses<U: Uses>(_: &Option<U>) -> U {
    U::NEW
}

/// A method that leaves the local where it is.
#[diagnostic::on_unimplemented(
    message = "this method takes its local by value on one of the paths to a yield, and an explicit state has \
               to know that by the call",
    label = "write `Type::method(local)` for `local.method()`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesLocal {}

impl<R> LeavesLocal for ByReference<R> {}

impl LeavesLocal for Elsewhere {}

/// Asks for [`LeavesLocal`].
pub const fn leaves_local<U: LeavesLocal>(_: &U) {}

macro_rules! same {
    () => {
        /// What the call gives, which is what the calls for the answer would have given.
        #[inline(always)]
        pub fn same(&self, given: R) -> R {
            given
        }
    };
}

impl<R> ByReference<R> {
    same! {}

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

impl Elsewhere {
    /// What the call gives.
    #[inline(always)]
    pub fn same<R>(&self, given: R) -> R {
        given
    }

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

impl<R> ByValue<R> {
    same! {}

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
