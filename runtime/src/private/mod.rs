//! What the macros' output names. Not for use by hand: it may change in any release.

pub use core::clone::Clone;
pub use core::convert::{Into, TryInto};
pub use core::marker::{Copy, Sized};
pub use core::mem::replace;
pub use core::ops::ControlFlow;
pub use core::option::Option;
pub use core::primitive::bool;
pub use core::result::Result;

#[cfg(feature = "stream")]
pub use genfn_macros::async_gen;
pub use genfn_macros::{Beside, gen_, gen_expr, generator};

pub(crate) mod imports;
pub(crate) mod make;
#[cfg(not(feature = "alloc"))]
pub(crate) mod stand_in;

/// The macros of the standard library of which `#[generator]` relies on what they do with their arguments.
///
/// A generator with an explicit state evaluates their arguments in the order of the source, knows which of them are
/// moved, and knows which macros do not return. Where another macro of such a name is in scope, rustc finds the name
/// ambiguous. `panic` is left out: `core` and `std` have one each.
pub mod known_macros {
    #[cfg(feature = "alloc")]
    pub use alloc::{format, vec};
    pub use core::{
        assert, assert_eq, assert_ne, debug_assert, debug_assert_eq, debug_assert_ne, matches,
        stringify, todo, unimplemented, unreachable, write, writeln,
    };
    #[cfg(feature = "std")]
    extern crate std;
    #[cfg(feature = "std")]
    pub use std::{dbg, eprint, eprintln, print, println};
}

// The bounds and the wrapping of the return types.
#[cfg(not(feature = "alloc"))]
pub use crate::__private::stand_in::StandIn as Box;
#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;
#[cfg(feature = "alloc")]
pub use alloc::string::String;
#[cfg(feature = "alloc")]
pub use alloc::vec::Vec;

pub use crate::__private::imports::{
    ImportedTryYield, ImportedTryYieldFrom, ImportedYield, ImportedYieldFrom, Imports, imports,
    never, never_beside, never_like, pending,
};
#[cfg(feature = "alloc")]
pub use crate::__private::make::{
    MakeDelegatingGenerator, MakeDelegatingGeneratorInBox, MakeDelegatingGeneratorInBoxInPlace,
    MakeDelegatingGeneratorInPlace, MakeGenerator, MakeGeneratorBehindDyn,
    MakeGeneratorBehindDynInPlace, MakeGeneratorInBox, MakeGeneratorInBoxInPlace,
    MakeGeneratorInPlace,
};
pub use crate::__private::make::{MakePinnedGenerator, MakePinnedGeneratorInPlace, Once};
#[cfg(feature = "alloc")]
pub use crate::delegation::driver::DelegateStack;
pub use crate::delegation::kind::{
    CoroutineKind, HasDefault, IteratorKind, Kind, NoDefault, OtherKind, ResumeType, resume_with,
    with_default,
};
pub use crate::explicit::arguments::{
    AnyArgument, Callable0, Callable1, Callable2, Callable3, Closure0, Closure1, Closure2,
    Closure3, GivesOther, GivesSelf, argument,
};
pub use crate::explicit::beside::{Beside, Locals, put};
pub use crate::explicit::borrowed_fields::{
    BehindLocal, CollectionLent, KeptBorrow, KeptIterator, PartOfLocal, ReferenceLent, TextLent,
    UnknownLent, ValueLent, ViewLent, behind_question, kept_borrow, kept_borrow_of_local,
};
#[cfg(feature = "alloc")]
pub use crate::explicit::boxes::BoxedValue;
pub use crate::explicit::boxes::{CopiedValue, in_a_pointer};
pub use crate::explicit::by_value::{
    BehindNothing, BehindPointer, BehindReference, ExclusiveOfIterator, ExclusiveOfOther, Moved,
    Receiver, TakesSelf, same_type, takes_by_value,
};
pub use crate::explicit::callables::{
    CalledBehind, CalledByExclusiveReference, CalledByReference, CalledOnce, LeavesClosure,
    callable, checked, leaves_closure,
};
pub use crate::explicit::callee::{
    BehindOne, BehindThree, BehindTwo, OfAnother, OfItself, callee, other,
};
pub use crate::explicit::copying::{
    CapturedCopy, CopyInClosure, PointerPart, ReadsCopy, ReadsLent, ReferencePart, ValuePart,
    captured_copy,
};
pub use crate::explicit::delegate::{DelegateStep, ExplicitDelegate, IntoExplicitDelegate};
pub use crate::explicit::fallible::{complete_fallible, settle_fallible};
pub use crate::explicit::functions::{
    CalledInstead, OneFunction, TwoFunctions, functions, unless_itself,
};
pub use crate::explicit::in_place::InPlace;
pub use crate::explicit::keep::{
    Chosen, DelegateIsClone, HasDestructor, HasNoDestructor, KeptIsClone, KeptIsCopy, KeptIsDebug,
    NoDestructor, Probe, another, delegate_is_clone, delegate_is_debug, dropped_with_branch,
    dropped_with_operand, dropped_with_tail, error_dropped_with_else, error_dropped_with_tail,
    has_drop, into_iter, kept_array, kept_is_clone, kept_is_copy, kept_is_debug,
    left_behind_operands, left_in_chain, names_local, next, not_kept, not_reached, passed_over,
    primitives, taken, taken_apart, unmatched_dropped_with_else, unmatched_dropped_with_tail,
    unwritten, value_dropped_with_else, value_dropped_with_tail, without_drop,
    without_drop_in_2021, without_drop_in_else,
};
pub use crate::explicit::machine::{ExplicitGenerator, explicit_generator};
#[cfg(feature = "alloc")]
pub use crate::explicit::methods::InBox;
pub use crate::explicit::methods::{
    AsWritten, CopyLocal, MethodGiven, NoBox, NoMethodGiven, NotAsked, NotFound, NothingAsked,
    OtherGiven, OtherLocal, OtherSecond, PinnedGiven, ReferenceLocal, Replaced, SameGiven,
    SameSecond, behind, compared, given, stands_for,
};
pub use crate::explicit::moving_macros::{
    LeavesLocals, NamedByAMacro, leaves_locals, named_by_a_macro,
};
pub use crate::explicit::parts::{KeepReturn, Parts, size_hint, status, suspended_at};
pub use crate::explicit::pins::{PinsElsewhere, PinsInPlace, moves_at_yields};
pub use crate::explicit::places::{
    Place, PlaceBehindKnown, PlaceBehindNothing, PlaceBehindOther, borrowed, constant, lent,
    nothing_runs, used,
};
pub use crate::explicit::question::{FromResidual, Question};
pub use crate::explicit::receivers::{
    Borrowed, Optional, OptionalArray, OptionalIterator, OptionalOption, OptionalOrdered,
    OptionalOther, OptionalResult, Whole,
};
#[cfg(feature = "alloc")]
pub use crate::explicit::recursive::{
    Callers, RecursiveGenerator, RecursiveParts, recursive_generator, recursive_size_hint,
};
pub use crate::explicit::rest::{
    BorrowRest, Borrows, CopyAgain, CopyRest, Everything, LentAgain, Nothing, OtherAgain,
    ReferenceRest, References, RestOf, Unowned, UnownedRest, UsedAgain, WholeRest, forget_empty,
    restore_rest, without_rest,
};
#[cfg(feature = "serde")]
pub use crate::explicit::saved::{
    Ending, OtherSaved, RangeSaved, SavedOption, SavedRange, SavedWhole, WhollySaved,
    restore_optional_range, restore_range, restore_saved_optional, saved_optional_range,
    saved_whole,
};
pub use crate::explicit::stand_in::{
    CloneGenerator, CopyGenerator, FailedGenerator, OtherGenerator, ShownGenerator,
};
pub use crate::explicit::standard::{
    Given, Panics, StandardIterator, StandardOptional, StandardPanic, ValueOfAnother,
    ValueOfTheLibrary, iterator_argument, iterator_type, once, optional_argument, optional_type,
};
#[cfg(feature = "alloc")]
pub use crate::explicit::standard::{StandardBox, boxed_argument, boxed_type};
#[cfg(feature = "std")]
pub use crate::explicit::standard::{StandardReader, reader_argument, reader_type};
pub use crate::explicit::state::{
    Entered, ExplicitState, Input, Output, Point, copied, finished, held, held_mut, restore,
    restore_optional, suspend,
};
pub use crate::explicit::taken_parts::{
    BorrowedPart, CopiedPart, CopyCapture, MovedPart, Part, PartCapture, PointerCapture,
    ReplacedPart, SharedCapture, UniqueCapture, answers,
};
pub use crate::explicit::takes::{
    GivesAnother, GivesSame, answered, beside, leaves_local, same, uses,
};
pub use crate::explicit::type_of::{TypeOf, closure};
pub use crate::explicit::updates::{CopyField, OtherField, ReferenceField, any_order, both_fields};
pub use crate::explicit::vacant::{CopyPart, OtherPart, UntakenPart, VacantPart};
pub use crate::explicit::version::Version;
pub use crate::generators::expression::expression;
#[cfg(feature = "alloc")]
pub use crate::generators::fallible::fallible_generator;
pub use crate::generators::fallible_item::FallibleItem;
#[cfg(feature = "alloc")]
pub use crate::generators::iterator::opaque;
pub use crate::generators::size_hint::{Remaining, Unknown, believable};
pub use crate::protocol::coroutine::write_status;
#[cfg(feature = "alloc")]
pub use crate::step::drive::NoDelegatesBehindDyn;
pub use crate::step::drive::{DrivesInPlace, NoDelegates};
// The types of a step that an expansion names. What a body gets by it has no name out here, so
// nobody can receive it, and nobody can write a coroutine that is handed it.
pub use crate::step::suspension::{ItemType, Protocol};

// Streams.
#[cfg(all(feature = "stream", feature = "alloc"))]
pub use crate::stream::driver::StreamStack;
#[cfg(feature = "stream")]
pub use crate::stream::kind::{
    StreamAsyncGeneratorKind, StreamCloseKind, StreamCoroutineKind, StreamIteratorKind, StreamKind,
    StreamOtherKind, StreamPlainKind,
};
#[cfg(all(feature = "stream", feature = "alloc"))]
pub use crate::stream::make::{
    MakeBoxedStream, MakeBoxedStreamInPlace, MakeMovableStream, MakeMovableStreamInPlace,
};
#[cfg(feature = "stream")]
pub use crate::stream::make::{MakePinnedStream, MakePinnedStreamInPlace};
#[cfg(feature = "stream")]
pub use crate::stream::stand_in::StreamStandIn;
#[cfg(feature = "stream")]
pub use crate::stream::step::{Catches, YieldsOnly};
#[cfg(feature = "stream")]
pub use crate::stream::suspension::{Awaited, NoFuture, StreamProtocol, unnamed};

/// The kind of a delegate whose type a generator with a name writes. An alias, and no re-export: rustc would
/// name the kind by this module in its messages.
pub type CoroutineDelegate = crate::delegation::kind::IsCoroutine;

/// As [`CoroutineDelegate`], for what is iterated over.
pub type IteratorDelegate = crate::delegation::kind::IsIterator;
