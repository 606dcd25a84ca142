//! What all combinators share: the step of an iterator, and the traits that follow from
//! [`Coroutine`].

use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// Takes the step that `next` takes, and gives the value that the body returned too.
///
/// `None` if the coroutine was finished before, or if it is one that does not keep the value for
/// [`take_return`](Coroutine::take_return) and was finished.
#[inline(always)]
pub(super) fn step_by_default<C>(coroutine: &mut C) -> Option<CoroutineState<C::Yield, C::Return>>
where
    C: Coroutine + ?Sized,
    C::Resume: Default,
{
    if coroutine.__keeps_return() {
        // A generator polls its body in one place in this step, so LLVM inlines it.
        return match coroutine.__step_by_default() {
            Some(item) => Some(CoroutineState::Yielded(item)),
            None => coroutine.take_return().map(CoroutineState::Complete),
        };
    }
    step_with(coroutine, C::Resume::default)
}

/// Takes a step: starts a coroutine, or sends what `resume` makes. `None` if it was finished before.
#[inline(always)]
pub(super) fn step_with<C>(
    coroutine: &mut C,
    resume: impl FnOnce() -> C::Resume,
) -> Option<CoroutineState<C::Yield, C::Return>>
where
    C: Coroutine + ?Sized,
{
    match coroutine.status() {
        Status::Created => coroutine.start().ok(),
        Status::Suspended => coroutine.send(resume()).ok(),
        Status::Finished => None,
    }
}

/// Folds over what a coroutine yields, and gives the value that the body returned too. `None` if it
/// was finished before and the value is gone.
#[inline]
pub(super) fn fold_to_return<C, B>(
    mut coroutine: C,
    initial: B,
    mut fold: impl FnMut(B, C::Yield) -> B,
) -> (B, Option<C::Return>)
where
    C: Coroutine,
    C::Resume: Default,
{
    if coroutine.__keeps_return() {
        return coroutine.__fold_by_default(initial, fold);
    }
    let mut folded = initial;
    while let Some(state) = step_with(&mut coroutine, C::Resume::default) {
        match state {
            CoroutineState::Yielded(item) => folded = fold(folded, item),
            CoroutineState::Complete(returned) => return (folded, Some(returned)),
        }
    }
    (folded, coroutine.take_return())
}

/// Implements what a combinator does as the coroutine in its field `$inner` does.
macro_rules! forward_to {
    ($inner:ident) => {
        #[inline]
        fn status(&self) -> $crate::state::Status {
            self.$inner.status()
        }

        forward_to!(hidden $inner);
    };
    (hidden $inner:ident) => {
        #[inline]
        fn __size_hint(&self) -> (usize, Option<usize>) {
            self.$inner.__size_hint()
        }

        #[inline]
        fn __suspended_at(&self) -> Option<&'static core::panic::Location<'static>> {
            self.$inner.__suspended_at()
        }
    };
}

/// Implements `Clone` for a combinator: a derive would not ask that the value returned is `Clone`.
macro_rules! implement_clone {
    ($name:ident { $($field:ident),* }, $type:ty, [$($bounds:tt)*]) => {
        impl<$($bounds)*> Clone for $type {
            fn clone(&self) -> Self {
                $name { $($field: self.$field.clone()),* }
            }
        }
    };
}

/// Implements for a combinator the traits that follow from its being a [`Coroutine`]: it shows its
/// status, and is an iterator where its `Resume` has a default.
macro_rules! implement_traits {
    (
        $name:literal, $type:ty, [$($bounds:tt)*],
        Yield = $yield:ty, Resume = $resume:ty,
        Generator for $generator:ty, [$($generator_bounds:tt)*]
    ) => {
        impl<$($bounds)*> core::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let status = $crate::protocol::coroutine::Coroutine::status(self);
                let suspended_at = $crate::protocol::coroutine::Coroutine::__suspended_at(self);
                $crate::protocol::coroutine::write_status(formatter, $name, status, suspended_at)
            }
        }

        impl<$($bounds)*> Iterator for $type
        where
            $resume: Default,
        {
            type Item = $yield;

            #[inline(always)]
            fn next(&mut self) -> Option<$yield> {
                $crate::protocol::coroutine::Coroutine::__step_by_default(self)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                $crate::protocol::coroutine::Coroutine::__size_hint(self)
            }

            /// Into a `Vec` it is a `fold`, for which a generator that was not started needs no heap.
            #[cfg(feature = "alloc")]
            #[inline]
            fn collect<Collection: FromIterator<$yield>>(self) -> Collection {
                $crate::protocol::collect::collect_by_fold(self)
            }

            #[inline]
            fn fold<Folded, Fold>(self, initial: Folded, fold: Fold) -> Folded
            where
                Fold: FnMut(Folded, $yield) -> Folded,
            {
                $crate::protocol::coroutine::Coroutine::__fold_by_default(self, initial, fold).0
            }
        }

        impl<$($bounds)*> core::iter::FusedIterator for $type where $resume: Default {}

        #[diagnostic::do_not_recommend]
        impl<$($generator_bounds)*> $crate::protocol::coroutine::Generator for $generator {}
    };
}

pub(super) use {forward_to, implement_clone, implement_traits};

/// Panics because a hand-written coroutine refused a step in a state in which the protocol allows it.
#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn step_was_refused() -> ! {
    panic!(
        "the coroutine refused a step that its `status()` allows: an implementation of `Coroutine` \
         has to start while it is `Created` and to take what is sent while it is `Suspended`"
    )
}
