//! `yield_from!` with the delegate in the state.

use crate::delegation::driven::{begin, take_stored_return};
use crate::delegation::kind::{
    Delegate, DelegateCoroutine, DelegateIterator, DelegateWithoutValues, IsCoroutine, IsIterator,
    IsIteratorWithoutValues, IsOther, ResumeWith,
};
use crate::explicit::state::Input;
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Interrupt};
use crate::step::drive::DrivesInPlace;

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

/// Names the delegate of a value of some kind, where a generator with a name writes its type.
pub trait IntoExplicitDelegate<T> {
    /// What lies in the state.
    type Delegate;
}

impl<C: Coroutine> IntoExplicitDelegate<C> for IsCoroutine {
    type Delegate = DelegatedCoroutine<C>;
}

impl<I: IntoIterator> IntoExplicitDelegate<I> for IsIterator {
    type Delegate = DelegatedIterator<I::IntoIter>;
}

/// The methods that make a delegate in the body of a generator which yields `Y`, is sent `S` and throws `E`.
///
/// A delegate that does not fit is the same error as in a body without an explicit state. The type of what lies
/// in the state is an unknown one then, and rustc shows no other error.
#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsCoroutine {
    /// Makes the delegate.
    #[inline(always)]
    pub fn into_delegate_of_the_generator<Y, S, E, C, R>(
        self,
        value: C,
        _resume: R,
    ) -> DelegatedCoroutine<C::Kept>
    where
        C: Coroutine,
        C: DelegateCoroutine<
                <C as Coroutine>::Yield,
                <C as Coroutine>::Resume,
                <C as Coroutine>::Error,
                Y,
                S,
                E,
                DrivesInPlace,
                R,
            >,
    {
        DelegatedCoroutine(value.kept())
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsIterator {
    /// Makes the delegate.
    #[inline(always)]
    pub fn into_delegate_of_the_generator<Y, S, E, I, R>(
        self,
        value: I,
        _resume: R,
    ) -> DelegatedIterator<I::Kept>
    where
        I: IntoIterator,
        I: DelegateIterator<<I as IntoIterator>::Item, Y, S, E, DrivesInPlace, R>,
    {
        DelegatedIterator(value.kept())
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsIteratorWithoutValues {
    /// Makes the delegate.
    #[inline(always)]
    pub fn into_delegate_of_the_generator<Y, S, E, I, R>(self, value: I, _resume: R) -> I::Delegate
    where
        I: KeptWithoutValues<Y, S, E, R>,
    {
        value.into_delegate()
    }
}

/// An iterator as the delegate of a generator that is sent values of the type `S`, which is `()`.
#[diagnostic::on_unimplemented(
    message = "this generator is sent `{S}`, and cannot delegate to `{Self}`, which is sent nothing",
    label = "an iterator has no use for the values that are sent",
    note = "write the loop, in which each yield is sent one: `for value in values {{ yield_!(value); }}`; or \
            make the iterator a coroutine that drops what it is sent: `use genfn::CoroutineExt;` and \
            `genfn::coroutine::from_iter(values).map_resume(|_: {S}| ())`"
)]
pub trait KeptWithoutValues<Y, S, E, R> {
    /// What lies in the state.
    type Delegate;

    /// Makes the delegate.
    fn into_delegate(self) -> Self::Delegate;
}

#[diagnostic::do_not_recommend]
impl<I, Y, E, R> KeptWithoutValues<Y, (), E, R> for I
where
    I: IntoIterator + DelegateWithoutValues<Y, (), E, DrivesInPlace, R>,
{
    type Delegate = DelegatedIterator<I::IntoIter>;

    #[inline(always)]
    fn into_delegate(self) -> DelegatedIterator<I::IntoIter> {
        DelegatedIterator(self.into_iter())
    }
}

/// No generator is sent this. rustc shows an impl in a message if it is the only one of its trait.
#[diagnostic::do_not_recommend]
impl<I, Y, E, R> KeptWithoutValues<Y, IsOther, E, R> for I
where
    I: IntoIterator + DelegateWithoutValues<Y, (), E, DrivesInPlace, R>,
{
    type Delegate = DelegatedIterator<I::IntoIter>;

    fn into_delegate(self) -> DelegatedIterator<I::IntoIter> {
        DelegatedIterator(self.into_iter())
    }
}

#[expect(clippy::unused_self, reason = "method lookup goes by its type")]
impl IsOther {
    /// Rejects the delegate.
    pub fn into_delegate_of_the_generator<Y, S, E, T, R>(self, _: T, _resume: R) -> T::Kept
    where
        T: Delegate<Y, S, E, DrivesInPlace, R>,
    {
        unreachable!("it is implemented for no type")
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
                return match coroutine.__close_delegate() {
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
pub struct DelegatedIterator<I>(pub(crate) I);

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

/// What lies in a state for a delegate.
pub trait HoldsDelegate {
    /// The coroutine or the iterator that is delegated to.
    type Held;
}

impl<C> HoldsDelegate for DelegatedCoroutine<C> {
    type Held = C;
}

impl<I> HoldsDelegate for DelegatedIterator<I> {
    type Held = I;
}

/// A delegate is saved as the coroutine or the iterator that it is.
#[cfg(feature = "serde")]
macro_rules! save_as_inner {
    ($delegate:ident) => {
        impl<T: serde::Serialize> serde::Serialize for $delegate<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for $delegate<T> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                T::deserialize(deserializer).map(Self)
            }
        }
    };
}

#[cfg(feature = "serde")]
save_as_inner! { DelegatedCoroutine }
#[cfg(feature = "serde")]
save_as_inner! { DelegatedIterator }
