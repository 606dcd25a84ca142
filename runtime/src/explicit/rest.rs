//! What is kept of a local that is not used any more: what has to be dropped.
//!
//! A local that is `Copy`, or a reference, has no destructor, so nothing of it is kept. A borrow that is not
//! used behind a yield so does not reach across it.

use core::mem::needs_drop;

use crate::explicit::keep::Probe;

/// Keeps nothing.
pub struct Nothing;

impl Nothing {
    /// Nothing of a value.
    #[inline(always)]
    pub fn of<T>(self, _: T) {}
}

/// Keeps all.
pub struct Everything;

impl Everything {
    /// The value.
    #[inline(always)]
    pub fn of<T>(self, value: T) -> T {
        value
    }
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
    ExclusiveRest:
        [T: ?Sized] &Probe<&mut T>,
        [T: ?Sized] &Probe<Option<&mut T>>,
        [T: ?Sized, U: ?Sized] &Probe<(&mut T, &mut U)> => Nothing;
    IteratorRest:
        [] &Probe<core::str::Bytes<'_>>,
        [] &Probe<core::str::Chars<'_>>,
        [] &Probe<core::str::CharIndices<'_>>,
        [] &Probe<core::str::Lines<'_>>,
        [] &Probe<core::str::SplitWhitespace<'_>>,
        [] &Probe<core::str::Split<'_, char>>,
        [] &Probe<core::str::Split<'_, &str>>,
        [T] &Probe<core::slice::Chunks<'_, T>>,
        [T] &Probe<core::slice::Iter<'_, T>>,
        [T] &Probe<core::slice::IterMut<'_, T>>,
        [T] &Probe<core::slice::Windows<'_, T>> => Nothing;
    WholeRest: [T] Probe<T> => Everything;
}

/// Keeps nothing of a closure that captures by reference.
///
/// One with a destructor is an error when the program is built.
#[inline(always)]
pub const fn without_rest<F>(closure: F) {
    const {
        assert!(
            !needs_drop::<F>(),
            "a closure that takes what it captures would be dropped in front of a yield: write `move`, or \
             end its scope; without `state` it works as it is"
        );
    }
    core::mem::forget(closure);
}
