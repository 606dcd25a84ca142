//! Fields of a state that serde would not read back as what they were.
//!
//! ```text
//! local                      field                          saved as
//! Option<T>                  SavedOption<T>                 None, Some((value,))
//! RangeInclusive<T>          SavedRange<RangeInclusive<T>>  (range, whether it has ended)
//! ```
//!
//! A delegate that is such a range is saved as the range.
//!
//! JSON writes `Some(None)` as it writes `None`, and serde leaves out of a range `a..=b` whether its last number was given.

use core::fmt::{self, Debug, Formatter};
use core::ops::RangeInclusive;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::explicit::delegate::DelegatedIterator;
use crate::explicit::keep::Probe;
use crate::explicit::state::{lost, restore};

/// An `Option` of the macro's own around a local, or around what the body returned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SavedOption<T>(pub Option<T>);

impl<T> SavedOption<T> {
    /// Takes the value.
    #[inline]
    pub const fn take(&mut self) -> Option<T> {
        self.0.take()
    }
}

/// As the `Option`.
impl<T: Debug> Debug for SavedOption<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T: Serialize> Serialize for SavedOption<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map(|value| (value,)).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SavedOption<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<(T,)>::deserialize(deserializer)?;
        Ok(Self(value.map(|(value,)| value)))
    }
}

/// The range that a loop goes over or that is delegated to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SavedRange<R>(pub R);

/// As the range.
impl<R: Debug> Debug for SavedRange<R> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T: Serialize + PartialOrd> Serialize for SavedRange<RangeInclusive<T>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        save(&self.0, serializer)
    }
}

impl<T: Serialize + PartialOrd> Serialize for SavedRange<DelegatedIterator<RangeInclusive<T>>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        save(&self.0.0, serializer)
    }
}

fn save<T, S>(range: &RangeInclusive<T>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Serialize + PartialOrd,
    S: Serializer,
{
    let has_ended = range.is_empty() && range.start() <= range.end();
    (range, has_ended).serialize(serializer)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SavedRange<RangeInclusive<T>>
where
    RangeInclusive<T>: Iterator,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut range, has_ended) = <(RangeInclusive<T>, bool)>::deserialize(deserializer)?;
        if has_ended {
            range.nth(usize::MAX);
        }
        Ok(Self(range))
    }
}

impl<'de, T> Deserialize<'de> for SavedRange<DelegatedIterator<RangeInclusive<T>>>
where
    SavedRange<RangeInclusive<T>>: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let SavedRange(range) = SavedRange::deserialize(deserializer)?;
        Ok(Self(DelegatedIterator(range)))
    }
}

/// Takes a local that lies in an `Option` out of its place.
#[inline(always)]
pub fn restore_saved_optional<T>(kept: &mut Option<SavedOption<T>>) -> Option<T> {
    kept.take().and_then(|kept| kept.0)
}

/// Takes a range out of its place.
#[inline(always)]
pub fn restore_range<R>(kept: &mut Option<SavedRange<R>>) -> R {
    restore(kept).0
}

/// The same for a range that lies in an `Option`.
#[inline(always)]
pub fn restore_optional_range<R>(kept: &mut Option<SavedOption<SavedRange<R>>>) -> Option<R> {
    restore_saved_optional(kept).map(|range| range.0)
}

/// The field for such a range.
#[inline(always)]
pub fn saved_optional_range<R>(range: Option<R>) -> SavedOption<SavedRange<R>> {
    SavedOption(range.map(SavedRange))
}

/// A value that serde reads back as what it was, as far as this crate knows.
#[diagnostic::on_unimplemented(
    message = "a `RangeInclusive` is kept across a yield, and serde does not save whether it has ended",
    label = "behind its last item it would be read back as a range that has one more",
    note = "write `for .. in first..=last` or `yield_from!(first..=last)`, or a range `first..end`"
)]
pub trait SavedWhole {}

/// What serde saves whole.
pub struct WhollySaved;

impl SavedWhole for WhollySaved {}

/// A range that may have ended.
pub struct Ending;

/// Says that a local is a range.
pub trait RangeSaved {
    /// The answer.
    fn saved_of_the_generator(&self) -> Ending {
        lost()
    }
}

impl<T> RangeSaved for &Probe<RangeInclusive<T>> where RangeInclusive<T>: Iterator {}
impl<T> RangeSaved for &Probe<Option<RangeInclusive<T>>> where RangeInclusive<T>: Iterator {}
impl<T> RangeSaved for &Probe<DelegatedIterator<RangeInclusive<T>>> where RangeInclusive<T>: Iterator
{}

/// Says that it is something else.
pub trait OtherSaved {
    /// The answer.
    fn saved_of_the_generator(&self) -> WhollySaved {
        lost()
    }
}

impl<T> OtherSaved for Probe<T> {}

/// Asks for `SavedWhole`, where nothing runs.
pub fn saved_whole<T: SavedWhole>(_: T) {}
