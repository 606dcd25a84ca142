//! How much a generator knows about the number of its items.

/// The answer of a generator to [`Iterator::size_hint`] until it is finished.
pub trait SizeHint {
    /// Whether it counts the items.
    const COUNTS: bool = true;
    /// Returns the bounds on the number of remaining items.
    fn get(&self) -> (usize, Option<usize>);
    /// Counts an item.
    fn count_down(&mut self);
}

/// No bounds.
#[derive(Clone, Copy)]
pub struct Unknown;

impl SizeHint for Unknown {
    const COUNTS: bool = false;

    #[inline(always)]
    fn get(&self) -> (usize, Option<usize>) {
        (0, None)
    }

    #[inline(always)]
    fn count_down(&mut self) {}
}

/// The `size_hint = ..` of the attribute, minus the items so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Remaining {
    lower: usize,
    upper: Option<usize>,
}

impl Remaining {
    /// Creates the bounds that hold before the first item.
    #[inline(always)]
    #[must_use]
    pub const fn new((lower, upper): (usize, Option<usize>)) -> Self {
        Self { lower, upper }
    }
}

impl SizeHint for Remaining {
    #[inline(always)]
    fn get(&self) -> (usize, Option<usize>) {
        (self.lower, self.upper)
    }

    // Saturating, so that a hint of too few items ends at zero.
    #[inline(always)]
    fn count_down(&mut self) {
        self.lower = self.lower.saturating_sub(1);
        self.upper = self.upper.map(|upper| upper.saturating_sub(1));
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Unknown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Unknown {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <()>::deserialize(deserializer).map(|()| Self)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Remaining {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.lower, self.upper).serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Remaining {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(Self::new)
    }
}

/// Returns the hint, with a lower bound that a collection can make room for.
///
/// A collection takes the lower bound for true, and panics or aborts where it cannot make room for so
/// many items. A wrong hint must do no harm, so a bound of more than 1 GiB of items is not told: none is
/// always right. An item counts as one byte at least, since an adapter may make a larger one of it.
#[inline(always)]
#[must_use]
pub const fn believable<Y>((lower, upper): (usize, Option<usize>)) -> (usize, Option<usize>) {
    const LARGEST: u64 = 1 << 30;
    let bytes =
        (lower as u64).saturating_mul(if size_of::<Y>() == 0 { 1 } else { size_of::<Y>() as u64 });
    if bytes > LARGEST { (0, upper) } else { (lower, upper) }
}

impl<H: SizeHint> SizeHint for &mut H {
    const COUNTS: bool = H::COUNTS;

    #[inline(always)]
    fn get(&self) -> (usize, Option<usize>) {
        H::get(self)
    }

    #[inline(always)]
    fn count_down(&mut self) {
        H::count_down(self);
    }
}
