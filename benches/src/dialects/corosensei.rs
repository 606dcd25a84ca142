//! corosensei: a stack of its own for each. It has no iterators, so they are made of its steps.

use std::marker::PhantomData;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Corosensei;

/// A small stack, of which ten thousand can be had at once.
pub(crate) const STACK_SIZE: usize = 64 * 1024;

/// What a coroutine yields. It may borrow for `'a`.
pub(crate) struct Items<'a, Y> {
    coroutine: Coroutine<(), Y, ()>,
    borrows: PhantomData<&'a ()>,
}

impl<'a, Y: 'a> Items<'a, Y> {
    pub(crate) fn new(stack_size: usize, body: impl FnOnce(&Yielder<(), Y>) + 'a) -> Self {
        let stack = DefaultStack::new(stack_size).expect("there is room for a stack");
        // SAFETY: what the body borrows lives for `'a`, and the coroutine does not outlive that.
        // No workload forgets a coroutine.
        let coroutine =
            unsafe { Coroutine::with_stack_unchecked(stack, move |yielder, ()| body(yielder)) };
        Self { coroutine, borrows: PhantomData }
    }
}

impl<Y> Iterator for Items<'_, Y> {
    type Item = Y;

    #[inline]
    fn next(&mut self) -> Option<Y> {
        if self.coroutine.done() {
            return None;
        }
        match self.coroutine.resume(()) {
            CoroutineResult::Yield(item) => Some(item),
            CoroutineResult::Return(()) => None,
        }
    }
}

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            use $crate::dialects::corosensei::{Items, STACK_SIZE};
            Items::new(STACK_SIZE, move |yielder| {
                macro_rules! yield_ {
                    ($value:expr) => { yielder.suspend($value) };
                }
                $($body)*
            })
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        #[allow(unused_mut)]
        let mut $items = $name($($argument),*);
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => { $name($($argument),*) };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        fn $name($($argument: $type),*) -> ::corosensei::Coroutine<$sent, $item, ()> {
            ::corosensei::Coroutine::new(move |yielder, _: $sent| {
                macro_rules! yield_ {
                    ($value:expr) => { yielder.suspend($value) };
                }
                $($body)*
            })
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = $name($($argument),*);
        // The first value is for the body itself, which has no use for it.
        let _: ::corosensei::CoroutineResult<_, ()> = $coroutine.resume(Default::default());
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match $coroutine.resume($value) {
            ::corosensei::CoroutineResult::Yield(item) => item,
            ::corosensei::CoroutineResult::Return(()) => unreachable!("it yields for ever"),
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
