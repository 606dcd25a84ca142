//! The question whether two names with one text are those of two locals.

/// The value of the first of two locals.
pub struct FirstLocal;

/// The first of two locals.
#[diagnostic::on_unimplemented(
    message = "names of several macros stand for one local, and an explicit state cannot tell that from two locals of \
               one name",
    label = "give this local a name that no other one has",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait IsFirstLocal {}

impl IsFirstLocal for FirstLocal {}

/// Asks for `IsFirstLocal`.
pub const fn is_first_local<T: IsFirstLocal>(_: &T) {}
