//! What the body of a generator over `Result`s ends with.

#[cfg(feature = "alloc")]
use crate::generators::fallible::OfResults;

/// An item type whose error ends the generator.
#[diagnostic::on_unimplemented(
    message = "items whose type is named `Result` have to be `core::result::Result`",
    label = "not `core::result::Result`",
    note = "in a generator over `Result`s, `?` and `return Err(..)` give the last item; for a \
            type of your own of that name, give the signature another name of it"
)]
pub trait FallibleItem {
    /// What a body over such items returns.
    type End;
    /// The error.
    type Error;
    /// `OfResults`. A type of this trait is an unknown type, and rustc says nothing more of the
    /// generator, where an item is not `core::result::Result`.
    #[cfg(feature = "alloc")]
    type Kind;
}

impl<T, X> FallibleItem for Result<T, X> {
    type End = Result<(), X>;
    type Error = X;
    #[cfg(feature = "alloc")]
    type Kind = OfResults;
}
