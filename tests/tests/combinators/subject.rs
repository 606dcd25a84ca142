//! The coroutine that is combined, and how its operations are written down.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use genfn::{
    CloseError, Coroutine, CoroutineState, Interrupt, SendError, StartError, Status, generator,
};

/// What happened, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn write(&self, entry: impl Into<String>) {
        self.0.lock().unwrap().push(entry.into());
    }

    /// Everything since the last call.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A value whose drop is written down.
pub(crate) struct Traced(pub(crate) Log, pub(crate) &'static str);

impl Drop for Traced {
    fn drop(&mut self) {
        self.0.write(format!("drop {}", self.1));
    }
}

/// What the subject does when it is closed at its `try_yield!`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OnClose {
    Return,
    Yield,
}

/// What the subject is sent to make it panic.
pub(crate) const PANIC: i64 = 13;

/// Yields 1 by `yield_!`, 2 by `try_yield!`, 3 by `yield_!`, and returns 99.
#[generator(size_hint = (3, Some(3)))]
pub(crate) fn subject(
    log: Log,
    on_close: OnClose,
    _argument: Traced,
) -> impl Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64> + Iterator<Item = i64> + Send
{
    let _local = Traced(log.clone(), "local");
    log.write("begin");
    let sent = yield_!(1);
    log.write(format!("first {sent}"));
    assert_ne!(sent, PANIC, "as it was told");
    match try_yield!(2) {
        Ok(sent) => log.write(format!("second {sent}")),
        Err(Interrupt::Thrown(error)) => log.write(format!("caught {error}")),
        Err(Interrupt::Closed) => {
            log.write("closed");
            if let OnClose::Return = on_close {
                return 77;
            }
        }
    }
    let sent = yield_!(3);
    log.write(format!("third {sent}"));
    99
}

/// A coroutine of the subject's types.
pub(crate) trait Subject:
    Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64>
{
}

impl<C: Coroutine<Yield = i64, Resume = i64, Return = i64, Error = i64>> Subject for C {}

/// A hand-written coroutine: the six methods, and nothing that is hidden.
pub(crate) struct HandWritten<C>(pub(crate) C);

impl<C: Coroutine> Coroutine for HandWritten<C> {
    type Yield = C::Yield;
    type Resume = C::Resume;
    type Return = C::Return;
    type Error = C::Error;

    fn start(&mut self) -> Result<CoroutineState<C::Yield, C::Return>, StartError> {
        self.0.start()
    }

    fn send(
        &mut self,
        value: C::Resume,
    ) -> Result<CoroutineState<C::Yield, C::Return>, SendError<C::Resume>> {
        self.0.send(value)
    }

    fn throw(&mut self, error: C::Error) -> Result<CoroutineState<C::Yield, C::Return>, C::Error> {
        self.0.throw(error)
    }

    fn close(&mut self) -> Result<Option<C::Return>, CloseError<C::Yield>> {
        self.0.close()
    }

    fn status(&self) -> Status {
        self.0.status()
    }

    fn take_return(&mut self) -> Option<C::Return> {
        self.0.take_return()
    }
}

/// A fresh subject.
pub(crate) fn fresh(
    log: &Log,
    on_close: OnClose,
) -> impl Subject + Iterator<Item = i64> + Send + use<> {
    subject(log.clone(), on_close, Traced(log.clone(), "argument"))
}

/// One operation of the protocol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operation {
    Next,
    Start,
    Send(i64),
    Throw(i64),
    Close,
    TakeReturn,
}

/// Does it, and says what it gave and how far the coroutine is then.
pub(crate) fn operate<C>(coroutine: &mut C, operation: Operation) -> String
where
    C: Subject + Iterator<Item = i64>,
{
    let outcome = catch_unwind(AssertUnwindSafe(|| match operation {
        Operation::Next => told(coroutine.next()),
        Operation::Start => told(coroutine.start()),
        Operation::Send(value) => match coroutine.send(value) {
            Ok(state) => told(Ok::<_, ()>(state)),
            Err(SendError::NotStarted(value)) => format!("NotStarted({value})"),
            Err(SendError::Finished(value)) => format!("Finished({value})"),
        },
        Operation::Throw(error) => told(coroutine.throw(error)),
        Operation::Close => told(coroutine.close().map_err(CloseError::into_inner)),
        Operation::TakeReturn => told(coroutine.take_return()),
    }));
    let outcome = outcome.unwrap_or_else(|_| "panic".to_owned());
    format!("{outcome}, {:?}", coroutine.status())
}

fn told(outcome: impl Debug) -> String {
    format!("{outcome:?}")
}

/// Calls `$check` with what `$combine` makes of a fresh subject: of the generator as it is, of one that
/// shows its six methods alone, and of an erased one.
macro_rules! in_each_form {
    ($check:path, |$coroutine:ident| $combine:expr) => {{
        $check("a generator", |log, on_close| {
            let $coroutine = $crate::subject::fresh(log, on_close);
            $combine
        });
        $check("a hand-written coroutine", |log, on_close| {
            let $coroutine = $crate::subject::HandWritten($crate::subject::fresh(log, on_close));
            $combine
        });
        $check("a boxed generator", |log, on_close| {
            let $coroutine = genfn::BoxGenerator::new($crate::subject::fresh(log, on_close));
            $combine
        });
    }};
}

pub(crate) use in_each_form;
