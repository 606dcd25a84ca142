//! Takes a part out of a local, the rest of which stays where it is until its scope ends.
//!
//! The parts of a local that a step has to keep cannot be missing. So where a part is moved out, an empty value takes
//! its place, whose drop does nothing: `None`, a collection without elements, a cell of one of these. A part that is
//! `Copy` is copied.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]

#[cfg(feature = "std")]
extern crate std;

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::replace;
use core::ops::Deref;

use crate::explicit::keep::Probe;
use crate::explicit::state::lost;

/// A type with an empty value, which is made and dropped without effect.
pub trait Vacant {
    /// The empty value.
    fn vacant() -> Self;
}

impl<T> Vacant for Option<T> {
    #[inline(always)]
    fn vacant() -> Self {
        None
    }
}

macro_rules! vacant {
    ($([$($generics:tt)*] $ty:ty = $new:expr;)*) => {$(
        impl<$($generics)*> Vacant for $ty {
            #[inline(always)]
            fn vacant() -> Self {
                $new
            }
        }
    )*};
}

vacant! {
    [] () = ();
    [] bool = false;
    [] char = '\0';
    [] f32 = 0.0;
    [] f64 = 0.0;
    [] i8 = 0;
    [] i16 = 0;
    [] i32 = 0;
    [] i64 = 0;
    [] i128 = 0;
    [] isize = 0;
    [] u8 = 0;
    [] u16 = 0;
    [] u32 = 0;
    [] u64 = 0;
    [] u128 = 0;
    [] usize = 0;
    [A: Vacant, B: Vacant] (A, B) = (A::vacant(), B::vacant());
    [A: Vacant, B: Vacant, C: Vacant] (A, B, C) = (A::vacant(), B::vacant(), C::vacant());
    [T: Vacant] core::cell::Cell<T> = Self::new(T::vacant());
    [T: Vacant] core::cell::RefCell<T> = Self::new(T::vacant());
    [T: Vacant] core::ops::Range<T> = T::vacant()..T::vacant();
}

#[cfg(feature = "alloc")]
vacant! {
    [] alloc::boxed::Box<str> = Self::default();
    [T] alloc::boxed::Box<[T]> = Self::default();
    [T] alloc::vec::IntoIter<T> = alloc::vec::Vec::new().into_iter();
    [] alloc::string::String = Self::new();
    [T] alloc::vec::Vec<T> = Self::new();
    [T] alloc::collections::VecDeque<T> = Self::new();
    [T] alloc::collections::LinkedList<T> = Self::new();
    [T: Ord] alloc::collections::BinaryHeap<T> = Self::new();
    [T] alloc::collections::BTreeSet<T> = Self::new();
    [K, V] alloc::collections::BTreeMap<K, V> = Self::new();
}

#[cfg(feature = "std")]
vacant! {
    [K, V] std::collections::HashMap<K, V> = Self::new();
    [T] std::collections::HashSet<T> = Self::new();
    [] std::ffi::OsString = Self::new();
    [] std::path::PathBuf = Self::new();
}

/// A part of a local that is moved out of it, where nothing takes its place.
#[diagnostic::on_unimplemented(
    message = "a part of type `{Self}` is moved out of a local, and an explicit state does not know what is left \
               of the local at a yield behind that",
    label = "take all of the local apart instead: `let Type {{ part, rest: _rest }} = local;`, without `..`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait KnownRest {}

macro_rules! parts {
    ($(#[$documentation:meta] $name:ident for [$($generics:tt)*] $ty:ty => $part:ident;)*) => {$(
        #[$documentation]
        pub trait $name {
            /// The answer.
            #[inline(always)]
            fn part_of_the_local(&self) -> $part {
                $part
            }
        }

        impl<$($generics)*> $name for $ty {}
    )*};
}

parts! {
    /// A part that is `Copy`.
    CopyPart for [T: Copy] &&Probe<T> => Copied;
    /// A part that an empty value can take the place of.
    VacantPart for [T: Vacant] &Probe<T> => Vacated;
    /// Any other part.
    OtherPart for [T] Probe<T> => MovedOut;
}

/// The part is copied.
pub struct Copied;

impl Copied {
    /// Whether the part stays.
    #[inline(always)]
    #[must_use]
    pub const fn stays(&self) -> bool {
        true
    }

    /// The part.
    #[inline(always)]
    pub const fn copied<T: Copy>(&self, part: &T) -> T {
        *part
    }

    /// Stands in front of what takes the part: rustc knows from the type that this is not reached.
    pub fn moves(&self) -> Infallible {
        lost()
    }

    /// Is not called.
    pub fn out<T>(&self, _: &mut T) -> T {
        lost()
    }
}

macro_rules! moved {
    ($part:ident) => {
        impl $part {
            /// Whether the part stays.
            #[inline(always)]
            #[must_use]
            pub const fn stays(&self) -> bool {
                false
            }

            /// Is not called.
            pub fn copied<T>(&self, _: &T) -> T {
                lost()
            }

            /// Stands in front of what takes the part.
            #[inline(always)]
            pub const fn moves(&self) {}
        }
    };
}

/// An empty value takes the place of the part.
pub struct Vacated;

moved!(Vacated);

impl Vacated {
    /// The part.
    #[inline(always)]
    pub fn out<T: Vacant>(&self, part: &mut T) -> T {
        replace(part, T::vacant())
    }
}

/// Nothing can take the place of the part.
pub struct MovedOut;

moved!(MovedOut);

impl MovedOut {
    /// An error.
    pub fn out<T: KnownRest>(&self, _: &mut T) -> T {
        lost()
    }
}

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
    ($(
        #[$documentation:meta]
        $name:ident for [$($generics:tt)*] $part:ty $(, $known:ident)?;
    )*) => {$(
        #[$documentation]
        pub trait $name<T: ?Sized> {
            /// Asks.
            fn captured_part(&self)
            $(where
                T: $known)?
            {
            }
        }

        impl<$($generics)*> $name<T> for $part {}
    )*};
}

captures! {
    /// A part that is `Copy`.
    CopyCapture for [T: Copy, Local] &&&&Part<Local, T>;
    /// A part of what a reference refers to: the reference is captured.
    SharedCapture for [T: ?Sized, P] &&&Part<&T, P>;
    /// The same behind an exclusive reference.
    UniqueCapture for [T: ?Sized, P] &&Part<&mut T, P>;
    /// A part of what a pointer points to: the pointer is captured.
    PointerCapture for [T: Deref, P] &Part<T, P>, KnownPointerCapture;
    /// Any other part.
    PartCapture for [T, Local] Part<Local, T>, KnownWithoutCapture;
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
