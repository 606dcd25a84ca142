//! What the body of a generator over `Result`s ends with.

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
}

impl<T, X> FallibleItem for Result<T, X> {
    type End = Result<(), X>;
}
