//! The message for a step of an `async_gen!` that is not pinned.

use core::future::{Future, Pending};

use crate::stream::machine::PinnedStream;
use crate::stream::step::StreamDriver;

/// Implemented for no type. `U` is an unknown type: rustc then suggests no bound.
#[diagnostic::on_unimplemented(
    message = "a stream is pinned before its first step, and this one is not",
    label = "not pinned",
    note = "pin the stream where it is, `let mut stream = std::pin::pin!(stream);`, or in a box, \
            `let mut stream = Box::pin(stream);`"
)]
pub trait Unpinned<U> {}

/// Methods of `StreamExt` that need a pinned stream, as errors. rustc gives one error then, and two for the
/// methods of that trait: another one for the `.await`.
#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl<F, Body: Future, Y, H, D: StreamDriver> PinnedStream<F, Body, Y, H, D> {
    /// Is an error: pin the stream, and it has this method.
    #[doc(hidden)]
    pub fn next<U>(&mut self) -> Pending<Option<Y>>
    where
        Y: Unpinned<U>,
    {
        unreachable!("it is implemented for no type")
    }

    /// Is an error: pin the stream, and it has this method.
    #[doc(hidden)]
    pub fn select_next_some<U>(&mut self) -> Pending<Y>
    where
        Y: Unpinned<U>,
    {
        unreachable!("it is implemented for no type")
    }
}
