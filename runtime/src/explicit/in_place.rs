//! A state with locals that stay where they are.

use core::fmt::{self, Formatter};
use core::panic::Location;

use crate::explicit::state::{ExplicitState, Point};

/// A state, and beside it the locals that no step moves: arrays, which would be copied out of the state and
/// back in each step. They have no destructors, so what one holds that is out of its scope is of no matter.
#[derive(Clone, Copy, Debug)]
pub struct InPlace<T, L> {
    /// Where the body is suspended, and what else it holds.
    pub state: T,
    /// Pairs of an `Option` and the rest.
    pub locals: L,
}

impl<T: ExplicitState, L: Default> ExplicitState for InPlace<T, L> {
    #[inline]
    fn finished() -> Self {
        Self { state: T::finished(), locals: L::default() }
    }

    fn failed() -> Self {
        Self { state: T::failed(), locals: L::default() }
    }

    #[inline]
    fn point(&self) -> Point {
        self.state.point()
    }

    fn location(&self) -> Option<&'static Location<'static>> {
        self.state.location()
    }

    fn debug(&self, formatter: &mut Formatter<'_>) -> Option<fmt::Result> {
        self.state.debug(formatter)
    }
}
