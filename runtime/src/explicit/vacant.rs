//! Takes a part out of a local, the rest of which stays where it is until its scope ends.
//!
//! The parts of a local that a step has to keep cannot be missing. So where a part is moved out, an empty value takes
//! its place, whose drop does nothing: `None`, a collection without elements, a cell of one of these. A part that is
//! `Copy` is copied.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]

#[cfg(feature = "std")]
extern crate std;

use core::convert::Infallible;
use core::mem::replace;

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
    label = "take all of the local apart, with a name for each part: `Type {{ part, rest: _rest }}`, or \
             `[part, _rest]` for an array",
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
    CopyPart for [T: Copy] &&Probe<T> => PartCopied;
    /// A part that an empty value can take the place of.
    VacantPart for [T: Vacant] &Probe<T> => PartVacated;
    /// Any other part.
    OtherPart for [T] Probe<T> => PartMovedOut;
}

/// The part is copied.
pub struct PartCopied;

impl PartCopied {
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
pub struct PartVacated;

moved!(PartVacated);

impl PartVacated {
    /// The part.
    #[inline(always)]
    pub fn out<T: Vacant>(&self, part: &mut T) -> T {
        replace(part, T::vacant())
    }
}

/// Nothing can take the place of the part.
pub struct PartMovedOut;

moved!(PartMovedOut);

impl PartMovedOut {
    /// An error.
    pub fn out<T: KnownRest>(&self, _: &mut T) -> T {
        lost()
    }
}
