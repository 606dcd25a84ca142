//! genfn. A generator that does not leave the function is made as any other.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Genfn;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::genfn::generator]
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            $($body)*
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
        #[::genfn::generator]
        fn $name($($argument: $type),*) -> impl ::genfn::Coroutine<Yield = $item, Resume = $sent> {
            $($body)*
        }
    };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = $name($($argument),*);
        assert!(::genfn::Coroutine::start(&mut $coroutine).is_ok());
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        match ::genfn::Coroutine::send(&mut $coroutine, $value) {
            Ok(::genfn::CoroutineState::Yielded(item)) => item,
            _ => unreachable!("it yields for ever"),
        }
    };
}
pub(crate) use {define, define_coroutine, make, make_coroutine, owned, send};
