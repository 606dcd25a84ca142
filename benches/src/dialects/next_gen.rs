//! next-gen: on the stack by `mk_gen!`, else with a box.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::NextGen;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::next_gen::generator(yield($item))]
        fn $name $(<$lifetime>)? ($($argument: $type),*) {
            $($body)*
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        ::next_gen::mk_gen!(let mut $items = $name($($argument),*));
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => {{
        ::next_gen::mk_gen!(let items = box $name($($argument),*));
        items
    }};
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        #[::next_gen::generator(yield($item), resume($sent))]
        fn $name($($argument: $type),*) {
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        ::next_gen::mk_gen!(let mut $coroutine = $name($($argument),*));
        // The first value is lost: that is how this library starts.
        let _: ::next_gen::generator::GeneratorState<_, ()> =
            ::next_gen::generator::Generator::resume($coroutine.as_mut(), Default::default());
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match ::next_gen::generator::Generator::resume($coroutine.as_mut(), $value) {
            ::next_gen::generator::GeneratorState::Yielded(item) => item,
            ::next_gen::generator::GeneratorState::Returned(()) => {
                unreachable!("it yields for ever")
            }
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
