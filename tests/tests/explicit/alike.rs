//! Bodies with and without an explicit state, which are to do the same.

use std::cell::RefCell;
use std::rc::Rc;

/// What a body does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(pub(crate) Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn note(&self, text: impl Into<String>) {
        self.0.borrow_mut().push(text.into());
    }

    pub(crate) fn guard(&self, name: &'static str) -> Guard {
        Guard(self.clone(), name)
    }
}

/// Notes its drop.
#[derive(Debug)]
pub(crate) struct Guard(pub(crate) Log, pub(crate) &'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.note(format!("-{}", self.1));
    }
}

/// What a generator does that is dropped behind so many items.
pub(crate) fn events(
    log: &Log,
    items: usize,
    mut generator: impl Iterator<Item = u32>,
) -> Vec<String> {
    for _ in 0..items {
        log.note(format!("{:?}", generator.next()));
    }
    log.note("over");
    drop(generator);
    log.0.take()
}

/// The same body with and without an explicit state.
macro_rules! alike {
    ($($(#[$attribute:meta])* $name:ident($log:ident) $body:block)*) => {$(
        #[test]
        $(#[$attribute])*
        fn $name() {
            use $crate::alike::{Log, events};
            use genfn::generator;

            #[generator]
            fn boxed($log: Log) -> impl Iterator<Item = u32> $body
            #[generator(state)]
            fn explicit($log: Log) -> impl Iterator<Item = u32> $body

            for items in 0..64 {
                let log = Log::default();
                let expected = events(&log, items, boxed(log.clone()));
                assert_eq!(events(&log, items, explicit(log.clone())), expected, "{items} items");
            }
        }
    )*};
}

pub(crate) use alike;
