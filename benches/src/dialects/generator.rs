//! generator: a stack of its own for each.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Generator;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[allow(unreachable_code)]
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            ::generator::Gn::<()>::new_scoped_local(move |mut scope| {
                macro_rules! yield_ {
                    ($value:expr) => { scope.yield_with($value) };
                }
                $($body)*
                ::generator::done!()
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
        fn $name($($argument: $type),*) -> ::generator::LocalGenerator<'static, $sent, $item> {
            ::generator::Gn::<$sent>::new_scoped_local(move |mut scope| {
                macro_rules! yield_ {
                    ($value:expr) => {{
                        scope.yield_with($value);
                        scope.get_yield().expect("a value is sent")
                    }};
                }
                $($body)*
            })
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = $name($($argument),*);
        let _ = $coroutine.resume();
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        $coroutine.send($value)
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
