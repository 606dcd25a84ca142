//! yield-return: always in a box. It takes no values.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::YieldReturn;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        fn $name $(<$lifetime>)? ($($argument: $type),*) -> impl Iterator<Item = $item> {
            ::yield_return::LocalIter::new(move |mut context| async move {
                macro_rules! yield_ {
                    ($value:expr) => { context.ret($value).await };
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
pub(crate) use {define, make, owned};
