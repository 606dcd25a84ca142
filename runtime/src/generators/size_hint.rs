//! What a generator knows of the number of its items.

/// How a generator answers [`Iterator::size_hint`] while it is not finished.
pub trait SizeHint {
    /// Whether it has to be told of each item.
    const COUNTS: bool = true;
    /// The bounds on what is still to come.
    fn get(&self) -> (usize, Option<usize>);
    /// Takes note of an item that went out.
    fn count_down(&mut self);
}

/// Nothing is known, and nothing stored.
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

/// The `size_hint = ..` of the attribute, less what went out.
#[derive(Clone, Copy)]
pub struct Remaining {
    lower: usize,
    upper: Option<usize>,
}

impl Remaining {
    /// The bounds that hold before the first item.
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

    // A hint that promised too few items ends at zero rather than wrapping around.
    #[inline(always)]
    fn count_down(&mut self) {
        self.lower = self.lower.saturating_sub(1);
        self.upper = self.upper.map(|upper| upper.saturating_sub(1));
    }
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
