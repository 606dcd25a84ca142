//! The closure of a generator that has not started.

use core::future::Future;

/// A closure that owns the arguments of a generator, and makes its body.
///
/// A generator names its body as that of the closure. The type of a generator over another one, in a
/// pipeline, so contains the other type once. With a type parameter for the body it would contain the other
/// type twice, and rustc's names for the destructors in a pipeline would double with each stage.
pub trait Start<Protocol>: FnOnce(Protocol) -> (Self::Body, Self::Arguments) {
    /// The body.
    type Body: Future;
    /// The arguments, which the first poll of the body takes.
    type Arguments;
}

impl<F, P, Body, A> Start<P> for F
where
    F: FnOnce(P) -> (Body, A),
    Body: Future,
{
    type Body = Body;
    type Arguments = A;
}

/// The body that `F` makes.
pub(crate) type BodyOf<F, P> = <F as Start<P>>::Body;
