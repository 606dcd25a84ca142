//! The question whether a macro moves a local: the closure in which the macro stands says so by its type.

/// What leaves the locals that it captures where they are.
#[diagnostic::on_unimplemented(
    message = "this macro moves a local, and an explicit state does not see on which of the macro's paths",
    label = "move it to a local of its own, in a block that ends in front of the yield: \
             `{{ let part = local; this_macro!(part) }}`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait LeavesLocals {}

#[diagnostic::do_not_recommend]
impl<F: FnMut()> LeavesLocals for F {}

/// A local that is used where it may have been moved.
#[diagnostic::on_unimplemented(
    message = "this macro names a local of type `{Self}`, which is moved on another path, and an explicit state cannot \
               write in the macro's tokens where the local is",
    label = "give the macro a reference to the local: `let part = &local; this_macro!(part)`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait NamedByAMacro {}

#[diagnostic::do_not_recommend]
impl<T: Copy> NamedByAMacro for T {}

/// Asks for `NamedByAMacro`.
pub const fn named_by_a_macro<T: NamedByAMacro>(_: &T) {}

/// Asks for `LeavesLocals`.
pub const fn leaves_locals<F: LeavesLocals>(_: &F) {}
