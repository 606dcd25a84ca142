//! Attributes of others on a generator function, and macros that forge names.

use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use genfn::generator;
use genfn_tests_attributes::{forge, source};

#[generator(size_hint = (1, None))]
#[doc = "A number."]
#[source(BELOW)]
#[inline]
#[cfg_attr(all(), must_use)]
#[rustfmt::skip]
fn below(n: u32) -> impl Iterator<Item = u32> { yield_!(n); }

#[source(ABOVE)]
#[generator]
#[rustfmt::skip]
fn above(n: u32) -> impl Iterator<Item = u32> { yield_!(n); }

#[test]
fn an_attribute_above_or_below_is_given_the_source() {
    assert!(BELOW.trim_end().ends_with("{ yield_!(n); }"), "{BELOW}");
    assert!(!BELOW.contains("slot"), "{BELOW}");
    assert!(ABOVE.trim_end().ends_with("{ yield_!(n); }"), "{ABOVE}");
    assert_eq!(below(1).size_hint(), (1, None));
    assert_eq!(below(1).chain(above(2)).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_macro_forges_no_name_from_the_tokens_that_it_gets() {
    #[generator]
    fn numbers() -> impl Iterator<Item = usize> {
        let slot_of_the_generator = 3;
        // Each of these is the user's variable, whatever token its hygiene is from.
        let all = forge!(slot_of_the_generator, yield_!(1), (yield_from!([2])));
        yield_!(all.len());
        yield_!(all.into_iter().sum());
    }

    assert_eq!(numbers().collect::<Vec<_>>(), [11, 33]);
}

/// Counts how often a span is entered and left.
struct Subscriber {
    entered: Arc<AtomicUsize>,
    left: Arc<AtomicUsize>,
}

impl tracing::Subscriber for Subscriber {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &tracing::span::Id) {
        self.entered.fetch_add(1, Ordering::Relaxed);
    }
    fn exit(&self, _: &tracing::span::Id) {
        self.left.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_span_is_entered_at_each_step_and_left_at_each_suspension() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        yield_!(2);
    }

    /// The generator, in a span of its own at each step.
    fn in_span(mut numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let span = tracing::info_span!("numbers");
        iter::from_fn(move || span.in_scope(|| numbers.next()))
    }

    let (entered, left) = (Arc::default(), Arc::default());
    let subscriber = Subscriber { entered: Arc::clone(&entered), left: Arc::clone(&left) };
    tracing::subscriber::with_default(subscriber, || {
        for (step, _) in in_span(numbers()).enumerate() {
            assert_eq!(entered.load(Ordering::Relaxed), step + 1);
            assert_eq!(left.load(Ordering::Relaxed), step + 1);
        }
    });
    assert_eq!(entered.load(Ordering::Relaxed), 3);
}
