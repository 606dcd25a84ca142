//! The macros of the standard library whose arguments the macro `#[generator]` evaluates in the order of the
//! source: where another macro of such a name is in scope, rustc finds the name ambiguous.

#[cfg(feature = "alloc")]
pub use alloc::{format, vec};
pub use core::{
    assert, assert_eq, assert_ne, debug_assert, debug_assert_eq, debug_assert_ne, matches,
};
