//! What a method of a local that lies in an `Option` is called on, where the type decides whether the
//! method takes the local away.
//!
//! A method by value of a type's own trait or of the type itself is found before one that borrows, so
//! `Iterator::skip` is what `skip` calls on each iterator. The traits differ in the references in front of
//! the [`Optional`] that they are implemented for: the first one that fits is called.

use core::marker::PhantomData;

use crate::explicit::state::{held_mut, restore};

/// Stands for the local.
pub struct Optional<T>(PhantomData<fn(T)>);

impl<T> Optional<T> {
    /// That of a local that lies in no `Option`, where nothing runs.
    pub const fn like(_local: &T) -> Self {
        Self(PhantomData)
    }

    /// That of a local.
    pub const fn of(_local: &Option<T>) -> Self {
        Self(PhantomData)
    }
}

/// The method takes the local.
pub struct Whole;

impl Whole {
    /// The local, which is gone from its `Option`.
    #[inline(always)]
    pub fn of<T>(self, local: &mut Option<T>) -> T {
        restore(local)
    }
}

/// The method borrows the local.
pub struct Borrowed;

impl Borrowed {
    /// A borrow of the local.
    #[inline(always)]
    pub const fn of<T>(self, local: &mut Option<T>) -> &mut T {
        held_mut(local)
    }
}

macro_rules! answers {
    ($($name:ident: [$($generics:tt)*] $ty:ty => $receiver:ident;)*) => {$(
        /// Says what a method is called on.
        pub trait $name {
            /// The answer.
            #[inline(always)]
            fn receiver_of_the_generator(&self) -> $receiver {
                $receiver
            }
        }

        impl<$($generics)*> $name for $ty {}
    )*};
}

answers! {
    OptionalIterator: [T: Iterator] &Optional<T> => Whole;
    OptionalArray: [T, const N: usize] &Optional<[T; N]> => Whole;
    OptionalOption: [T] &Optional<Option<T>> => Whole;
    OptionalResult: [T, E] &Optional<Result<T, E>> => Whole;
    OptionalOrdered: [T: Ord] &Optional<T> => Whole;
    OptionalOther: [T] Optional<T> => Borrowed;
}
