//! The methods and traits that make an import of `yield_!` and its like count as used.

/// A type with a method for each yield. Expansions call the method of a yield in code that never
/// runs, so that an import of the macro counts as used.
///
/// Each method exists twice, in a trait for the type by value, and in the inherent `impl` by
/// reference. The crate exports each trait under the name of its macro. So `use genfn::yield_`
/// brings the trait into scope, method lookup prefers the method by value, and the import counts as
/// used. Without the import, method lookup finds the inherent method. No trait of the user's has a method
/// of such a name.
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

/// An editor shows the documentation of these functions for a yield.
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

/// Gives a value of any type in code that never runs. It tells rustc the type of a `return`, or
/// makes a place reachable.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("it stands behind `if false`")
}
