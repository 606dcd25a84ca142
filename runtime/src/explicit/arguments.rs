//! The arguments of a call in the questions about its method: see [`methods`](super::methods).
//!
//! rustc infers the types of the arguments in the call itself. In a question, an argument of a type of its own is
//! written again, a closure is one that gives the same type, and of any other one there is a value of the type that was
//! inferred. What is called can be called with another `self` in a question.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::marker::PhantomData;

use crate::explicit::state::lost;

/// An argument of the call, whose type rustc infers in the call itself.
pub struct Argument<A>(PhantomData<fn() -> A>);

impl<A> Clone for Argument<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Argument<A> {}

/// An argument of a type that is not known yet.
pub const fn argument<A>() -> Argument<A> {
    Argument(PhantomData)
}

impl<A> Argument<A> {
    /// The argument in the call itself.
    pub fn note(self, value: A) -> A {
        value
    }

    /// The argument in a question.
    pub fn again(self) -> A {
        lost()
    }

    /// What a closure gives, beside the local.
    pub fn beside<T>(self, _: &T) -> Beside<A, T> {
        Beside(PhantomData)
    }
}

/// What a closure gives, and the local.
pub struct Beside<A, T>(PhantomData<fn() -> (A, T)>);

impl<A, T> Clone for Beside<A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, T> Copy for Beside<A, T> {}

/// A closure that gives a `Self` gives another one in a question.
pub trait GivesSelf {
    /// What the closure gives.
    fn given_of_the_generator<X>(&self, _: X) -> X {
        lost()
    }
}

impl<T> GivesSelf for &Beside<T, T> {}

/// Any other closure.
pub trait GivesOther<A> {
    /// What the closure gives.
    fn given_of_the_generator<X>(&self, _: X) -> A {
        lost()
    }
}

impl<A, T> GivesOther<A> for Beside<A, T> {}

macro_rules! callables {
    ($($again:ident, $output:ident, $closure:ident: $($arg:ident $new:ident $unit:ty),*;)*) => {$(
        /// An argument that is called: in a question, a method may call it with another type of `self`.
        pub trait $again<R, $($arg),*> {
            /// The argument in a question.
            fn argument_of_the_generator<X, Y, Z>(&self, _: X, _: Y, _: Z) -> fn($($new),*) -> R {
                lost()
            }
        }

        impl<C: FnOnce($($arg),*) -> R, R, $($arg),*> $again<R, $($arg),*> for &Argument<C> {}

        /// What a closure in a question returns.
        pub trait $output {
            /// The type.
            type Output;
        }

        impl<C: FnOnce($($unit),*) -> R, R> $output for C {
            type Output = R;
        }

        /// A closure in a question, if the method of the macro's is found.
        pub trait $closure: $output + FnOnce($($unit),*) -> <Self as $output>::Output {}

        impl<C: FnOnce($($unit),*) -> R, R> $closure for C {}
    )*};
}

callables! {
    Callable0, Output0, Closure0: ;
    Callable1, Output1, Closure1: A X ();
    Callable2, Output2, Closure2: A X (), B Y ();
    Callable3, Output3, Closure3: A X (), B Y (), C2 Z ();
}

/// Any other argument.
pub trait AnyArgument<A> {
    /// The argument in a question.
    fn argument_of_the_generator<X, Y, Z>(&self, _: X, _: Y, _: Z) -> A {
        lost()
    }
}

impl<A> AnyArgument<A> for Argument<A> {}
