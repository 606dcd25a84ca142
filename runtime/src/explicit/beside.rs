//! A state with its locals beside it.

use core::mem;

use crate::explicit::state::{ExplicitState, forward_state};

/// The locals of a body, each in an `Option`.
pub trait Locals {
    /// None of them has a value.
    fn empty() -> Self;
}

/// A state, and the locals that the yield keeps at which the body is suspended.
#[derive(Clone, Debug)]
pub struct Beside<T, L> {
    /// Where the body is suspended, and its arguments before it begins.
    pub state: T,
    /// The locals. During a step, and behind the end, they are empty.
    pub locals: L,
}

impl<T: ExplicitState, L: Locals> ExplicitState for Beside<T, L> {
    fn finish(&mut self) {
        self.state.finish();
        drop(mem::replace(&mut self.locals, L::empty()));
    }

    forward_state!(self => self.state, T);
}

/// Keeps a local in its place, from which the step has taken it.
#[inline(always)]
pub fn put<T>(place: &mut Option<T>, value: T) {
    // It is `None`, and need not be dropped.
    mem::forget(place.replace(value));
}
