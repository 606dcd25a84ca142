//! nightly's own `gen` blocks. They take no values.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Nightly;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            macro_rules! yield_ {
                ($value:expr) => { yield $value };
            }
            gen move { $($body)* }
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
pub(crate) use {define, make, owned};
