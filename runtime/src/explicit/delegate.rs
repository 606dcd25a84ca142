//! `yield_from!` with the delegate in the state.

use crate::delegation::driven::{begin, take_stored_return};
use crate::delegation::kind::{IsCoroutine, IsIterator, IsOther, ResumeWith};
use crate::explicit::state::Input;
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Interrupt};

/// What a step of a delegate gives.
pub enum DelegateStep<Y, R, E> {
    /// It is suspended again.
    Yielded(Y),
    /// It has returned.
    Returned(R),
    /// It has not caught what was passed in.
    Uncaught(Interrupt<E>),
    /// It has yielded when it was told to close.
    Ignored(Y),
}

/// A delegate that lies in a state.
#[diagnostic::on_unimplemented(
    message = "this generator cannot delegate to `{Self}`",
    label = "cannot be delegated to from here",
    note = "`yield_from!` takes a coroutine with the `Yield`, `Resume` and `Error` of the \
            generator, here `{Y}`, `{S}` and `{E}`, and where `Resume` is `()` anything that can \
            be iterated over whose items are `{Y}`",
    note = "to delegate to something else, write the loop: `for value in values {{ yield_!(..) }}`"
)]
pub trait ExplicitDelegate<Y, S, E> {
    /// What the delegation gives in the end.
    type Return;

    /// Passes `input` to the delegate; `Start` begins the delegation. `resume` gives the value that
    /// resumes a delegate which was started before.
    fn step<R: ResumeWith<S>>(
        &mut self,
        input: Input<S, E>,
        resume: R,
    ) -> DelegateStep<Y, Self::Return, E>;
}

/// Makes a delegate of a value of some kind.
pub trait IntoExplicitDelegate<T> {
    /// What lies in the state.
    type Delegate;

    /// What lies in the state for `value`.
    fn into_delegate(self, value: T) -> Self::Delegate;
}

impl<C: Coroutine> IntoExplicitDelegate<C> for IsCoroutine {
    type Delegate = DelegatedCoroutine<C>;

    #[inline(always)]
    fn into_delegate(self, value: C) -> DelegatedCoroutine<C> {
        DelegatedCoroutine(value)
    }
}

impl<I: IntoIterator> IntoExplicitDelegate<I> for IsIterator {
    type Delegate = DelegatedIterator<I::IntoIter>;

    #[inline(always)]
    fn into_delegate(self, value: I) -> DelegatedIterator<I::IntoIter> {
        DelegatedIterator(value.into_iter())
    }
}

impl<T> IntoExplicitDelegate<T> for IsOther {
    type Delegate = T;

    #[inline(always)]
    fn into_delegate(self, value: T) -> T {
        value
    }
}

/// A coroutine that is delegated to.
#[derive(Clone, Copy, Debug)]
pub struct DelegatedCoroutine<C>(C);

impl<C: Coroutine> ExplicitDelegate<C::Yield, C::Resume, C::Error> for DelegatedCoroutine<C> {
    type Return = C::Return;

    #[inline]
    fn step<R: ResumeWith<C::Resume>>(
        &mut self,
        input: Input<C::Resume, C::Error>,
        _: R,
    ) -> DelegateStep<C::Yield, C::Return, C::Error> {
        let coroutine = &mut self.0;
        let state = match input {
            Input::Start => begin(coroutine, R::RESUME),
            Input::Sent(value) => match coroutine.send(value) {
                Ok(state) => state,
                Err(_) => CoroutineState::Complete(take_stored_return(coroutine)),
            },
            Input::Thrown(error) => match coroutine.throw(error) {
                Ok(state) => state,
                Err(error) => return DelegateStep::Uncaught(Interrupt::Thrown(error)),
            },
            Input::Closed => {
                return match coroutine.close() {
                    Ok(_) => DelegateStep::Uncaught(Interrupt::Closed),
                    Err(error) => DelegateStep::Ignored(error.into_inner()),
                };
            }
        };
        match state {
            CoroutineState::Yielded(item) => DelegateStep::Yielded(item),
            CoroutineState::Complete(returned) => DelegateStep::Returned(returned),
        }
    }
}

/// An iterator that is delegated to.
#[derive(Clone, Copy, Debug)]
pub struct DelegatedIterator<I>(I);

impl<I: Iterator, E> ExplicitDelegate<I::Item, (), E> for DelegatedIterator<I> {
    type Return = ();

    #[inline(always)]
    fn step<R: ResumeWith<()>>(
        &mut self,
        input: Input<(), E>,
        _: R,
    ) -> DelegateStep<I::Item, (), E> {
        match input {
            Input::Start | Input::Sent(()) => match self.0.next() {
                Some(item) => DelegateStep::Yielded(item),
                None => DelegateStep::Returned(()),
            },
            Input::Thrown(error) => DelegateStep::Uncaught(Interrupt::Thrown(error)),
            Input::Closed => DelegateStep::Uncaught(Interrupt::Closed),
        }
    }
}
