//! The end of a body whose items are `Result`s.

use crate::explicit::state::Output;

/// What a step gives whose body has returned `end`: an error is one more item.
#[inline(always)]
pub fn complete_fallible<T, X, E, State>(end: Result<(), X>) -> Output<Result<T, X>, (), E, State> {
    match end {
        Ok(()) => Output::Complete(()),
        Err(error) => Output::Failed(Err(error)),
    }
}
