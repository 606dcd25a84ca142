//! The bodies of `tests/data/protocol.py`, ported.
//!
//! What is raised in Python is returned here as an `Err`. A `finally` is the destructor of a
//! guard; one that yields is a `try_yield!` with the yield behind it.
//!
//! The prefixes are the ways of delegating to a body: see [`through`], [`around`] and
//! [`rescuing`].

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};

use genfn::{Coroutine, Interrupt, LocalBoxGenerator, PinCoroutine, generator};

use super::dialogue::Python;

/// What the scripts throw.
#[derive(Debug)]
pub(crate) struct E;

/// What leaves a body that does not return a value.
#[derive(Debug)]
pub(crate) enum Raised {
    E,
    F,
    GeneratorExit,
}

impl From<Interrupt<E>> for Raised {
    fn from(interrupt: Interrupt<E>) -> Self {
        match interrupt {
            Interrupt::Thrown(E) => Self::E,
            Interrupt::Closed => Self::GeneratorExit,
        }
    }
}

/// What passes out of a body. It is displayed as Python's `str` does.
#[derive(Debug)]
pub(crate) enum Value {
    None,
    Integer(i64),
    Text(Cow<'static, str>),
}

impl Display for Value {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("None"),
            Self::Integer(integer) => write!(formatter, "{integer}"),
            Self::Text(text) => formatter.write_str(text),
        }
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

/// What was sent, sent back.
impl From<Option<i64>> for Value {
    fn from(sent: Option<i64>) -> Self {
        sent.map_or(Self::None, Self::Integer)
    }
}

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn log(entry: &'static str) {
    LOG.with_borrow_mut(|log| log.push(entry));
}

/// What bodies on this thread have recorded since the last call.
pub(crate) fn take_log() -> Vec<&'static str> {
    LOG.take()
}

/// Records its name when it is dropped.
struct Finally(&'static str);

impl Drop for Finally {
    fn drop(&mut self) {
        log(self.0);
    }
}

/// A generator of a body, as its function gives it.
pub(crate) trait Body: Python + Iterator<Item = Value> + Send + 'static {}

impl<C: Python + Iterator<Item = Value> + Send + 'static> Body for C {}

/// Something that is done with generators of several bodies, whose types differ.
pub(crate) trait Visitor {
    /// `make` makes a fresh generator of the body `name`.
    fn visit<C: Body>(&mut self, name: &str, make: impl Fn() -> C);
}

/// A generator function for each body, and [`each_body`] over all of them.
macro_rules! bodies {
    ($($(#[$attribute:meta])* $name:ident $body:block)*) => {
        $(
            $(#[$attribute])*
            #[generator]
            fn $name() -> impl Coroutine<
                Yield = Value,
                Resume = Option<i64>,
                Return = Result<Value, Raised>,
                Error = E,
            > + Iterator<Item = Value> + Send $body
        )*

        pub(crate) fn each_body(visitor: &mut impl Visitor) {
            $(visitor.visit(stringify!($name), $name);)*
        }
    };
}

bodies! {
    count {
        yield_!(1.into());
        yield_!(2.into());
        yield_!(3.into());
        Ok(Value::None)
    }

    returns {
        yield_!(1.into());
        Ok(9.into())
    }

    no_yield {
        if false {
            yield_!(0.into());
        }
        Ok(4.into())
    }

    echo {
        let mut x = yield_!("ready".into());
        for _ in 0..3 {
            x = yield_!(x.into());
        }
        Ok("end".into())
    }

    accumulate {
        let mut total = 0;
        while total < 20 {
            let x = yield_!(total.into());
            total += x.unwrap_or(5);
        }
        Ok(total.into())
    }

    catch_and_go_on {
        let mut i = 0;
        while i < 30 {
            match try_yield!(i.into()) {
                Ok(_) => {}
                Err(Interrupt::Thrown(E)) => i += 10,
                Err(closed) => return Err(closed.into()),
            }
            i += 1;
        }
        Ok(Value::None)
    }

    catch_and_return {
        for i in [1, 2] {
            match try_yield!(i.into()) {
                Ok(_) => {}
                Err(Interrupt::Thrown(E)) => return Ok(5.into()),
                Err(closed) => return Err(closed.into()),
            }
        }
        Ok(Value::None)
    }

    clean_up_and_reraise {
        let interrupt = try_yield!(1.into());
        if let Err(Interrupt::Thrown(_)) = interrupt {
            yield_!("cleaning".into());
        }
        interrupt?;
        Ok(Value::None)
    }

    replace_error {
        match try_yield!(1.into()) {
            Ok(_) => {}
            Err(Interrupt::Thrown(E)) => return Err(Raised::F),
            Err(closed) => return Err(closed.into()),
        }
        yield_!(2.into());
        Ok(Value::None)
    }

    guard_is_dropped {
        log("open");
        let _shut = Finally("shut");
        yield_!(1.into());
        yield_!(2.into());
        Ok(Value::None)
    }

    two_guards {
        let _outer = Finally("-a");
        log("a");
        yield_!(1.into());
        {
            let _inner = Finally("-b");
            log("b");
            yield_!(2.into());
        }
        yield_!(3.into());
        Ok(Value::None)
    }

    /// A `finally` that yields: on every way out.
    last_words {
        let way_out = try_yield!(1.into());
        yield_!(2.into());
        way_out?;
        yield_!(3.into());
        Ok(Value::None)
    }

    close_with_value {
        match try_yield!(1.into()) {
            Ok(_) => Ok(Value::None),
            Err(Interrupt::Closed) => Ok(8.into()),
            Err(thrown) => Err(thrown.into()),
        }
    }

    ignores_close {
        match try_yield!(1.into()) {
            Ok(_) => {}
            Err(Interrupt::Closed) => {
                yield_!(2.into());
            }
            Err(thrown) => return Err(thrown.into()),
        }
        yield_!(3.into());
        Ok(Value::None)
    }

    raises_on_close {
        match try_yield!(1.into()) {
            Ok(_) => Ok(Value::None),
            Err(Interrupt::Closed) => Err(Raised::F),
            Err(thrown) => Err(thrown.into()),
        }
    }

    raises {
        yield_!(1.into());
        Err(Raised::F)
    }
}

/// Hands everything on.
#[generator]
pub(crate) fn through<C: Python>(
    inner: C,
) -> impl Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
+ Iterator<Item = Value> {
    yield_from!(inner)
}

/// As [`through`], for a caller that pins it.
#[generator]
pub(crate) fn through_in_place<C: Python>(
    inner: C,
) -> impl PinCoroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
{
    yield_from!(inner)
}

/// As [`through`], in a box that it does not leave.
#[generator]
pub(crate) fn through_in_a_box<'a, C: Python + 'a>(
    inner: C,
) -> LocalBoxGenerator<'a, Value, Option<i64>, Result<Value, Raised>, E> {
    yield_from!(inner)
}

/// Yields before and after, and keeps the result.
#[generator]
pub(crate) fn around<C: Python>(
    inner: C,
) -> impl Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
+ Iterator<Item = Value> {
    let before = Value::from(yield_!("before".into()));
    let result = yield_from!(inner)?;
    let between = Value::from(yield_!("between".into()));
    Ok(format!("{before} {result} {between}").into())
}

/// Catches what the body lets out: what was thrown in, and what it returns as an error.
#[generator]
pub(crate) fn rescuing<C: Python>(
    inner: C,
) -> impl Coroutine<Yield = Value, Resume = Option<i64>, Return = Result<Value, Raised>, Error = E>
+ Iterator<Item = Value> {
    let rescued = match try_yield_from!(inner) {
        Ok(Ok(result)) => return Ok(result),
        Ok(Err(Raised::E)) | Err(Interrupt::Thrown(E)) => "E",
        Ok(Err(Raised::F)) => "F",
        Ok(Err(closed)) => return Err(closed),
        Err(closed) => return Err(closed.into()),
    };
    yield_!(format!("rescued {rescued}").into());
    Ok(rescued.into())
}
