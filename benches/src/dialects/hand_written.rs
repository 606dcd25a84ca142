//! Iterators written by hand: `name(..)` is the iterator.

macro_rules! make {
    (let $items:ident = $name:ident($($argument:expr),* $(,)?)) => {
        #[allow(unused_mut)]
        let mut $items = $name($($argument),*);
    };
}
macro_rules! owned {
    ($name:ident($($argument:expr),* $(,)?)) => { $name($($argument),*) };
}
macro_rules! make_coroutine {
    (let $coroutine:ident = $name:ident($($argument:expr),* $(,)?)) => {
        let mut $coroutine = $name($($argument),*);
    };
}
macro_rules! send {
    ($coroutine:ident, $value:expr) => {
        $coroutine.send($value)
    };
}
pub(crate) use {make, make_coroutine, owned, send};
