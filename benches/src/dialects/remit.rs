//! remit: pinned to the stack with its arguments as one parameter, else in a box. It takes no
//! values.

use crate::library::Library;

pub(crate) const LIBRARY: Library = Library::Remit;

macro_rules! define {
    (
        fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),*) -> $item:ty
        { $($body:tt)* }
    ) => {
        async fn $name $(<$lifetime>)? (
            ($($argument,)*): ($($type,)*),
            remit: ::remit::Remit<'_, $item>,
        ) {
            macro_rules! yield_ {
                ($value:expr) => { remit.value($value).await };
            }
            $($body)*
        }
    };
}
macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let storage = ::std::pin::pin!(::remit::Generator::new());
        #[allow(unused_mut)]
        let mut $items = storage.parameterized($name, ($($argument,)*));
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => {{
        let arguments = ($($argument,)*);
        ::remit::Generator::boxed(move |remit| $name(arguments, remit))
    }};
}
pub(crate) use {define, make, owned};
