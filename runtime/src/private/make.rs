//! The machines that the macros make: one for each place of a body, and each kind of body.
//!
//! Each maker is an unsafe method of a trait of its own, on the closure that makes the body. The call is
//! the one `unsafe` block of an expansion, and nothing stands in it but the name of that method and of
//! the variable that the closure is in. A user can rename a function, a type or a trait by `use`, but
//! not a method; and the closure itself is what the promise is about, so no other one can come in its
//! place.

use core::future::Future;

#[cfg(feature = "alloc")]
use crate::delegation::driver::DelegateStack;
#[cfg(feature = "alloc")]
use crate::generators::boxed::Unboxed;
#[cfg(feature = "alloc")]
use crate::generators::machine::HeapGenerator;
use crate::generators::machine::PinnedGenerator;
use crate::generators::size_hint::Unknown;
use crate::generators::start::{Start, StartInPlace};
use crate::step::drive::DrivesInPlace;
#[cfg(feature = "alloc")]
use crate::step::drive::{NoDelegates, NoDelegatesBehindDyn};
use crate::step::suspension::Protocol;

/// What makes a machine of a closure, and of an `async` block whose value is a closure.
macro_rules! maker {
    (
        $(#[$documentation:meta])*
        $maker:ident, $method:ident;
        $maker_in_place:ident, $method_in_place:ident;
        $machine:ident, $driver:ty
    ) => {
        $(#[$documentation])*
        pub trait $maker<F, Y, S, E> {
            /// The machine that runs the body which the closure makes.
            ///
            /// # Safety
            ///
            /// genfn's macros wrote the closure. What follows from that is listed where the machines
            /// are made (`HeapGenerator::new`).
            unsafe fn $method(self) -> $machine<F, Y, S, E, Unknown, $driver>
            where
                F: Start<Protocol<Y, S, E, $driver>>;
        }

        impl<F, Y, S, E> $maker<F, Y, S, E> for F
        where
            F: Start<Protocol<Y, S, E, $driver>>,
        {
            #[inline(always)]
            unsafe fn $method(self) -> $machine<F, Y, S, E, Unknown, $driver> {
                // SAFETY: this function's own contract.
                unsafe { $machine::new(self) }
            }
        }

        $(#[$documentation])*
        ///
        /// The generator is one in place, whose closure is the value of an `async` block.
        pub trait $maker_in_place<B: Future, Y, S, E> {
            /// The machine that runs the body which the closure makes.
            ///
            /// # Safety
            ///
            /// genfn's macros wrote the block, and the closure, which is all that is in the block.
            unsafe fn $method_in_place(
                self,
            ) -> $machine<StartInPlace<B>, Y, S, E, Unknown, $driver>
            where
                StartInPlace<B>: Start<Protocol<Y, S, E, $driver>>;
        }

        impl<B: Future, Y, S, E> $maker_in_place<B, Y, S, E> for B
        where
            StartInPlace<B>: Start<Protocol<Y, S, E, $driver>>,
        {
            #[inline(always)]
            unsafe fn $method_in_place(
                self,
            ) -> $machine<StartInPlace<B>, Y, S, E, Unknown, $driver> {
                // SAFETY: this function's own contract, for both calls.
                unsafe { $machine::new(StartInPlace::new(self)) }
            }
        }
    };
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator that can be moved at any time. Its body does not delegate.
    MakeGenerator, make_generator_of_the_generator;
    MakeGeneratorInPlace, make_generator_in_place_of_the_generator;
    HeapGenerator, NoDelegates
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator that can be moved at any time, and whose steps are called through a vtable. Its
    /// body does not delegate.
    MakeGeneratorBehindDyn, make_generator_behind_dyn_of_the_generator;
    MakeGeneratorBehindDynInPlace, make_generator_behind_dyn_in_place_of_the_generator;
    HeapGenerator, NoDelegatesBehindDyn
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator that can be moved at any time. Its body may delegate.
    MakeDelegatingGenerator, make_delegating_generator_of_the_generator;
    MakeDelegatingGeneratorInPlace, make_delegating_generator_in_place_of_the_generator;
    HeapGenerator, DelegateStack
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator for a box of its own, where it stays. Its body does not delegate.
    ///
    /// The result cannot be stepped: only a `BoxGenerator` of this crate makes the generator of it, in
    /// its box (`Unmade` in `protocol::erased`).
    MakeGeneratorInBox, make_generator_in_box_of_the_generator;
    MakeGeneratorInBoxInPlace, make_generator_in_box_in_place_of_the_generator;
    Unboxed, NoDelegatesBehindDyn
}

#[cfg(feature = "alloc")]
maker! {
    /// Makes a generator for a box of its own, where it stays. Its body may delegate.
    MakeDelegatingGeneratorInBox, make_delegating_generator_in_box_of_the_generator;
    MakeDelegatingGeneratorInBoxInPlace, make_delegating_generator_in_box_in_place_of_the_generator;
    Unboxed, DelegateStack
}

maker! {
    /// Makes a generator that its caller pins. Its body may delegate, to what it holds itself.
    MakePinnedGenerator, make_pinned_generator_of_the_generator;
    MakePinnedGeneratorInPlace, make_pinned_generator_in_place_of_the_generator;
    PinnedGenerator, DrivesInPlace
}

/// Is moved into the closure that makes a body, and is not `Copy`. So rustc knows that the closure is
/// called once, and compiles no second function for it which would call it by reference.
pub struct Once;
