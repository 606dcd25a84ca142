//! Finds out, where nothing runs, whether a path is that of the generator's own function: each function has a type of
//! its own.
//!
//! The generator would be a part of its own state then, which rustc reports at the type that the function returns
//! (E0720). What is called is another function instead, and the call is an error.
//!
//! The path of a method can be that of a trait, and the type whose method it is follows from the first argument. So
//! the functions are compared if that is a `Self`, or refers to one.

#![expect(clippy::unused_self, reason = "method lookup goes by its type")]
#![expect(clippy::must_use_candidate, reason = "the macro's output uses what it calls")]

use core::marker::PhantomData;

use crate::explicit::callee::{Another, Itself};
use crate::explicit::stand_in::FailedGenerator;
use crate::explicit::state::lost;

/// Stands for the function that is called, and the function that is lowered, which have `N` arguments.
pub struct Functions<F, G, const N: usize>(PhantomData<fn(F, G)>);

/// That of two functions.
pub const fn functions<F, G, const N: usize>(_: &F, _: &G) -> Functions<F, G, N> {
    Functions(PhantomData)
}

impl<S: ?Sized> Itself<S> {
    /// That of two methods, of which the first one is called on a `Self`.
    pub fn methods<F, G, const N: usize>(&self, _: &F, _: &G) -> Functions<F, G, N> {
        lost()
    }
}

impl Another {
    /// That of two methods, of which the first one is called on something else.
    pub fn methods<F, G, const N: usize>(&self, _: &F, _: &G) -> Functions<F, (), N> {
        lost()
    }
}

/// The function is the method that is lowered.
pub struct OwnMethod<const N: usize>;

/// The function is the one that is lowered.
pub struct OwnFunction<const N: usize>;

/// The function is another one.
pub struct OtherFunction;

/// Says that the functions are one.
pub trait OneFunction {
    /// The answer, if it is a method.
    type Method;
    /// The answer, if it is a function.
    type Function;

    /// The answer.
    fn method_of_the_generator(&self) -> Self::Method {
        lost()
    }

    /// The answer.
    fn function_of_the_generator(&self) -> Self::Function {
        lost()
    }
}

impl<F, const N: usize> OneFunction for &Functions<F, F, N> {
    type Method = OwnMethod<N>;
    type Function = OwnFunction<N>;
}

/// Says that the functions are not the same.
pub trait TwoFunctions {
    /// The answer.
    fn method_of_the_generator(&self) -> OtherFunction {
        lost()
    }

    /// The answer.
    fn function_of_the_generator(&self) -> OtherFunction {
        lost()
    }
}

impl<F, G, const N: usize> TwoFunctions for Functions<F, G, N> {}

/// A call of another method than that which is lowered.
#[diagnostic::on_unimplemented(
    message = "this calls the method itself, and a generator with an explicit state cannot hold itself",
    label = "write `Self::method(..)`: the generator then has a stack of its own states",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait CallsAnotherMethod {}

/// A call of another function than that which is lowered.
#[diagnostic::on_unimplemented(
    message = "this calls the function itself, and a generator with an explicit state cannot hold itself",
    label = "write its name alone, `function(..)`: the generator then has a stack of its own states",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait CallsAnotherFunction {}

impl OtherFunction {
    /// The functions are not the same.
    pub const fn is_another(&self) {}
}

impl<const N: usize> OwnMethod<N> {
    /// The methods are one: this is an error.
    pub const fn is_another(&self)
    where
        Self: CallsAnotherMethod,
    {
    }
}

impl<const N: usize> OwnFunction<N> {
    /// The functions are one: this is an error.
    pub const fn is_another(&self)
    where
        Self: CallsAnotherFunction,
    {
    }
}

/// What is called in the place of a function `F`.
pub trait CalledInstead<F, A, Y> {
    /// The function.
    type Function;

    /// The function.
    fn instead(function: F) -> Self::Function;
}

impl<F> CalledInstead<F, (), ()> for OtherFunction {
    type Function = F;

    #[inline(always)]
    fn instead(function: F) -> F {
        function
    }
}

macro_rules! own {
    ($($own:ident $count:literal ($($arg:ident),*);)*) => {$(
        impl<F: FnOnce($($arg),*) -> R, R, Y, S, T, X, $($arg),*>
            CalledInstead<F, ($($arg,)*), (Y, S, T, X)> for $own<$count>
        {
            type Function = fn($($arg),*) -> FailedGenerator<Y, S, T, X>;

            fn instead(_: F) -> Self::Function {
                lost()
            }
        }
    )*};
}

own! {
    OwnMethod 1 (A);
    OwnMethod 2 (A, B);
    OwnMethod 3 (A, B, C);
    OwnMethod 4 (A, B, C, D);
    OwnMethod 5 (A, B, C, D, E);
    OwnMethod 6 (A, B, C, D, E, G);
    OwnFunction 0 ();
    OwnFunction 1 (A);
    OwnFunction 2 (A, B);
    OwnFunction 3 (A, B, C);
    OwnFunction 4 (A, B, C, D);
    OwnFunction 5 (A, B, C, D, E);
    OwnFunction 6 (A, B, C, D, E, G);
}

/// A function, unless it is the one that is lowered, as the closure says. The closure does not run.
#[inline(always)]
pub fn unless_itself<F, A, Y, I, C>(function: F, _: C) -> I::Function
where
    C: FnOnce(&F) -> Option<I>,
    I: CalledInstead<F, A, Y>,
{
    I::instead(function)
}
