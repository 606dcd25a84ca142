//! A state with locals that stay where they are.

use core::fmt::Debug;
use core::panic::Location;

use crate::explicit::state::{ExplicitState, Point};

/// A state, and the locals that no step moves: numbers, references and ranges that have a value from the start
/// on, and arrays. They have no destructors, so a local can keep its value after the end of its scope.
#[derive(Clone, Copy, Debug)]
pub struct InPlace<T, L> {
    /// Where the body is suspended, and what else it holds.
    pub state: T,
    /// Pairs of a local, in an `Option` if it is an array, and the rest.
    pub locals: L,
}

impl<T: ExplicitState, L> ExplicitState for InPlace<T, L> {
    #[inline]
    fn finish(&mut self) {
        self.state.finish();
    }

    fn fail(&mut self) {
        self.state.fail();
    }

    #[inline]
    fn point(&self) -> Point {
        self.state.point()
    }

    fn location(&self) -> Option<&'static Location<'static>> {
        self.state.location()
    }

    fn shown(&self) -> Option<&dyn Debug> {
        self.state.shown()
    }
}
