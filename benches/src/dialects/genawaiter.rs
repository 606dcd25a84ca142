//! genawaiter: on the stack by `let_gen_using!`, else with `rc`.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Genawaiter;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        mod $name {
            use super::*;

            pub(super) async fn on_stack $(<$lifetime>)? (
                $($argument: $type,)*
                co: ::genawaiter::stack::Co<'_, $item>,
            ) {
                macro_rules! yield_ {
                    ($value:expr) => { co.yield_($value).await };
                }
                $($body)*
            }

            pub(super) fn owned $(<$lifetime>)? (
                $($argument: $type),*
            ) -> impl Iterator<Item = $item> {
                ::genawaiter::rc::Gen::new(move |co| async move {
                    macro_rules! yield_ {
                        ($value:expr) => { co.yield_($value).await };
                    }
                    $($body)*
                })
                .into_iter()
            }
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        ::genawaiter::stack::let_gen_using!($items, |co| $name::on_stack($($argument,)* co));
        #[allow(unused_mut)]
        let mut $items = $items.into_iter();
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => { $name::owned($($argument),*) };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        async fn $name($($argument: $type,)* co: ::genawaiter::stack::Co<'_, $item, $sent>) {
            macro_rules! yield_ {
                ($value:expr) => { co.yield_($value).await };
            }
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        ::genawaiter::stack::let_gen_using!($coroutine, |co| $name($($argument,)* co));
        // The first value is lost: that is how this library starts.
        let _: ::genawaiter::GeneratorState<_, ()> = $coroutine.resume_with(Default::default());
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match $coroutine.resume_with($value) {
            ::genawaiter::GeneratorState::Yielded(item) => item,
            ::genawaiter::GeneratorState::Complete(()) => unreachable!("it yields for ever"),
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
