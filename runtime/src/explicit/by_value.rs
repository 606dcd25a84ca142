//! Checks, where nothing runs, that a method takes `self` by value, as the macro has taken it to from its
//! name.
//!
//! The method is called on a reference, with a trait in scope that has a method of that name for each
//! reference. A method that takes `self` by value is not found on a reference, and so the trait's one is,
//! whose value is [`Moved`]. One that takes `&self` is found before the trait's, or beside it: both are
//! errors. So is one that takes `&mut self`, on an exclusive reference. What is an `Iterator` is not asked
//! that: on a value, rustc finds the methods of `Iterator` before one that takes `&mut self`.

use core::ops::Deref;

/// What the method of [`TakesSelf`] gives.
pub struct Moved;

macro_rules! takes_self {
    ($($name:ident)*) => {
        /// A method of each name that the macro knows.
        #[expect(clippy::wrong_self_convention, reason = "methods of the standard library have these names")]
        pub trait TakesSelf: Sized {
            $(
                /// Says that no other method was found.
                fn $name(self) -> Moved {
                    Moved
                }
            )*
        }
    };
}

takes_self! {
    and_then chain cloned collect copied cycle enumerate expect expect_err filter filter_map
    flat_map flatten fold fuse inspect is_none_or is_ok_and is_some_and map map_err map_or
    map_or_else map_while max_by max_by_key min_by min_by_key ok_or ok_or_else or_else partition
    peekable reduce rev rfold scan skip skip_while step_by take take_while transpose unwrap unwrap_err
    unwrap_or unwrap_or_default unwrap_or_else unzip zip
}

impl<T: ?Sized> TakesSelf for &T {}
impl<T: ?Sized> TakesSelf for &mut T {}

/// A method that takes `self` by value.
#[diagnostic::on_unimplemented(
    message = "this method does not take `self` by value, as a method of its name does in the standard \
               library",
    note = "an explicit state has to know by the name what a method takes: bind the value that the \
            method is called on with `let`, and call the method with its path, as in \
            `Type::method(&mut value)`; without `state` it works as it is"
)]
pub trait TakesByValue {}

impl TakesByValue for Moved {}

/// Asks for `TakesByValue`.
pub const fn takes_by_value<M: TakesByValue>(_: &M) {}

/// An exclusive reference to an `Iterator` is an `Iterator`, which has all of its methods: in its place, there is one
/// that has none.
pub trait ExclusiveOfIterator<'a> {
    /// Nothing.
    fn exclusive(&self) -> &'a mut ();
}

impl<'a, T: Iterator + ?Sized> ExclusiveOfIterator<'a> for &Receiver<'a, T> {
    fn exclusive(&self) -> &'a mut () {
        unreachable!("a question is never run")
    }
}

/// An exclusive reference to anything else.
pub trait ExclusiveOfOther<'a> {
    /// What it refers to.
    type Value: ?Sized + 'a;

    /// The reference.
    fn exclusive(&self) -> &'a mut Self::Value;
}

impl<'a, T: ?Sized> ExclusiveOfOther<'a> for Receiver<'a, T> {
    type Value = T;

    fn exclusive(&self) -> &'a mut T {
        unreachable!("a question is never run")
    }
}

/// A value that a method is called on, or what is behind it.
pub struct Receiver<'a, T: ?Sized>(pub &'a T);

/// A reference holds nothing that a method could leave.
pub trait BehindReference {
    /// Nothing.
    fn behind(&self) -> Receiver<'static, ()> {
        Receiver(&())
    }
}

impl<T: ?Sized> BehindReference for &&Receiver<'_, &T> {}
impl<T: ?Sized> BehindReference for &&Receiver<'_, &mut T> {}

/// Methods are looked up behind a pointer as well.
pub trait BehindPointer<'a> {
    /// What it points to.
    type Target: ?Sized + 'a;

    /// What it points to.
    fn behind(&self) -> Receiver<'a, Self::Target>;
}

impl<'a, T: Deref<Target: 'a> + ?Sized> BehindPointer<'a> for &Receiver<'a, T> {
    type Target = T::Target;

    fn behind(&self) -> Receiver<'a, T::Target> {
        Receiver(self.0)
    }
}

/// Behind anything else there is nothing.
pub trait BehindNothing {
    /// Nothing.
    fn behind(&self) -> Receiver<'static, ()> {
        Receiver(&())
    }
}

impl<T: ?Sized> BehindNothing for Receiver<'_, T> {}

/// Asks, where nothing runs, that two values have one type.
pub const fn same_type<T>(_: &T, _: &T) {}
