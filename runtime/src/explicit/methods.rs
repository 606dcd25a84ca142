//! Finds out, where nothing runs, whether a method of a name that no list has takes a local by value.
//!
//! The macro writes the call as it is, and asks two questions, each with a trait or a type whose method has the name
//! and is found behind others. It gives [`NotFound`]:
//!
//! | the call is on | found before the macro's method | what follows |
//! |---|---|---|
//! | `&local` | methods by `&self`, and those by `self` that a trait gives all types | the second question |
//! | `local`, if the first call found nothing | methods by `self` | by value, or else exclusively or behind a pointer |
//! | a type of its own, if the first call gives what the call itself gives | methods by `self` that a trait gives all types | by value, or else by reference |
//!
//! Where the first call gives another type than the call itself, the method takes the local. If nothing is found, the
//! same is asked of what is in a `Box`.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::marker::{PhantomData, PhantomPinned};

use crate::explicit::keep::Probe;
use crate::explicit::receivers::{Borrowed, Whole};
use crate::explicit::state::lost;
use crate::explicit::takes::{ByCopy, ByExclusiveReference, ByReborrow, ByReference, ByValue};

/// What the method of the macro's trait gives. It is not `Unpin`, as almost all other types are: so a
/// type that rustc has not inferred yet is taken for one of them.
pub struct NotFound(PhantomPinned);

/// What a method gives where nothing is asked.
pub struct NotAsked(PhantomPinned);

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

/// Nothing was asked.
pub struct Unasked;

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

/// Says that nothing was asked.
pub trait NothingAsked {
    /// The answer.
    fn method_of_the_generator(&self) -> Unasked {
        Unasked
    }
}

impl NothingAsked for &Given<NotAsked> {}

/// Says that a method was found.
pub trait PinnedGiven<R> {
    /// The answer.
    fn method_of_the_generator(&self) -> Found<R> {
        Found(PhantomData)
    }
}

impl<R> PinnedGiven<R> for Given<R> {}

/// The answer to the first question, and what the call itself gives.
pub struct Compared<F, R>(PhantomData<fn(F, R)>);

/// Compares the answer to the first question with what the call itself gives.
pub const fn compared<F, R>(_: &F, _: &Given<R>) -> Compared<F, R> {
    Compared(PhantomData)
}

/// A method is found on a reference, and gives the same.
pub struct OnReference<R>(PhantomData<fn() -> R>);

/// No method is found on a reference.
pub struct OnOther<R>(PhantomData<fn() -> R>);

/// A method is found on a reference, and gives something else.
pub struct OnAnother<R>(PhantomData<fn() -> R>);

/// The macro knows that the method takes a local of this type.
pub struct OnKnown<R>(PhantomData<fn() -> R>);

/// The answer to the first question.
pub trait SameGiven {
    /// What it is.
    type Answer;

    /// The answer.
    fn first_of_the_generator(&self) -> Self::Answer {
        lost()
    }
}

impl<R> SameGiven for &Compared<Found<R>, R> {
    type Answer = OnReference<R>;
}

impl<R> SameGiven for &Compared<Missing, R> {
    type Answer = OnOther<R>;
}

impl<R> SameGiven for &Compared<Unasked, R> {
    type Answer = OnKnown<R>;
}

/// The call on the reference gives something else.
pub trait OtherGiven<R> {
    /// The answer.
    fn first_of_the_generator(&self) -> OnAnother<R> {
        lost()
    }
}

impl<F, R> OtherGiven<R> for Compared<F, R> {}

/// The answer to the second question, compared with what the call itself gives.
pub trait SameSecond {
    /// What it is.
    type Answer;

    /// The answer.
    fn second_of_the_generator(&self) -> Self::Answer {
        lost()
    }
}

impl<R> SameSecond for &Compared<Found<R>, R> {
    type Answer = Found<R>;
}

impl<R> SameSecond for &Compared<Missing, R> {
    type Answer = Missing;
}

impl<R> SameSecond for &Compared<Unasked, R> {
    type Answer = Unasked;
}

/// The second call gives something else, of which the type of a closure is a part.
pub trait OtherSecond<R> {
    /// The answer.
    fn second_of_the_generator(&self) -> Found<R> {
        lost()
    }
}

impl<S, R> OtherSecond<R> for Compared<Found<S>, R> {}

/// A local that is `Copy`.
pub struct CopyKind;

/// A local that is an exclusive reference.
pub struct ReferenceKind;

/// Any other local.
pub struct OwnedKind;

/// A local that is `Copy` is not moved.
pub trait CopyLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> CopyKind {
        CopyKind
    }
}

impl<T: Copy> CopyLocal for &&Probe<T> {}

/// A local that is an exclusive reference is borrowed again.
pub trait ReferenceLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> ReferenceKind {
        ReferenceKind
    }
}

impl<T: ?Sized> ReferenceLocal for &Probe<&mut T> {}

/// Any other local may be moved.
pub trait OtherLocal {
    /// The answer.
    fn local_of_the_generator(&self) -> OwnedKind {
        OwnedKind
    }
}

impl<T> OtherLocal for Probe<T> {}

/// What a method by value does to a local.
pub trait LocalKind<R> {
    /// How it uses the local.
    type Used;
}

impl<R> LocalKind<R> for CopyKind {
    type Used = ByCopy<R>;
}

impl<R> LocalKind<R> for ReferenceKind {
    type Used = ByReborrow<R>;
}

impl<R> LocalKind<R> for OwnedKind {
    type Used = ByValue<R>;
}

/// The answer to the second question.
pub trait Second<R, K> {
    /// How the local is used, if a method is found on a reference.
    type OnReference;
    /// How it is used otherwise.
    type OnOther;
}

impl<R, K: LocalKind<R>> Second<R, K> for Found<R> {
    type OnReference = K::Used;
    type OnOther = K::Used;
}

impl<R, K> Second<R, K> for Missing {
    type OnReference = ByReference<R>;
    type OnOther = ByExclusiveReference<R>;
}

/// The answer to the second question, if the call on the reference gives something else.
pub trait SecondOfAnother<R, K> {
    /// How the local is used.
    type Used;
}

impl<R, K: LocalKind<R>, S> SecondOfAnother<R, K> for Found<S> {
    type Used = K::Used;
}

impl<R, K> SecondOfAnother<R, K> for Missing {
    type Used = ByReference<R>;
}

impl<R, K: LocalKind<R>> SecondOfAnother<R, K> for Unasked {
    type Used = K::Used;
}

/// Arguments that the questions have as the call has them.
pub struct AsWritten;

/// Arguments of other types than those of the call, as closures are: they can be a part of the type of what the call
/// gives.
pub struct Replaced;

impl<R> OnReference<R> {
    /// What the second call is on: a type that stands for all types.
    pub fn receiver<T, F, N, A>(&self, _: &T, _: F, _: N, _: A) -> F {
        lost()
    }

    /// How the local is used.
    pub fn used<S: Second<R, K>, K>(self, _: S, _: K) -> S::OnReference {
        lost()
    }
}

impl<R> OnOther<R> {
    /// What the second call is on: the local.
    pub fn receiver<T, F, N, A>(&self, _: &T, _: F, _: N, _: A) -> T {
        lost()
    }

    /// How the local is used.
    pub fn used<S: Second<R, K>, K>(self, _: S, _: K) -> S::OnOther {
        lost()
    }
}

impl<R> OnAnother<R> {
    /// What the second call is on.
    pub fn receiver<T, F, N, A: Arguments<F, N>>(&self, _: &T, _: F, _: N, _: A) -> A::Receiver {
        lost()
    }

    /// How the local is used.
    pub fn used<S: SecondOfAnother<R, K>, K>(self, _: S, _: K) -> S::Used {
        lost()
    }
}

impl<R> OnKnown<R> {
    /// What the second call is on: nothing is asked.
    pub fn receiver<T, F, N, A>(&self, _: &T, _: F, _: N, _: A) -> N {
        lost()
    }

    /// How the local is used.
    pub fn used<S, K: LocalKind<R>>(self, _: S, _: K) -> K::Used {
        lost()
    }
}

/// The arguments of a question, if the call on the reference gives something else than the call itself.
pub trait Arguments<F, N> {
    /// What the second call is on.
    type Receiver;
}

/// The method is another one on the reference: nothing is asked.
impl<F, N> Arguments<F, N> for AsWritten {
    type Receiver = N;
}

impl<F, N> Arguments<F, N> for Replaced {
    type Receiver = F;
}

impl Whole {
    /// What the call itself is on, of a local whose type is known: nothing is asked.
    pub fn taken<T, N>(&self, _: &T, _: N) -> N {
        lost()
    }

    /// What the first call is on, of a local whose type is known: nothing is asked.
    pub fn shared<T, N>(&self, _: &T, _: N) -> N {
        lost()
    }
}

impl Borrowed {
    /// What the call itself is on: the local.
    pub fn taken<T, N>(&self, _: &T, _: N) -> T {
        lost()
    }

    /// What the first call is on: the local.
    pub fn shared<'a, T, N>(&self, local: &'a T, _: N) -> &'a T {
        local
    }
}

/// How a method uses a local, by its type alone, and the local.
pub struct Behind<U, T>(PhantomData<fn(U, T)>);

/// How a method uses a local, and the local.
pub const fn behind<U, T>(_: &U, _: &T) -> Behind<U, T> {
    Behind(PhantomData)
}

/// A method that is not found on a `Box` may be one of what is in it.
#[cfg(feature = "alloc")]
pub trait InBox<'a, B> {
    /// What the third call is on: what is in the box.
    fn behind_of_the_generator<N>(&self, _: N) -> &'a B {
        lost()
    }
}

#[cfg(feature = "alloc")]
impl<R, B> InBox<'_, B> for &Behind<ByExclusiveReference<R>, alloc::boxed::Box<B>> {}

/// There is no `Box`, or a method was found.
pub trait NoBox {
    /// What the third call is on: nothing is asked.
    fn behind_of_the_generator<N>(&self, _: N) -> N {
        lost()
    }
}

impl<U, T> NoBox for Behind<U, T> {}

impl Unasked {
    /// What the fourth call is on: nothing is asked.
    pub fn in_box<B, N>(&self, _: B, _: N) -> N {
        lost()
    }

    /// How the local is used.
    pub fn used_in_box<F, K, U>(self, _: F, _: K, used: U) -> U {
        used
    }
}

impl<R> Found<R> {
    /// What the fourth call is on: nothing is asked.
    pub fn in_box<B, N>(&self, _: B, _: N) -> N {
        lost()
    }

    /// How the local is used.
    pub fn used_in_box<F, K>(
        self,
        _: F,
        _: K,
        used: ByExclusiveReference<R>,
    ) -> ByExclusiveReference<R> {
        used
    }
}

impl Missing {
    /// What the fourth call is on: what is in the box.
    pub fn in_box<B, N>(&self, _: &B, _: N) -> B {
        lost()
    }

    /// How the local is used.
    pub fn used_in_box<F: FoundInBox<R, K>, K, R>(
        self,
        _: F,
        _: K,
        _: ByExclusiveReference<R>,
    ) -> F::Used {
        lost()
    }
}

/// The answer to the fourth call, on a value in a box.
pub trait FoundInBox<R, K> {
    /// How the box is used.
    type Used;
}

impl<R> FoundInBox<R, OwnedKind> for Found<R> {
    type Used = ByValue<R>;
}

impl<R> FoundInBox<R, CopyKind> for Found<R> {
    type Used = ByExclusiveReference<R>;
}

impl<R> FoundInBox<R, ReferenceKind> for Found<R> {
    type Used = ByExclusiveReference<R>;
}

impl<R, K> FoundInBox<R, K> for Missing {
    type Used = ByExclusiveReference<R>;
}

/// Stands for all types that have the bounds of `T`.
pub const fn stands_for<T>(_: &T) -> PhantomData<T> {
    PhantomData
}
