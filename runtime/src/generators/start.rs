//! What makes the body of a generator at its first step.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// A closure that owns the arguments of a generator, and makes its body.
///
/// A generator names its body as that of the closure. The type of a generator over another one, in a
/// pipeline, so contains the other type once. With a type parameter for the body it would contain the other
/// type twice, and rustc's names for the destructors in a pipeline would double with each stage.
pub trait Start<Protocol> {
    /// The body.
    type Body: Future;
    /// The arguments, which the first poll of the body takes.
    type Arguments;

    /// Makes the body.
    fn start(self, protocol: Protocol) -> (Self::Body, Self::Arguments);
}

impl<F, P, Body, A> Start<P> for F
where
    F: FnOnce(P) -> (Body, A),
    Body: Future,
{
    type Body = Body;
    type Arguments = A;

    #[inline(always)]
    fn start(self, protocol: P) -> (Body, A) {
        self(protocol)
    }
}

/// The closure of a generator in place, and the `async` block that it comes from.
///
/// ```text
/// async move { move |protocol| { .. } }     captures what the closure captures, and awaits nothing
/// ```
///
/// It is `Send` if the block is. rustc finds out later than all else whether an `async` block is `Send` that
/// is in the same function, and it reports a type that is not `Send` once for all such blocks: here for the
/// block and for the body. The closure would be reported besides.
pub struct StartInPlace<B: Future> {
    start: B::Output,
    /// Not the block itself, which is not `Unpin`.
    block: PhantomData<fn() -> B>,
}

impl<B: Future> StartInPlace<B> {
    /// Takes the closure out of the block.
    ///
    /// # Safety
    ///
    /// The only expression in the block is a closure that captures by value.
    #[inline(always)]
    pub(crate) unsafe fn new(block: B) -> Self {
        match pin!(block).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(start) => Self { start, block: PhantomData },
            Poll::Pending => unreachable!("the block awaits nothing"),
        }
    }
}

// SAFETY: all that the closure holds was moved there out of the block, by nothing but the block's own
// expression (the contract of `new`). To send the closure is to send the block, and to take the closure out
// of it there.
unsafe impl<B: Future + Send> Send for StartInPlace<B> {}
// SAFETY: no function uses the closure through a shared reference.
unsafe impl<B: Future + Sync> Sync for StartInPlace<B> {}

impl<B, P> Start<P> for StartInPlace<B>
where
    B: Future,
    B::Output: Start<P>,
{
    type Body = <B::Output as Start<P>>::Body;
    type Arguments = <B::Output as Start<P>>::Arguments;

    #[inline(always)]
    fn start(self, protocol: P) -> (Self::Body, Self::Arguments) {
        self.start.start(protocol)
    }
}

/// The body that `F` makes.
pub(crate) type BodyOf<F, P> = <F as Start<P>>::Body;
