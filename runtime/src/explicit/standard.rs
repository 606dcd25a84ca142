//! Checks that what has a name of the standard library's is the standard library's, where nothing runs. The macro knows
//! what the methods of these types do with `self`, and not what those of another type of the same name do.

use core::marker::PhantomData;

use crate::explicit::state::lost;

#[cfg(feature = "std")]
extern crate std;

/// An `Option` or a `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the standard library's `Option` or `Result`",
    label = "an explicit state takes this for the standard library's, by its name",
    note = "its methods may borrow where those of the standard library move, and its variants may have destructors: give \
            it another name here, as by `use path::Name as Other;`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait StandardOptional {}

impl<T> StandardOptional for Option<T> {}

impl<T, E> StandardOptional for Result<T, E> {}

/// Asks about an argument, or a local.
pub const fn optional_argument<T: StandardOptional + ?Sized>(_: &T) {}

/// Asks about a type.
pub const fn optional_type<T: StandardOptional + ?Sized>() {}

/// A `Box`.
#[cfg(feature = "alloc")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the standard library's `Box`",
    label = "an explicit state takes this for the standard library's, by its name",
    note = "its methods may borrow where those of the standard library move: give it another name here, as by \
            `use path::Box as Other;`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait StandardBox {}

#[cfg(feature = "alloc")]
impl<T: ?Sized> StandardBox for alloc::boxed::Box<T> {}

/// Asks about an argument, or a local.
#[cfg(feature = "alloc")]
pub const fn boxed_argument<T: StandardBox + ?Sized>(_: &T) {}

/// Asks about a type.
#[cfg(feature = "alloc")]
pub const fn boxed_type<T: StandardBox + ?Sized>() {}

/// An iterator.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Iterator` of the standard library's",
    label = "an explicit state takes this for the standard library's, by its name",
    note = "its methods may borrow where those of the standard library move: give it another name here, as by \
            `use path::Iterator as Other;`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait StandardIterator {}

#[diagnostic::do_not_recommend]
impl<T: Iterator + ?Sized> StandardIterator for T {}

/// Asks about an argument, or a local.
pub const fn iterator_argument<T: StandardIterator + ?Sized>(_: &T) {}

/// Asks about a type.
pub const fn iterator_type<T: StandardIterator + ?Sized>() {}

/// A reader.
#[cfg(feature = "std")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `Read` of the standard library's",
    label = "an explicit state takes this for the standard library's, by its name",
    note = "its methods may borrow where those of the standard library move: give it another name here, as by \
            `use path::Name as Other;`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait StandardReader {}

#[cfg(feature = "std")]
#[diagnostic::do_not_recommend]
impl<T: std::io::Read + ?Sized> StandardReader for T {}

/// Asks about an argument, or a local.
#[cfg(feature = "std")]
pub const fn reader_argument<T: StandardReader + ?Sized>(_: &T) {}

/// Asks about a type.
#[cfg(feature = "std")]
pub const fn reader_type<T: StandardReader + ?Sized>() {}

/// The type that rustc infers for what does not return.
pub struct StandardPanic;

/// What a call of `panic!` can give.
#[diagnostic::on_unimplemented(
    message = "this `panic!` is not the standard library's",
    label = "an explicit state takes this for the standard library's, by its name",
    note = "what is behind it may run, where nothing runs behind that of the standard library: give it another name",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait Panics<T> {}

impl Panics<StandardPanic> for () {}

/// What a closure gives. If it does not return, that can be any type.
pub struct Given<T>(PhantomData<T>);

impl<T> Given<T> {
    /// Asks for a closure that calls `panic!`.
    #[must_use]
    pub fn by(_: impl FnOnce() -> T) -> Self {
        lost()
    }

    /// It is the standard library's.
    pub fn by_a_panic(self)
    where
        (): Panics<T>,
    {
    }
}

/// Is called once: a `panic!` that goes on with a loop moves its argument twice.
pub fn once(_: StandardPanic) {}

/// Asks about an `Option` or `Result`, and tells rustc the parameters of its type, should nothing else tell them.
pub trait ValueOfTheLibrary: Sized {
    /// A parameter.
    type First;
    /// A parameter.
    type Second;

    /// It is the standard library's.
    fn value_of_the_generator(self, _: Self::First, _: Self::Second) {}
}

impl<T> ValueOfTheLibrary for Option<T> {
    type First = T;
    type Second = ();
}

impl<T, E> ValueOfTheLibrary for Result<T, E> {
    type First = T;
    type Second = E;
}

/// Asks about any other value: it is an error.
pub trait ValueOfAnother {
    /// It is not the standard library's.
    fn value_of_the_generator<A, B>(&self, _: A, _: B)
    where
        Self: StandardOptional,
    {
    }
}

impl<T> ValueOfAnother for T {}
