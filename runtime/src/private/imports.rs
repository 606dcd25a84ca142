//! The methods and traits that make an import of `yield_!` and its like count as used.

/// A type with a method for each yield. Expansions call the method of a yield in code that never
/// runs, so that an import of the macro counts as used.
///
/// Each method exists twice, in a trait for the type by value, and in the inherent `impl` by
/// reference. The crate exports each trait under the name of its macro. So `use genfn::yield_`
/// brings the trait into scope, method lookup prefers the method by value, and the import counts as
/// used. Without the import, method lookup finds the inherent method.
///
/// An editor shows the documentation of these methods for a yield.
pub struct Imports;

/// Returns the value to call the methods on. rustc would make a static of a constant, for each
/// yield.
///
/// The type is not `Copy`. A trait of the user's that has these methods for all `Copy` types would
/// come before them otherwise.
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

/// Gives a value of any type in code that never runs. It tells rustc the type of a `return`, or
/// makes a place reachable.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("it stands behind `if false`")
}
