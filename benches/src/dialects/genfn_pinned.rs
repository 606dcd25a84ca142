//! genfn's generators that the caller pins: to the stack, or in a box if they leave the function.

use std::pin::Pin;

use ::genfn::{PinCoroutine, Pinned};

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::GenfnPinned;

/// An iterator that can be moved.
pub(crate) struct InBox<C>(pub(crate) Pin<Box<C>>);

impl<C: PinCoroutine<Resume = ()>> Iterator for InBox<C> {
    type Item = C::Yield;

    #[inline]
    fn next(&mut self) -> Option<C::Yield> {
        Pinned::from(self.0.as_mut()).next()
    }
}

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::genfn::generator]
        fn $name $(<$lifetime>)? ($($argument: $type),*)
            -> impl ::genfn::PinCoroutine<Yield = $item>
        {
            $($body)*
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        #[allow(unused_mut)]
        let mut $items = ::genfn::pin!($name($($argument),*));
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => {
        crate::dialects::genfn_pinned::InBox(Box::pin($name($($argument),*)))
    };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        #[::genfn::generator]
        fn $name($($argument: $type),*)
            -> impl ::genfn::PinCoroutine<Yield = $item, Resume = $sent>
        {
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = ::genfn::pin!($name($($argument),*));
        assert!(::genfn::Coroutine::start(&mut $coroutine).is_ok());
    };
}
pub(crate) use super::genfn::send;
pub(crate) use {define, define_coroutine, make, make_coroutine, owned};
