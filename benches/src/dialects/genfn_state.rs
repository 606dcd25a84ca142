//! genfn with an explicit state: no heap, and nothing is pinned.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::GenfnState;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        #[::genfn::generator(state)]
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            $($body)*
        }
    };
}
macro_rules! define_coroutine {
    (
        fn $name:ident ($($argument:ident: $type:ty),*) -> $item:ty, send $sent:ty
        { $($body:tt)* }
    ) => {
        #[::genfn::generator(state)]
        fn $name($($argument: $type),*) -> impl ::genfn::Coroutine<Yield = $item, Resume = $sent> {
            $($body)*
        }
    };
}
pub(crate) use super::genfn::{make, make_coroutine, owned, send};
pub(crate) use {define, define_coroutine};
