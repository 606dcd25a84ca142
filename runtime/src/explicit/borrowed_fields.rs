//! The questions to rustc about what a value that a yield keeps borrows from: whether a field is a part of its local,
//! as it is not behind a reference, and whether a local is a collection or a text.

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

/// What a yield can keep an iterator over, of a local.
///
/// ```compile_fail
/// #[genfn::generator(state)]
/// fn lines(text: &str) -> impl Iterator<Item = String> {
///     let text = text.to_lowercase();
///     for line in text.lines() {
///         yield_!(line.to_owned());
///     }
/// }
/// ```
///
/// ```
/// #[genfn::generator(state)]
/// fn lines(text: &str) -> impl Iterator<Item = String> {
///     let text = text.to_lowercase();
///     for line in text.lines().map(str::to_owned).collect::<Vec<_>>() {
///         yield_!(line);
///     }
/// }
///
/// assert_eq!(lines("A\nB").collect::<Vec<_>>(), ["a", "b"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "this borrow of a local is kept across a yield, and an explicit state holds no borrows of its own locals",
    label = "this local is borrowed",
    note = "go over what is collected of it, as `local.lines().map(str::to_owned).collect::<Vec<_>>()` or \
            `local.iter().cloned().collect::<Vec<_>>()`, or over the indices; without `state` (and `Clone`, derives or a \
            name) it works as it is"
)]
pub trait KeptIterator {}

#[diagnostic::do_not_recommend]
impl KeptIterator for BehindLocal {}

/// Asks for [`KeptIterator`], where nothing runs.
pub fn kept_borrow_of_local<P: KeptIterator>(_: P) {}

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

/// Two types are one.
pub trait Same<T> {}

impl<T> Same<T> for T {}

/// A field is a view of what lies elsewhere: an iterator of it borrows nothing of the field itself.
pub trait ViewLent {
    /// The answer.
    fn field_of_the_generator(&self) -> BehindLocal {
        BehindLocal
    }
}

// The iterator of a collection differs by the lifetime of the borrow. rustc finds that the two are not one type.
impl<T> ViewLent for &&&Probe<T>
where
    for<'part> &'part T: IntoIterator,
    for<'part, 'other> <&'part T as IntoIterator>::IntoIter:
        Same<<&'other T as IntoIterator>::IntoIter>,
{
}

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
