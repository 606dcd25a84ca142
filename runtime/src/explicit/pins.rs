//! Whether a local that a macro `pin!` gives, and that a yield keeps, is pinned in its place. The macro may be another
//! one than that of the standard library, which pins in a box.

use core::pin::Pin;

use crate::explicit::keep::Probe;
use crate::explicit::state::lost;
use crate::protocol::pinned::Pinned;

/// A local that a state can move.
#[diagnostic::on_unimplemented(
    message = "this is pinned in its place across a yield, and an explicit state moves its locals at each yield",
    label = "write `Box::pin(..)`",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait MovesAtYields {}

/// What can be moved.
pub struct Moving;

impl MovesAtYields for Moving {}

/// What cannot.
pub struct InPlace;

/// Says that a local is pinned in its place.
pub trait PinsInPlace {
    /// The answer.
    fn pinned_of_the_generator(&self) -> InPlace {
        lost()
    }
}

impl<T: ?Sized> PinsInPlace for &Probe<Pin<&mut T>> {}
impl<T: ?Sized> PinsInPlace for &Probe<Option<Pin<&mut T>>> {}
impl<T: ?Sized> PinsInPlace for &Probe<Pinned<'_, T>> {}
impl<T: ?Sized> PinsInPlace for &Probe<Option<Pinned<'_, T>>> {}

/// Says that it is something else.
pub trait PinsElsewhere {
    /// The answer.
    fn pinned_of_the_generator(&self) -> Moving {
        lost()
    }
}

impl<T> PinsElsewhere for Probe<T> {}

/// Asks for `MovesAtYields`, where nothing runs.
pub fn moves_at_yields<T: MovesAtYields>(_: T) {}
