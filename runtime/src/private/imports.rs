//! What makes an import of `yield_` and its like count as used.

/// Asked, where it never runs, for a method that belongs to each yield, so that an import of the macro
/// counts as used.
///
/// Each method exists twice: the traits have it for the type by value, the inherent `impl` for
/// one by reference. Method lookup takes the first if the user imported the macro, for the trait
/// is exported under the macro's name: so `use genfn::yield_` counts as used, and without it
/// nothing is missing.
pub struct Imports;

/// What they are called on. A constant would be given a static by rustc, for each yield.
///
/// It is no copy of anything: a trait of the user's that has these methods for all that is `Copy` would
/// come before them.
#[must_use]
pub fn imports() -> Imports {
    Imports
}

/// An editor that is asked about a yield shows what stands at these functions first.
impl Imports {
    /// `yield_!(value)`: gives `value` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here. The macro of this name
    /// in genfn tells all.
    pub fn yield_() {}

    /// `try_yield!(value)`: gives `value` to the caller and suspends the generator; its value is
    /// what the caller sends, or an `Interrupt` if the caller throws or closes. The macro of this
    /// name in genfn tells all.
    pub fn try_yield() {}

    /// `yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is what
    /// the delegate returned. The macro of this name in genfn tells all.
    pub fn yield_from() {}

    /// `try_yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is
    /// what the delegate returned, or the `Interrupt` that it did not catch. The macro of this name
    /// in genfn tells all.
    pub fn try_yield_from() {}
}

impl Imports {
    /// `yield_` is not imported.
    pub fn import_of_yield_of_the_generator(&self) {}

    /// `try_yield` is not imported.
    pub fn import_of_try_yield_of_the_generator(&self) {}

    /// `yield_from` is not imported.
    pub fn import_of_yield_from_of_the_generator(&self) {}

    /// `try_yield_from` is not imported.
    pub fn import_of_try_yield_from_of_the_generator(&self) {}
}

/// `use genfn::yield_`.
pub trait ImportedYield {
    /// The import of `yield_` is used.
    fn import_of_yield_of_the_generator(self);
}

impl ImportedYield for Imports {
    fn import_of_yield_of_the_generator(self) {}
}

/// `use genfn::try_yield`.
pub trait ImportedTryYield {
    /// The import of `try_yield` is used.
    fn import_of_try_yield_of_the_generator(self);
}

impl ImportedTryYield for Imports {
    fn import_of_try_yield_of_the_generator(self) {}
}

/// `use genfn::yield_from`.
pub trait ImportedYieldFrom {
    /// The import of `yield_from` is used.
    fn import_of_yield_from_of_the_generator(self);
}

impl ImportedYieldFrom for Imports {
    fn import_of_yield_from_of_the_generator(self) {}
}

/// `use genfn::try_yield_from`.
pub trait ImportedTryYieldFrom {
    /// The import of `try_yield_from` is used.
    fn import_of_try_yield_from_of_the_generator(self);
}

impl ImportedTryYieldFrom for Imports {
    fn import_of_try_yield_from_of_the_generator(self) {}
}

/// A value of any type, where nothing runs: it tells rustc the type of a `return`, or that there
/// is a way to some place.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("it stands behind `if false`")
}
