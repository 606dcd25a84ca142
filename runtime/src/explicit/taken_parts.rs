//! Finds out what a pattern, or a closure, takes out of a local whose rest a yield keeps.
//!
//! ```text
//! let P { a, b, .. } = local;      // asks about the types of `a` and `b`
//! move || local.a.len()            // asks about those of `local` and `local.a`
//! ```
//!
//! A part is borrowed, or copied, or an empty value can take its place. Any other one is an error.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::replace;
use core::ops::Deref;

use crate::explicit::state::lost;
use crate::explicit::vacant::{KnownRest, Vacant};

/// The types of a part as a pattern binds it: `Bound` where it takes the local apart, and `Place` where it takes an
/// exclusive reference to the local apart.
pub struct Part<Bound, Place>(PhantomData<fn(Bound, Place)>);

impl<Bound, Place> Part<Bound, Place> {
    /// Those of two values.
    pub const fn of(_bound: &Bound, _place: &Place) -> Self {
        Self(PhantomData)
    }
}

macro_rules! parts_of_patterns {
    ($(#[$documentation:meta] $name:ident for [$($generics:tt)*] $part:ty => $answer:ty;)*) => {$(
        #[$documentation]
        pub trait $name<T> {
            /// The answer.
            fn part_in_a_pattern(&self) -> $answer {
                <$answer>::default()
            }
        }

        impl<$($generics)*> $name<T> for $part {}
    )*};
}

parts_of_patterns! {
    /// The local is a reference, or refers to the part: the pattern borrows it.
    BorrowedPart for [T] &&&Part<T, T> => Stays;
    /// A part that is `Copy`.
    CopiedPart for [T: Copy] &&Part<T, &mut T> => Copies;
    /// A part that an empty value can take the place of.
    ReplacedPart for [T: Vacant] &Part<T, &mut T> => Replaced<T>;
    /// Any other part.
    MovedPart for [T, Place] Part<T, Place> => Moves<T>;
}

/// A part of a local that a closure takes with it, where nothing takes its place.
#[diagnostic::on_unimplemented(
    message = "this closure takes a part of type `{Self}` out of a local, and an explicit state does not know what is \
               left of the local at a yield behind that",
    label = "bind the part with `let part = local.part;` in front of the closure, and name `part` in it",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait KnownWithoutCapture {}

/// A pointer that a closure takes with it.
#[diagnostic::on_unimplemented(
    message = "this closure takes a pointer of type `{Self}` with it, for it names a part of what the pointer points \
               to, and an explicit state cannot know that",
    label = "move the pointer in a block around the closure: `{{ let local = local; move || .. }}`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait KnownPointerCapture {}

macro_rules! captures {
    ($(#[$documentation:meta] $name:ident for [$($generics:tt)*] $part:ty => $answer:ty;)*) => {$(
        #[$documentation]
        pub trait $name<T: ?Sized> {
            /// The answer.
            fn captured_part(&self) -> $answer {
                <$answer>::default()
            }
        }

        impl<$($generics)*> $name<T> for $part {}
    )*};
}

captures! {
    /// A part that is `Copy`.
    CopyCapture for [T: Copy, Local] &&&&Part<Local, T> => Copies;
    /// A part of what a reference refers to: the reference is captured.
    SharedCapture for [T: ?Sized, Field] &&&Part<&T, Field> => Stays;
    /// The same behind an exclusive reference.
    UniqueCapture for [T: ?Sized, Field] &&Part<&mut T, Field> => Stays;
    /// A part of what a pointer points to: the pointer is captured.
    PointerCapture for [T: Deref, Field] &Part<T, Field> => TakesPointer<T>;
    /// Any other part.
    PartCapture for [T, Local] Part<Local, T> => TakesPart<T>;
}

/// A closure takes a pointer with it.
pub struct TakesPointer<T: ?Sized>(PhantomData<fn(&T)>);
/// A closure takes a part of a local with it.
pub struct TakesPart<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Default for TakesPointer<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: ?Sized> Default for TakesPart<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: ?Sized> TakesPointer<T> {
    /// An error.
    pub fn is_known(&self)
    where
        T: KnownPointerCapture,
    {
    }
}

impl<T: ?Sized> TakesPart<T> {
    /// An error.
    pub fn is_known(&self)
    where
        T: KnownWithoutCapture,
    {
    }
}

/// The answers about the parts of a pattern, where nothing has run: their types say all.
#[must_use]
pub fn answers<A: Default>(_: Option<A>) -> A {
    A::default()
}

/// What a pattern does with a part.
pub trait Answer: Default {
    /// What it does with this part and one that is replaced.
    type WithReplaced<T>: Default;
}

/// The part is borrowed.
#[derive(Default)]
pub struct Stays;
/// The part is copied.
#[derive(Default)]
pub struct Copies;
/// An empty value takes the place of the part.
pub struct Replaced<T>(PhantomData<fn(T)>);
/// Nothing can take the place of the part.
pub struct Moves<T>(PhantomData<fn(T)>);

impl<T> Default for Replaced<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Moves<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl Answer for Stays {
    type WithReplaced<T> = Replaced<T>;
}

impl Answer for Copies {
    type WithReplaced<T> = Replaced<T>;
}

impl<U> Answer for Replaced<U> {
    type WithReplaced<T> = Replaced<T>;
}

impl<U> Answer for Moves<U> {
    type WithReplaced<T> = Self;
}

impl Stays {
    /// The part.
    #[inline(always)]
    pub fn taken<T>(&self, part: T) -> T {
        part
    }
}

impl Copies {
    /// The part.
    #[inline(always)]
    pub const fn taken<T: Copy>(&self, part: &mut T) -> T {
        *part
    }
}

macro_rules! staying {
    ($($answer:ident)*) => {$(
        impl $answer {
            /// What a pattern does with this part and another one.
            #[inline(always)]
            pub fn and<A: Answer>(&self, _: &A) -> A {
                A::default()
            }

            /// Whether all parts stay where they are.
            #[inline(always)]
            #[must_use]
            pub const fn stays(&self) -> bool {
                true
            }

            /// Stands in front of the pattern as it is written.
            #[inline(always)]
            pub const fn takes_nothing(&self) {}

            /// Stands in front of what takes the parts.
            pub fn takes(&self) -> Infallible {
                lost()
            }

            /// Nothing is asked.
            pub const fn leaves_the_local(&self) {}

            /// Nothing is asked.
            pub const fn is_known(&self) {}
        }
    )*};
}

staying! { Stays Copies }

impl<T> Replaced<T> {
    /// What a pattern does with this part and another one.
    #[inline(always)]
    pub fn and<A: Answer>(&self, _: &A) -> A::WithReplaced<T> {
        A::WithReplaced::default()
    }

    /// The part.
    #[inline(always)]
    pub fn taken(&self, part: &mut T) -> T
    where
        T: Vacant,
    {
        replace(part, T::vacant())
    }

    /// Nothing is asked.
    pub const fn is_known(&self) {}
}

impl<T> Moves<T> {
    /// What a pattern does with this part and another one.
    pub fn and<A: Answer>(&self, _: &A) -> Self {
        Self::default()
    }

    /// Is not called.
    pub fn taken<P, U>(&self, _: P) -> U {
        lost()
    }

    /// An error.
    pub fn is_known(&self)
    where
        T: KnownRest,
    {
    }
}

macro_rules! moving {
    ($($answer:ident)*) => {$(
        impl<T> $answer<T> {
            /// Whether all parts stay where they are.
            #[inline(always)]
            #[must_use]
            pub const fn stays(&self) -> bool {
                false
            }

            /// Stands in front of the pattern as it is written.
            pub fn takes_nothing(&self) -> Infallible {
                lost()
            }

            /// Stands in front of what takes the parts.
            #[inline(always)]
            pub const fn takes(&self) {}

            /// An error.
            pub fn leaves_the_local(&self)
            where
                T: KnownRest,
            {
            }
        }
    )*};
}

moving! { Replaced Moves }
