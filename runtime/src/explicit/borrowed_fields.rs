//! The question to rustc whether a field of a local, which a value that a yield keeps borrows from, is a part of that
//! local: it is none behind a reference.

use crate::explicit::keep::Probe;

/// What a yield can keep a borrow of.
///
/// ```compile_fail
/// struct Line {
///     text: String,
/// }
///
/// #[genfn::generator(state)]
/// fn letters(line: Line) -> impl Iterator<Item = char> {
///     for letter in line.text.chars() {
///         yield_!(letter);
///     }
/// }
/// ```
///
/// ```
/// struct Line {
///     text: String,
/// }
///
/// #[genfn::generator(state)]
/// fn letters(line: Line) -> impl Iterator<Item = char> {
///     for letter in line.text.chars().collect::<Vec<_>>() {
///         yield_!(letter);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "this field of a local is borrowed across a yield, and an explicit state holds no borrows of its own \
               locals",
    label = "this borrow is kept across a yield",
    note = "loop over the indices, over the field by value, as `std::mem::take(&mut local.field)`, or over what is \
            collected of it, as `local.text.chars().collect::<Vec<_>>()`; without `state` (and `Clone`, derives or a \
            name) it works as it is"
)]
pub trait KeptBorrow {}

/// A value that is no reference, or a collection.
pub struct PartOfLocal;

/// What is behind a reference, or of any other type.
pub struct BehindLocal;

#[diagnostic::do_not_recommend]
impl KeptBorrow for BehindLocal {}
#[diagnostic::do_not_recommend]
impl<P> KeptBorrow for (BehindLocal, P) {}
#[diagnostic::do_not_recommend]
impl<P: KeptBorrow> KeptBorrow for (PartOfLocal, P) {}

/// Asks for [`KeptBorrow`], where nothing runs.
pub fn kept_borrow<P: KeptBorrow>(_: P) {}

/// Passes on a value that a question stands in front of.
#[inline(always)]
pub fn behind_question<T>((): (), value: T) -> T {
    value
}

/// A place is a reference: what is borrowed lies behind it.
pub trait ReferenceLent {
    /// The answer.
    fn base_of_the_generator(&self) -> BehindLocal {
        BehindLocal
    }
}

impl<T: ?Sized> ReferenceLent for &Probe<&T> {}
impl<T: ?Sized> ReferenceLent for &Probe<&mut T> {}

/// A place is no reference.
pub trait ValueLent {
    /// The answer.
    fn base_of_the_generator(&self) -> PartOfLocal {
        PartOfLocal
    }
}

impl<T> ValueLent for Probe<T> {}

/// A field is a collection.
pub trait CollectionLent {
    /// The answer.
    fn field_of_the_generator(&self) -> PartOfLocal {
        PartOfLocal
    }
}

impl<T> CollectionLent for &&Probe<T> where for<'part> &'part T: IntoIterator {}

/// A field is a text.
pub trait TextLent {
    /// The answer.
    fn field_of_the_generator(&self) -> PartOfLocal {
        PartOfLocal
    }
}

#[cfg(feature = "alloc")]
impl TextLent for &Probe<alloc::string::String> {}

/// A field is of any other type.
pub trait UnknownLent {
    /// The answer.
    fn field_of_the_generator(&self) -> BehindLocal {
        BehindLocal
    }
}

impl<T> UnknownLent for Probe<T> {}
