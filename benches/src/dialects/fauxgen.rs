//! fauxgen: pinned to the stack, else in a box.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Fauxgen;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::fauxgen::generator(yield = $item)]
        fn $name $(<$lifetime>)? ($($argument: $type),*) {
            macro_rules! yield_ {
                ($value:expr) => { r#yield!($value) };
            }
            $($body)*
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        #[allow(unused_mut)]
        let mut $items = ::std::pin::pin!($name($($argument),*));
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => { Box::pin($name($($argument),*)) };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        #[::fauxgen::generator(yield = $item, arg = $sent)]
        fn $name($($argument: $type),*) {
            macro_rules! yield_ {
                ($value:expr) => { r#yield!($value) };
            }
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = ::std::pin::pin!($name($($argument),*));
        // The first value is lost: that is how this library starts.
        let _: ::fauxgen::GeneratorState<_, ()> =
            ::fauxgen::Generator::resume($coroutine.as_mut(), Default::default());
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match ::fauxgen::Generator::resume($coroutine.as_mut(), $value) {
            ::fauxgen::GeneratorState::Yielded(item) => item,
            ::fauxgen::GeneratorState::Complete(()) => unreachable!("it yields for ever"),
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
