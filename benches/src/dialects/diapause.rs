//! diapause: plain values. It has no iterators, so they are made of its steps.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Diapause;

use diapause::{Coroutine, CoroutineState, CoroutineStatus};

/// What a coroutine yields.
pub(crate) struct Items<C>(pub(crate) C);

impl<C: Coroutine<(), Return = ()>> Iterator for Items<C> {
    type Item = C::Yield;

    #[inline]
    fn next(&mut self) -> Option<C::Yield> {
        let state = match self.0.status() {
            CoroutineStatus::Suspended => self.0.resume(()),
            CoroutineStatus::NotStarted => self.0.start(),
            CoroutineStatus::Done | CoroutineStatus::Poisoned => return None,
        };
        match state {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(()) => None,
        }
    }
}

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::diapause::coroutine(yield = $item)]
        fn $name $(<$lifetime>)? ($($argument: $type),*) {
            $($body)*
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        #[allow(unused_mut)]
        let mut $items = $crate::dialects::diapause::Items($name($($argument),*));
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => {
        $crate::dialects::diapause::Items($name($($argument),*))
    };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        #[::diapause::coroutine(yield = $item, resume = $sent)]
        fn $name($($argument: $type),*) {
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = $name($($argument),*);
        let _: ::diapause::CoroutineState<_, ()> = ::diapause::Coroutine::start(&mut $coroutine);
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match ::diapause::Coroutine::resume(&mut $coroutine, $value) {
            ::diapause::CoroutineState::Yielded(item) => item,
            ::diapause::CoroutineState::Complete(()) => unreachable!("it yields for ever"),
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
