//! The items that expansions name. They are not for any other use, and may change in any release.

pub use core::clone::Clone;
pub use core::marker::Copy;
pub use core::mem::replace;
pub use core::ops::ControlFlow;
pub use core::option::Option;
pub use core::result::Result;

pub use genfn_macros::{gen_, gen_expr};

pub(crate) mod imports;
pub(crate) mod make;
#[cfg(not(feature = "alloc"))]
pub(crate) mod stand_in;

// The bounds and the wrapping of the return types.
#[cfg(not(feature = "alloc"))]
pub use crate::__private::stand_in::StandIn as Box;
#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;

pub use crate::__private::imports::{
    ImportedTryYield, ImportedTryYieldFrom, ImportedYield, ImportedYieldFrom, Imports, imports,
    never,
};
pub use crate::__private::make::pinned_generator;
#[cfg(feature = "alloc")]
pub use crate::__private::make::{
    delegating_generator, delegating_generator_in_box, generator, generator_in_box,
};
pub use crate::delegation::kind::{
    CoroutineKind, HasDefault, IteratorKind, Kind, NoDefault, OtherKind, ResumeType,
};
pub use crate::explicit::delegate::{DelegateStep, ExplicitDelegate, IntoExplicitDelegate};
pub use crate::explicit::fallible::{complete_fallible, settle_fallible};
pub use crate::explicit::keep::{
    Chosen, HasDestructor, HasNoDestructor, KeptIsClone, Probe, another, has_drop, into_iter,
    kept_is_clone, next, taken, taken_apart, without_drop,
};
pub use crate::explicit::machine::{ExplicitGenerator, explicit_generator};
pub use crate::explicit::parts::{Parts, size_hint, status};
pub use crate::explicit::question::{FromResidual, Question};
#[cfg(feature = "alloc")]
pub use crate::explicit::recursive::{RecursiveGenerator, recursive_generator};
pub use crate::explicit::state::{
    ExplicitState, Input, Output, Point, held, held_mut, lost, restore,
};
pub use crate::explicit::version::Version;
#[cfg(feature = "alloc")]
pub use crate::generators::fallible::{FallibleItem, fallible_generator};
pub use crate::generators::size_hint::{Remaining, Unknown};
pub use crate::step::suspension::{
    FirstPoll, Promise, Protocol, SlotPointer, Suspension, TrySuspension,
};

/// A lowered yield among the tokens of another macro, in its arguments or its definition.
///
/// Whoever wrote that macro can take the tokens apart, and rustc takes those of a definition for
/// the user's, so `unsafe` and the assignment to the slot's variable are left to a macro of this
/// crate.
#[doc(hidden)]
#[macro_export]
macro_rules! yield_in_macro {
    ($method:ident $slot:ident $label:lifetime ($item:ty) ($($value:tt)*) $await:tt) => {{
        if false {
            loop {
                break $label $crate::__private::imports().$method();
            }
        }
        let value: $item = $($value)*;
        let (resumed, sent) = { $crate::suspend_in_macro!($method $slot value) }.$await;
        #[allow(unused_assignments)]
        {
            $slot = resumed;
        }
        sent
    }};
    ($method:ident $slot:ident $label:lifetime [$($resume:tt)*] [$($in_place:tt)*]
        ($($delegate:tt)*) $await:tt) => {{
        if false {
            loop {
                break $label $crate::__private::imports().$method();
            }
        }
        let sent = match ($($delegate)*) {
            delegate => {
                let (resumed, sent) = {
                    use $crate::__private::{CoroutineKind as _, IteratorKind as _, OtherKind as _};
                    let delegate = delegate;
                    let kind = (&&&$crate::__private::Kind::of(&delegate)).kind_of_delegate()
                        $($in_place)*;
                    let resume: $crate::__private::Option<fn() -> _> = $($resume)*;
                    $crate::suspend_in_macro!($method $slot kind delegate resume)
                }.$await;
                #[allow(unused_assignments)]
                {
                    $slot = resumed;
                }
                sent
            }
        };
        sent
    }};
}

/// Calls one of the ways out of a body, and nothing else.
#[doc(hidden)]
#[macro_export]
macro_rules! suspend_in_macro {
    (yield_ $slot:ident $value:ident) => {
        // SAFETY: I3 and I4, the expansion of a yield has the pointer of the step that is running,
        // and awaits the future at once.
        unsafe { $crate::__private::SlotPointer::yield_($slot, $value) }
    };
    (try_yield $slot:ident $value:ident) => {
        // SAFETY: I3 and I4, as for `yield_`.
        unsafe { $crate::__private::SlotPointer::try_yield($slot, $value) }
    };
    (yield_from $slot:ident $kind:ident $value:ident $resume:ident) => {
        // SAFETY: I3 and I4, as for `yield_`. The expansion has seen that the body delegates.
        unsafe { $crate::__private::SlotPointer::yield_from($slot, $kind, $value, $resume) }
    };
    (try_yield_from $slot:ident $kind:ident $value:ident $resume:ident) => {
        // SAFETY: I3 and I4, as for `yield_from`.
        unsafe { $crate::__private::SlotPointer::try_yield_from($slot, $kind, $value, $resume) }
    };
}
