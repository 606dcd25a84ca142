//! What the macros' output names. Not for use by hand: it may change in any release.

pub use core::option::Option;
pub use core::result::Result;

pub use genfn_macros::{gen_, gen_expr};

// The bounds and the wrapping of the return types.
#[cfg(not(feature = "alloc"))]
pub use crate::stand_in::StandIn as Box;
#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;

pub use crate::delegate::{
    CoroutineKind, HasDefault, IteratorKind, Kind, NoDefault, OtherKind, ResumeType,
};
#[cfg(feature = "alloc")]
pub use crate::fallible::{Fallible, FallibleItem};
#[cfg(feature = "alloc")]
pub use crate::machine::StateMachine;
pub use crate::pinned::PinnedMachine;
pub use crate::size_hint::Remaining;
pub use crate::slot::{
    Begin, ImportedTryYield, ImportedTryYieldFrom, ImportedYield, ImportedYieldFrom, Imports,
    SlotPointer, Suspension, Token, TrySuspension,
};

/// A value of any type, where nothing runs: it tells rustc the type of a `return`, or that there
/// is a way to some place.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("it stands behind `if false`")
}
