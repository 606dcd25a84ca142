//! Finds out, where nothing runs, whether a method of the generator's own name is the method itself: it is where the
//! value that it is called on is a `Self`, or refers to one.
//!
//! The generator would be a part of its own state then, which rustc reports at the type that the function returns
//! (E0720). The delegate is another one instead, and the call is an error.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::iter::Empty;
use core::marker::PhantomData;
use core::ops::Deref;

use crate::explicit::state::lost;

/// Stands for `Self`, and the value that a method is called on.
pub struct Callee<S: ?Sized, T: ?Sized>(PhantomData<(fn(*const S), fn(*const T))>);

/// That of a value.
pub const fn callee<S: ?Sized, T: ?Sized>(_: &T) -> Callee<S, T> {
    Callee(PhantomData)
}

/// The method is the one that is lowered.
pub struct Itself<S: ?Sized>(PhantomData<fn(*const S)>);

/// The method is another one.
pub struct Another;

macro_rules! answers {
    ($($name:ident: [$($generics:tt)*] $ty:ty;)*) => {$(
        /// Says that the method is called on a `Self`.
        pub trait $name<S: ?Sized> {
            /// The answer.
            fn callee_of_the_generator(&self) -> Itself<S> {
                Itself(PhantomData)
            }
        }

        impl<$($generics)*> $name<S> for $ty {}
    )*};
}

answers! {
    OfItself: [S: ?Sized] &&&Callee<S, S>;
    BehindOne: [S: ?Sized, T: Deref<Target = S> + ?Sized] &&&Callee<S, T>;
    BehindTwo: [S: ?Sized, T: Deref<Target: Deref<Target = S>> + ?Sized] &&Callee<S, T>;
    BehindThree: [S: ?Sized, T: Deref<Target: Deref<Target: Deref<Target = S>>> + ?Sized] &Callee<S, T>;
}

/// Says that the method is called on something else.
pub trait OfAnother {
    /// The answer.
    fn callee_of_the_generator(&self) -> Another {
        Another
    }
}

impl<S: ?Sized, T: ?Sized> OfAnother for Callee<S, T> {}

/// A call of another method than that which is lowered.
#[diagnostic::on_unimplemented(
    message = "this calls the method itself, and a generator with an explicit state cannot hold itself",
    label = "write `Self::method(value)` for `value.method()`: the generator then has a stack of its own states",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait CallsAnother {}

#[diagnostic::do_not_recommend]
impl CallsAnother for Another {}

/// The answer: the argument is always `None`.
#[inline(always)]
pub const fn other<A: Answer>(_: &Option<A>) -> A {
    A::NEW
}

/// Whether a method is the one that is lowered.
pub trait Answer {
    /// The only value.
    const NEW: Self;
}

impl<S: ?Sized> Answer for Itself<S> {
    const NEW: Self = Self(PhantomData);
}

impl Answer for Another {
    const NEW: Self = Self;
}

impl Another {
    /// What the generator delegates to.
    #[inline(always)]
    pub fn delegate<D>(&self, delegate: D) -> D {
        delegate
    }

    /// What the head of a loop is.
    #[inline(always)]
    pub fn head<I>(&self, head: I) -> I {
        head
    }
}

impl<S: ?Sized> Itself<S> {
    /// What the generator would delegate to.
    pub fn delegate<D, Y>(&self, _: D) -> Empty<Y>
    where
        Self: CallsAnother,
    {
        lost()
    }

    /// What the head of a loop would be.
    pub fn head<I: IntoIterator>(&self, _: I) -> Empty<I::Item>
    where
        Self: CallsAnother,
    {
        lost()
    }
}
