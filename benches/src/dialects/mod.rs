//! The libraries, each with the macros that put a workload's generators in its words.
//!
//! A workload gives each body once, in the form of genfn. A library's module says what that means
//! to it, by five macros and a constant:
//!
//! - `define!(fn name(..) -> Item { body })` declares the generator `name`;
//! - `make!(let items = name(..))` binds `items` to a mutable iterator over what it yields, made in
//!   the best way where it need not leave the function: pinned to the stack, if that is possible;
//! - `owned!(name(..))` is an iterator over the same that can be returned and stored;
//! - `define_coroutine!(fn name(..) -> Item, send Sent { body })`, `make_coroutine!(let c = name(..))`
//!   and `send!(c, value)` are the same for a generator that is sent values, where there is such a
//!   thing. The coroutine is made started, and `send!` is what it yields.
//! - `LIBRARY` is which one it is.

#[cfg(feature = "peers")]
pub(crate) mod corosensei;
#[cfg(feature = "peers")]
pub(crate) mod diapause;
#[cfg(feature = "peers")]
pub(crate) mod fauxgen;
#[cfg(feature = "peers")]
pub(crate) mod genawaiter;
#[cfg(feature = "peers")]
pub(crate) mod generator;
pub(crate) mod genfn;
pub(crate) mod genfn_pinned;
pub(crate) mod genfn_state;
pub(crate) mod hand_written;
#[cfg(feature = "peers")]
pub(crate) mod next_gen;
#[cfg(feature = "nightly")]
pub(crate) mod nightly;
#[cfg(feature = "peers")]
pub(crate) mod remit;
#[cfg(feature = "peers")]
pub(crate) mod yield_return;

/// Declares the generators of a workload in each library of a list, and how they are run.
///
/// ```text
/// in_libraries! {
///     [genfn genawaiter ..]
///     written_out [..]
///     hand_written { items }
///     generators { fn name(arguments) -> Item { body } .. }
///     fn run(input: &Input) -> u64 { make!(let items = name(arguments)); .. }
/// }
/// ```
///
/// Each library gets a module of its own with the generators in its words, and `run`. In place of
/// generators, the module `hand_written` has the items that are given for it. Libraries that are
/// `written_out` have their module beside the macro. `coroutine fn name(..) -> Item, send Sent { .. }`
/// in place of `generators` declares one that is sent values.
///
/// What comes of it is the function `variants`, which lists all of them.
macro_rules! in_libraries {
    (
        [$($library:ident)*]
        $(written_out [$($written_out:ident)*])?
        hand_written { $($by_hand:tt)* }
        $($definition:tt)*
    ) => {
        in_libraries!(@hand_written { $($by_hand)* } $($definition)*);
        in_libraries!(@each [$($library)*] { $($definition)* });
        list_variants!([$($library)* $($($written_out)*)?]);
    };
    (@each [$($library:ident)*] $definition:tt) => {
        $(in_libraries!(@module $library $definition);)*
    };
    (@module genfn $definition:tt) => {
        in_libraries!(@generators genfn $definition);
    };
    (@module genfn_pinned $definition:tt) => {
        in_libraries!(@generators genfn_pinned $definition);
    };
    (@module genfn_state $definition:tt) => {
        in_libraries!(@generators genfn_state $definition);
    };
    (@module nightly $definition:tt) => {
        #[cfg(feature = "nightly")]
        in_libraries!(@generators nightly $definition);
    };
    (@module $library:ident $definition:tt) => {
        #[cfg(feature = "peers")]
        in_libraries!(@generators $library $definition);
    };
    (
        @generators $library:ident {
            generators { $(
                fn $name:ident $(<$lifetime:lifetime>)? ($($argument:ident: $type:ty),* $(,)?)
                    -> $item:ty { $($body:tt)* }
            )* }
            $($run:tt)*
        }
    ) => {
        #[allow(unused_imports, dead_code)]
        mod $library {
            use super::*;
            use crate::dialects::$library::{define, make, owned};
            $(define! {
                fn $name $(<$lifetime>)? ($($argument: $type),*) -> $item { $($body)* }
            })*
            #[inline(never)]
            pub(super) $($run)*
        }
    };
    (
        @generators $library:ident {
            coroutine fn $name:ident () -> $item:ty, send $sent:ty { $($body:tt)* }
            $($run:tt)*
        }
    ) => {
        in_libraries!(@coroutine $library { fn $name () -> $item, send $sent { $($body)* } } $($run)*);
    };
    (@coroutine $library:ident { $($coroutine:tt)* } $($run:tt)*) => {
        #[allow(unused_imports)]
        mod $library {
            use super::*;
            use crate::dialects::$library::{define_coroutine, make_coroutine, send};
            define_coroutine! { $($coroutine)* }
            #[inline(never)]
            pub(super) $($run)*
        }
    };
    (
        @hand_written { $($by_hand:tt)* }
        generators { $($generators:tt)* }
        $($run:tt)*
    ) => {
        #[allow(unused_imports)]
        #[allow(unused_imports)]
        mod hand_written {
            use super::*;
            use crate::dialects::hand_written::{make, owned};
            $($by_hand)*
            #[inline(never)]
            pub(super) $($run)*
        }
    };
    (
        @hand_written { $($by_hand:tt)* }
        coroutine fn $name:ident () -> $item:ty, send $sent:ty { $($body:tt)* }
        $($run:tt)*
    ) => {
        #[allow(unused_imports)]
        mod hand_written {
            use super::*;
            use crate::dialects::hand_written::{make_coroutine, send};
            $($by_hand)*
            #[inline(never)]
            pub(super) $($run)*
        }
    };
}
pub(crate) use in_libraries;

/// The function `variants`: what runs a workload by hand, and in each library of a list that this
/// build has. Each has a module with the function `run`.
macro_rules! list_variants {
    ([$($library:ident)*]) => {
        pub(super) fn variants() -> Vec<crate::workload::Variant<Input>> {
            #[allow(unused_mut)]
            let mut variants = vec![crate::workload::Variant {
                library: crate::library::Library::HandWritten,
                run: hand_written::run,
            }];
            $(list_variants!(@one $library variants);)*
            variants
        }
    };
    (@one genfn $variants:ident) => { list_variants!(@push genfn $variants) };
    (@one genfn_pinned $variants:ident) => { list_variants!(@push genfn_pinned $variants) };
    (@one genfn_state $variants:ident) => { list_variants!(@push genfn_state $variants) };
    (@one nightly $variants:ident) => {
        #[cfg(feature = "nightly")]
        list_variants!(@push nightly $variants)
    };
    (@one $library:ident $variants:ident) => {
        #[cfg(feature = "peers")]
        list_variants!(@push $library $variants)
    };
    (@push $library:ident $variants:ident) => {
        $variants.push(crate::workload::Variant {
            library: crate::dialects::$library::LIBRARY,
            run: $library::run,
        })
    };
}
pub(crate) use list_variants;
