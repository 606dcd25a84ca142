//! The steps of a body whose items are `Result`s.

use crate::explicit::state::Output;

/// What a step gives whose body has returned `end`.
///
/// # Errors
///
/// The error, which is the last item.
#[inline(always)]
pub fn complete_fallible<Y, X, E, State>(end: Result<(), X>) -> Result<Output<Y, (), E, State>, X> {
    end.map(|()| Output::Complete(()))
}

/// What a step gives: an error that left the body is one more item.
#[inline(always)]
pub fn settle_fallible<T, X, E, State>(
    step: Result<Output<Result<T, X>, (), E, State>, X>,
) -> Output<Result<T, X>, (), E, State> {
    match step {
        Ok(output) => output,
        Err(error) => Output::Failed(Err(error)),
    }
}
