//! genfn, without a heap: the generators are pinned to the stack of the function that consumes them.

use super::Library;

pub(crate) const LIBRARY: Library = Library::GenfnPinned;

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
#[expect(unused_macros, reason = "it stands there for the workloads that import all macros")]
macro_rules! owned {
    ($($generator:tt)*) => {
        compile_error!("a generator that is pinned to the stack cannot be returned")
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
