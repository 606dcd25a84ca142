//! The macros that make or hold a generator where they stand.

/// A generator in place, over its environment.
#[macro_export]
macro_rules! gen_ {
    ($($body:tt)*) => {
        $crate::__private::gen_!(($crate) $($body)*)
    };
}

/// A generator expression.
#[macro_export]
macro_rules! gen_expr {
    ($($expression:tt)*) => {
        $crate::__private::gen_expr!(($crate) $($expression)*)
    };
}

/// Pins a coroutine to the stack, and gives its [`Pinned`](crate::Pinned) handle.
#[macro_export]
macro_rules! pin {
    ($coroutine:expr $(,)?) => {
        $crate::Pinned { __coroutine: ::core::pin::pin!($coroutine) }
    };
}
