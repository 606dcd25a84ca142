//! What is kept of a local that is not used any more: what has to be dropped.
//!
//! A local that is `Copy`, or a reference, has no destructor, so nothing of it is kept. A borrow that is not
//! used behind a yield so does not reach across it. Nothing is kept of a collection of such values either, whose
//! destructor only frees memory: it does so in front of the yield.

#[cfg(feature = "std")]
extern crate std;

use core::convert::Infallible;
use core::mem::{self, needs_drop};

use crate::explicit::keep::Probe;
use crate::explicit::moving_macros::LeavesLocals;
use crate::explicit::state::{held, held_mut, lost};

/// Keeps nothing.
#[derive(Default)]
pub struct Nothing;

impl Nothing {
    /// Whether nothing is kept.
    #[inline(always)]
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        true
    }

    /// Nothing of the value, which is not looked at.
    #[inline(always)]
    pub const fn nothing(self) {}

    /// Stands in front of what takes the value. It has no value, so rustc knows that nothing behind it is reached.
    #[inline(always)]
    #[expect(clippy::must_use_candidate, reason = "it stands where a statement does")]
    pub fn is_everything(&self) -> Infallible {
        lost()
    }

    /// Nothing of a value.
    #[inline(always)]
    pub fn of<T>(self, _: T) {}

    /// Nothing is asked of a macro in which the value may be moved.
    pub const fn is_left_by<F>(&self, _: &F) {}
}

/// Keeps all.
#[derive(Default)]
pub struct Everything;

impl Everything {
    /// Whether nothing is kept.
    #[inline(always)]
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        false
    }

    /// Is not called.
    #[inline(always)]
    #[must_use]
    pub fn nothing<T>(self) -> T {
        lost()
    }

    /// Stands in front of what takes the value.
    #[inline(always)]
    pub const fn is_everything(&self) {}

    /// The value.
    #[inline(always)]
    pub fn of<T>(self, value: T) -> T {
        value
    }

    /// An error, if a macro moves the value.
    pub const fn is_left_by<F: LeavesLocals>(&self, _: &F) {}
}

macro_rules! rests {
    ($($name:ident: $([$($generics:tt)*] $ty:ty),+ => $kept:ident;)*) => {$(
        /// Says what is kept of a value.
        pub trait $name {
            /// The answer.
            #[inline(always)]
            fn rest_of_the_generator(&self) -> $kept {
                $kept
            }
        }

        $(impl<$($generics)*> $name for $ty {})+
    )*};
}

rests! {
    CopyRest: [T: Copy] &&Probe<T> => Nothing;
    BorrowRest: [T: Borrows] &Probe<T> => Nothing;
    UnownedRest: [T: Unowned] &Probe<T> => Nothing;
    WholeRest: [T] Probe<T> => Everything;
    ReferenceRest: [T: References] &Probe<T> => Nothing;
}

/// What a yield keeps of a local that lies in an `Option`, if no path leads from it to a use of the local.
pub trait RestOf<T> {
    /// The `Option` in a later step.
    fn restored(self) -> Option<T>;
}

impl<T> RestOf<T> for () {
    #[inline(always)]
    fn restored(self) -> Option<T> {
        None
    }
}

impl<T> RestOf<T> for Option<T> {
    #[inline(always)]
    fn restored(self) -> Self {
        self
    }
}

/// The `Option` that such a local lies in. It is empty where the yield has kept nothing.
#[inline(always)]
pub fn restore_rest<T, R: RestOf<T>>(kept: &mut Option<R>) -> Option<T> {
    kept.take().and_then(RestOf::restored)
}

/// Such a local, at a yield where it is empty. What borrows from others would have to be dropped in front of them.
#[inline(always)]
pub const fn forget_empty<T>(local: Option<T>) {
    mem::forget(local);
}

/// The value of a local that lies in an `Option`, and is used again.
pub trait CopyAgain<T> {
    /// A copy of it.
    #[inline(always)]
    fn value_again_of_the_generator(&self, local: &mut Option<T>) -> T
    where
        T: Copy,
    {
        *held(local)
    }
}

impl<T: Copy> CopyAgain<T> for &&Probe<Option<T>> {}

/// The same for an exclusive reference.
pub trait LentAgain<'a, T: ?Sized> {
    /// A borrow of what it refers to.
    #[inline(always)]
    fn value_again_of_the_generator<'b>(&self, local: &'b mut Option<&'a mut T>) -> &'b mut T {
        held_mut::<&'a mut T>(local)
    }
}

impl<'a, T: ?Sized> LentAgain<'a, T> for &Probe<Option<&'a mut T>> {}

/// A value that is used again behind its use.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` borrows from a local, and is used again behind a use of the value, around a \
               yield on another path",
    note = "borrow it in front of each use; without `state` it works as it is"
)]
pub trait UsedAgain {}

/// The same for any other value: an error.
pub trait OtherAgain<T> {
    /// Is not called.
    #[inline(always)]
    fn value_again_of_the_generator(&self, _: &mut Option<T>) -> T
    where
        T: UsedAgain,
    {
        lost()
    }
}

impl<T> OtherAgain<T> for Probe<Option<T>> {}

/// A type of the standard library that is not `Copy`, and has no destructor or one that only frees memory.
pub trait Borrows {}

/// The same for types that have no part which may be a closure.
pub trait References {}

/// A type of the standard library whose values have no destructor: they own no memory that a raw pointer of the body's
/// could point into.
pub trait Unowned {}

macro_rules! of_values {
    ($name:ident: $([$($generics:tt)*] $ty:ty)*) => { $(impl<$($generics)*> $name for $ty {})* };
}

macro_rules! values {
    ($($name:ident)*) => {$(
        of_values! { $name:
            [] () [] bool [] char [] f32 [] f64
            [] i8 [] i16 [] i32 [] i64 [] i128 [] isize
            [] u8 [] u16 [] u32 [] u64 [] u128 [] usize
            [T: ?Sized] &T
            [T: ?Sized] &mut T
            [A: $name, B: $name] (A, B)
            [A: $name, B: $name, C: $name] (A, B, C)
            [T: $name] Option<T>
        }

    )*};
}

macro_rules! collections {
    ($($name:ident)*) => {$(
        #[cfg(feature = "alloc")]
        of_values! { $name:
            [] alloc::string::String
            [] alloc::boxed::Box<str>
            [T: $name] alloc::boxed::Box<T>
            [T: $name] alloc::boxed::Box<[T]>
            [T: $name] alloc::vec::Vec<T>
            [T: $name] alloc::collections::BinaryHeap<T>
            [K: $name, V: $name] alloc::collections::BTreeMap<K, V>
            [T: $name] alloc::collections::BTreeSet<T>
            [T: $name] alloc::collections::VecDeque<T>
        }

        #[cfg(feature = "std")]
        of_values! { $name:
            [K: $name, V: $name] std::collections::HashMap<K, V>
            [T: $name] std::collections::HashSet<T>
        }
    )*};
}

values! { Borrows References Unowned }
collections! { Borrows References }

macro_rules! views {
    ($($name:ident)*) => {$(
        of_values! { $name:
            [T: $name] core::ops::Range<T>
            [T: $name] core::ops::RangeInclusive<T>
            [] core::str::Bytes<'_>
            [] core::str::CharIndices<'_>
            [] core::str::Chars<'_>
            [] core::str::Lines<'_>
            [] core::str::Split<'_, char>
            [] core::str::Split<'_, &str>
            [] core::str::SplitAsciiWhitespace<'_>
            [] core::str::SplitN<'_, char>
            [] core::str::SplitN<'_, &str>
            [] core::str::SplitWhitespace<'_>
            [T] core::slice::Chunks<'_, T>
            [T] core::slice::ChunksExact<'_, T>
            [T] core::slice::ChunksMut<'_, T>
            [T] core::slice::Iter<'_, T>
            [T] core::slice::IterMut<'_, T>
            [T] core::slice::Windows<'_, T>
            [A: $name, B: $name] core::iter::Chain<A, B>
            [A: $name + Iterator<Item: $name>, B: $name + Iterator<Item: $name>] core::iter::Zip<A, B>
            [I: $name, F: Copy] core::iter::Map<I, F>
            [I: $name, F: Copy] core::iter::Filter<I, F>
            [I: $name, F: Copy] core::iter::FilterMap<I, F>
            [I: $name, F: Copy] core::iter::SkipWhile<I, F>
            [I: $name, F: Copy] core::iter::TakeWhile<I, F>
            [I: $name] core::iter::Cloned<I>
            [I: $name] core::iter::Copied<I>
            [I: $name] core::iter::Enumerate<I>
            [I: $name] core::iter::Fuse<I>
            [I: $name + Iterator<Item: $name>] core::iter::Peekable<I>
            [I: $name] core::iter::Rev<I>
            [I: $name] core::iter::Skip<I>
            [I: $name] core::iter::StepBy<I>
            [I: $name] core::iter::Take<I>
        }
    )*};
}

views! { Borrows Unowned }

#[cfg(feature = "alloc")]
of_values! { Borrows:
    [T: Borrows] alloc::vec::IntoIter<T>
    [K: Borrows + Ord, V] alloc::collections::btree_map::Entry<'_, K, V>
    [K: Borrows + Ord, V] alloc::collections::btree_map::OccupiedEntry<'_, K, V>
    [K: Borrows + Ord, V] alloc::collections::btree_map::VacantEntry<'_, K, V>
}

#[cfg(feature = "std")]
of_values! { Borrows:
    [K: Borrows, V] std::collections::hash_map::Entry<'_, K, V>
    [K: Borrows, V] std::collections::hash_map::OccupiedEntry<'_, K, V>
    [K: Borrows, V] std::collections::hash_map::VacantEntry<'_, K, V>
}

/// Checks that nothing has to be kept of a closure that captures by reference.
///
/// One with a destructor is an error when the program is built.
#[inline(always)]
pub const fn without_rest<F>(_: &F) {
    const {
        assert!(
            !needs_drop::<F>(),
            "a closure that takes what it captures would be dropped in front of a yield: write `move`, or \
             end its scope; without `state` it works as it is"
        );
    }
}
