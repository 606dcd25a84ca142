//! What makes an import of `yield_` and its like count as used.

/// Asked, where it never runs, for a method of each yield's name, so that an import of the macro
/// counts as used.
///
/// Each method exists twice: the traits have it for the type by value, the inherent `impl` for
/// one by reference. Method lookup takes the first if the user imported the macro, for the trait
/// is exported under the macro's name: so `use genfn::yield_` counts as used, and without it
/// nothing is missing.
///
/// An editor that is asked about a yield shows what stands at these methods first.
pub struct Imports;

/// What they are called on. A constant would be given a static by rustc, for each yield.
///
/// It is no copy of anything: a trait of the user's that has these methods for all that is `Copy` would
/// come before them.
#[must_use]
pub fn imports() -> Imports {
    Imports
}

impl Imports {
    /// `yield_!(value)`: gives `value` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here. The macro of this name
    /// in genfn tells all.
    #[must_use]
    pub fn yield_<T>(&self) -> T {
        never()
    }

    /// `try_yield!(value)`: gives `value` to the caller and suspends the generator; its value is
    /// what the caller sends, or an `Interrupt` if the caller throws or closes. The macro of this
    /// name in genfn tells all.
    #[must_use]
    pub fn try_yield<T>(&self) -> T {
        never()
    }

    /// `yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is what
    /// the delegate returned. The macro of this name in genfn tells all.
    #[must_use]
    pub fn yield_from<T>(&self) -> T {
        never()
    }

    /// `try_yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is
    /// what the delegate returned, or the `Interrupt` that it did not catch. The macro of this name
    /// in genfn tells all.
    #[must_use]
    pub fn try_yield_from<T>(&self) -> T {
        never()
    }
}

/// `use genfn::yield_`.
pub trait ImportedYield {
    /// `yield_!(value)`: gives `value` to the caller and suspends the generator; its value is what
    /// the caller sends. An error thrown in, or a close, ends the body here. The macro of this name
    /// in genfn tells all.
    fn yield_<T>(self) -> T;
}

impl ImportedYield for Imports {
    fn yield_<T>(self) -> T {
        never()
    }
}

/// `use genfn::try_yield`.
pub trait ImportedTryYield {
    /// `try_yield!(value)`: gives `value` to the caller and suspends the generator; its value is
    /// what the caller sends, or an `Interrupt` if the caller throws or closes. The macro of this
    /// name in genfn tells all.
    fn try_yield<T>(self) -> T;
}

impl ImportedTryYield for Imports {
    fn try_yield<T>(self) -> T {
        never()
    }
}

/// `use genfn::yield_from`.
pub trait ImportedYieldFrom {
    /// `yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is what
    /// the delegate returned. The macro of this name in genfn tells all.
    fn yield_from<T>(self) -> T;
}

impl ImportedYieldFrom for Imports {
    fn yield_from<T>(self) -> T {
        never()
    }
}

/// `use genfn::try_yield_from`.
pub trait ImportedTryYieldFrom {
    /// `try_yield_from!(delegate)`: hands the steps to `delegate` until it returns; its value is
    /// what the delegate returned, or the `Interrupt` that it did not catch. The macro of this name
    /// in genfn tells all.
    fn try_yield_from<T>(self) -> T;
}

impl ImportedTryYieldFrom for Imports {
    fn try_yield_from<T>(self) -> T {
        never()
    }
}

/// A value of any type, where nothing runs: it tells rustc the type of a `return`, or that there
/// is a way to some place.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("it stands behind `if false`")
}
