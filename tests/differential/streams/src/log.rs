//! What a body does that can be seen.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

#[derive(Default)]
struct Inner {
    lines: RefCell<Vec<String>>,
    steps: Cell<u32>,
    panic_at: Cell<Option<u32>>,
}

/// What happened, in order. It panics at one step, if it is told to.
#[derive(Clone, Default)]
pub struct Log(Rc<Inner>);

impl Log {
    pub fn panicking_at(step: Option<u32>) -> Self {
        let log = Self::default();
        log.0.panic_at.set(step);
        log
    }

    pub fn write(&self, line: String) {
        self.0.lines.borrow_mut().push(line);
    }

    /// A step of the body.
    pub fn say(&self, what: &str) {
        self.write(what.to_owned());
        let step = self.0.steps.get();
        self.0.steps.set(step + 1);
        if self.0.panic_at.get() == Some(step) {
            self.write("panic".to_owned());
            std::panic::resume_unwind(Box::new(()));
        }
    }

    pub fn steps(&self) -> u32 {
        self.0.steps.get()
    }

    pub fn guard(&self, name: u64) -> Guard {
        self.say("guard");
        Guard { log: self.clone(), name }
    }

    pub fn item(&self, number: u64) -> Item {
        self.say("item");
        Item { log: self.clone(), number }
    }

    pub fn take(&self) -> Vec<String> {
        self.0.lines.take()
    }
}

/// Says when it is dropped.
pub struct Guard {
    log: Log,
    name: u64,
}

impl Guard {
    pub fn item(&self) -> Item {
        self.log.item(self.name)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.log.write(format!("drop guard {}", self.name));
    }
}

/// Says when it is dropped.
pub struct Item {
    log: Log,
    pub number: u64,
}

impl Drop for Item {
    fn drop(&mut self) {
        self.log.write(format!("drop item {}", self.number));
    }
}

/// Gives `value` after being pending some times.
pub fn later<T>(times: u64, value: T) -> Later<T> {
    Later { times, value: Some(value) }
}

pub struct Later<T> {
    times: u64,
    value: Option<T>,
}

impl<T> Unpin for Later<T> {}

impl<T> Future for Later<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        if self.times > 0 {
            self.times -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.value.take().expect("it is polled until it is ready"))
    }
}

/// An error at some calls.
pub fn fails(n: u64, number: u64) -> Result<(), u64> {
    if (n + number) % 3 == 0 { Err(number) } else { Ok(()) }
}
