//! One coroutine after the other.

use core::convert::Infallible;

use crate::combinators::forward::{
    fold_to_return, implement_clone, implement_traits, step_by_default,
};
use crate::error::{CloseError, SendError, StartError};
use crate::protocol::coroutine::Coroutine;
use crate::state::{CoroutineState, Status};

/// A coroutine, and behind it the one that a function makes of the value that the first returns.
///
/// [`CoroutineExt::and_then`](crate::CoroutineExt::and_then) makes one.
#[must_use = "a coroutine does nothing until it is started: call `start()` or `next()`"]
pub struct AndThen<C, F, D: Coroutine> {
    stage: Stage<C, F, D>,
    /// The value that a step of `next` returned.
    returned: Option<D::Return>,
}

#[derive(Clone)]
enum Stage<C, F, D> {
    First {
        coroutine: C,
        /// `None` if the coroutine was finished when it came here, and while the function runs.
        then: Option<F>,
    },
    Second(D),
}

/// Does the same with the coroutine of either stage.
macro_rules! either {
    ($stage:expr, $coroutine:ident => $do:expr) => {
        match $stage {
            Stage::First { coroutine: $coroutine, .. } => $do,
            Stage::Second($coroutine) => $do,
        }
    };
}

impl<C, F, D> AndThen<C, F, D>
where
    C: Coroutine,
    F: FnOnce(C::Return) -> D,
    D: Coroutine<Yield = C::Yield, Resume = C::Resume, Error = C::Error>,
{
    #[inline]
    pub(super) fn new(coroutine: C, then: F) -> Self {
        let then = if coroutine.status() == Status::Finished { None } else { Some(then) };
        Self { stage: Stage::First { coroutine, then }, returned: None }
    }

    /// Goes on with the second coroutine if the first one has returned.
    #[inline(always)]
    fn go_on(
        &mut self,
        state: CoroutineState<C::Yield, C::Return>,
    ) -> CoroutineState<C::Yield, D::Return> {
        match state {
            CoroutineState::Yielded(item) => CoroutineState::Yielded(item),
            CoroutineState::Complete(returned) => {
                let Stage::First { then, .. } = &mut self.stage else {
                    unreachable!("the first coroutine has returned in this step")
                };
                let Some(then) = then.take() else {
                    unreachable!("a coroutine that was finished takes no step")
                };
                self.stage = Stage::Second(then(returned));
                match &mut self.stage {
                    Stage::Second(second) => start(second),
                    Stage::First { .. } => unreachable!("it was just exchanged"),
                }
            }
        }
    }
}

/// Starts the second coroutine. One that is finished gives the value that it left.
#[inline(always)]
fn start<D: Coroutine>(second: &mut D) -> CoroutineState<D::Yield, D::Return> {
    match second.start() {
        Ok(state) => state,
        Err(_) => match second.take_return() {
            Some(returned) => CoroutineState::Complete(returned),
            None => cannot_go_on(),
        },
    }
}

#[cold]
#[inline(never)]
fn cannot_go_on() -> ! {
    panic!(
        "the closure given to `and_then` made a coroutine that was started before: make one that \
         is not started"
    )
}

#[diagnostic::do_not_recommend]
impl<C, F, D> Coroutine for AndThen<C, F, D>
where
    C: Coroutine,
    F: FnOnce(C::Return) -> D,
    D: Coroutine<Yield = C::Yield, Resume = C::Resume, Error = C::Error>,
{
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = D::Return;
    type Error = C::Error;

    #[inline]
    fn start(&mut self) -> Result<CoroutineState<C::Yield, D::Return>, StartError> {
        match &mut self.stage {
            Stage::First { coroutine, .. } => {
                let state = coroutine.start()?;
                Ok(self.go_on(state))
            }
            Stage::Second(second) => second.start(),
        }
    }

    #[inline]
    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, D::Return>, SendError<C::Resume>> {
        match &mut self.stage {
            Stage::First { coroutine, .. } => {
                let state = coroutine.send(value)?;
                Ok(self.go_on(state))
            }
            Stage::Second(second) => second.send(value),
        }
    }

    #[inline]
    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, D::Return>, C::Error> {
        match &mut self.stage {
            Stage::First { coroutine, .. } => {
                let state = coroutine.throw(error)?;
                Ok(self.go_on(state))
            }
            Stage::Second(second) => second.throw(error),
        }
    }

    #[inline]
    fn close(&mut self) -> Result<Option<D::Return>, CloseError<C::Yield>> {
        match &mut self.stage {
            // Whatever it returned, the whole is closed before its second half began.
            Stage::First { coroutine, .. } => coroutine.close().map(|_| None),
            Stage::Second(second) => second.close(),
        }
    }

    #[inline]
    fn status(&self) -> Status {
        either!(&self.stage, coroutine => coroutine.status())
    }

    #[inline]
    fn take_return(&mut self) -> Option<D::Return> {
        self.returned.take().or_else(|| match &mut self.stage {
            Stage::First { .. } => None,
            Stage::Second(second) => second.take_return(),
        })
    }

    #[inline(always)]
    fn __step_by_default(&mut self) -> Option<C::Yield>
    where
        C::Resume: Default,
    {
        let state = match &mut self.stage {
            Stage::First { then: None, .. } => return None,
            Stage::First { coroutine, .. } => {
                let state = step_by_default(coroutine)?;
                self.go_on(state)
            }
            Stage::Second(second) => step_by_default(second)?,
        };
        match state {
            CoroutineState::Yielded(item) => Some(item),
            CoroutineState::Complete(returned) => {
                self.returned = Some(returned);
                None
            }
        }
    }

    #[inline]
    fn __fold_by_default<B, Fold>(mut self, initial: B, mut fold: Fold) -> (B, Option<D::Return>)
    where
        C::Resume: Default,
        Fold: FnMut(B, C::Yield) -> B,
    {
        if let Some(returned) = self.returned.take() {
            return (initial, Some(returned));
        }
        match self.stage {
            Stage::First { then: None, .. } => (initial, None),
            Stage::First { coroutine, then: Some(then) } => {
                let (folded, returned) = fold_to_return(coroutine, initial, &mut fold);
                let Some(returned) = returned else { return (folded, None) };
                let mut second = then(returned);
                if second.status() == Status::Created {
                    return fold_to_return(second, folded, fold);
                }
                (folded, start(&mut second).complete())
            }
            Stage::Second(second) => fold_to_return(second, initial, fold),
        }
    }

    #[inline]
    fn __keeps_return(&self) -> bool {
        true
    }

    #[inline]
    fn __size_hint(&self) -> (usize, Option<usize>) {
        match &self.stage {
            Stage::First { coroutine, .. } if coroutine.status() == Status::Finished => {
                (0, Some(0))
            }
            Stage::First { coroutine, .. } => (coroutine.__size_hint().0, None),
            Stage::Second(second) => second.__size_hint(),
        }
    }

    #[inline]
    fn __suspended_at(&self) -> Option<&'static core::panic::Location<'static>> {
        either!(&self.stage, coroutine => coroutine.__suspended_at())
    }
}

implement_clone!(AndThen { stage, returned }, AndThen<C, F, D>, [C: Clone, F: Clone, D: Coroutine<Return: Clone> + Clone]);

implement_traits! {
    "AndThen", AndThen<C, F, D>,
    [
        C: Coroutine,
        F: FnOnce(C::Return) -> D,
        D: Coroutine<Yield = C::Yield, Resume = C::Resume, Error = C::Error>
    ],
    Yield = C::Yield, Resume = C::Resume,
    Generator for AndThen<C, F, D>,
    [
        C: Coroutine<Resume = (), Error = Infallible>,
        F: FnOnce(C::Return) -> D,
        D: Coroutine<Yield = C::Yield, Resume = (), Return = (), Error = Infallible>
    ]
}
