//! A state with locals that stay where they are.

use crate::explicit::state::{ExplicitState, forward_state};

/// A state, and the locals that no step moves: numbers, ranges of numbers and arrays, and references that have a
/// value from the start on. They have no destructors, so a local can keep its value after the end of its scope.
#[derive(Clone, Copy, Debug)]
pub struct InPlace<T, L> {
    /// Where the body is suspended, and what else it holds.
    pub state: T,
    /// Pairs of a local, in an `Option` if it is an array, and the rest; of many locals, of a tuple of some and the
    /// rest. Before its definition, a number is zero.
    pub locals: L,
}

impl<T: ExplicitState, L> ExplicitState for InPlace<T, L> {
    #[inline]
    fn finish(&mut self) {
        self.state.finish();
    }

    forward_state!(self => self.state, T);
}
