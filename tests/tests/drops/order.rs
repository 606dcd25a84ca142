//! Locals and arguments are dropped in the order in which those of the same body are as an
//! `async fn`, in every state, and as a plain function where nothing is suspended.
//!
//! Each body is compiled as all three. What it drops, yields and panics at is logged, and the
//! logs are compared: never started; dropped at each of its yields; run to the end; panicking at
//! each `point()`.

#![allow(unused_variables, unused_assignments)]
#![allow(clippy::all, clippy::pedantic, reason = "the bodies are written for their forms")]

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use genfn::{Coroutine, generator};

thread_local! {
    static LOG: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    static POINTS: Cell<u32> = const { Cell::new(0) };
    static PANICS_AT: Cell<Option<u32>> = const { Cell::new(None) };
}

fn log(entry: &'static str) {
    LOG.with_borrow_mut(|log| log.push(entry));
}

/// Tells the log when it is dropped.
struct Noisy(&'static str);

impl Noisy {
    fn name(&self) -> &'static str {
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        log(self.0);
    }
}

struct Pair {
    first: Noisy,
    second: Noisy,
}

/// A place where a body can be made to panic.
fn point() {
    let number = POINTS.replace(POINTS.get() + 1);
    if PANICS_AT.get() == Some(number) {
        resume_unwind(Box::new("a point"));
    }
}

/// What `run` logs if the body panics at the given point, and how many points it came to.
fn logged(panics_at: Option<u32>, run: impl FnOnce()) -> (Vec<&'static str>, u32) {
    POINTS.set(0);
    PANICS_AT.set(panics_at);
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        log("(panicked)");
    }
    (LOG.take(), POINTS.get())
}

/// How long a body is run before it is dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Until {
    Yields(usize),
    End,
}

fn drive_generator(generator: impl Iterator<Item = &'static str>, until: Until) {
    let mut generator = generator;
    match until {
        Until::Yields(yields) => {
            for _ in 0..yields {
                let Some(item) = generator.next() else { break };
                log(item);
            }
        }
        Until::End => {
            while let Some(item) = generator.next() {
                log(item);
            }
            log("(finished)");
        }
    }
    // A panic while a step runs has dropped everything when the step is over.
    drop(generator);
}

fn drive_future(future: impl Future<Output = ()>, until: Until) {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    match until {
        Until::Yields(yields) => {
            for _ in 0..yields {
                if future.as_mut().poll(&mut context).is_ready() {
                    break;
                }
            }
        }
        Until::End => {
            while future.as_mut().poll(&mut context).is_pending() {}
            log("(finished)");
        }
    }
}

/// Pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn compare<G, F>(generator: impl Fn() -> G, future: impl Fn() -> F, plain: impl Fn())
where
    G: Iterator<Item = &'static str> + Coroutine,
    F: Future<Output = ()>,
{
    let run = |panics_at, until| {
        let (of_generator, points) = logged(panics_at, || drive_generator(generator(), until));
        let (of_future, _) = logged(panics_at, || drive_future(future(), until));
        assert_eq!(of_generator, of_future, "{until:?}, panicking at {panics_at:?}");
        (of_generator, points)
    };

    let (whole, points) = run(None, Until::End);
    let entries: Vec<_> = whole.iter().filter(|entry| **entry != "(finished)").copied().collect();
    let (of_plain, _) = logged(None, &plain);
    assert_eq!(entries, of_plain, "as a plain function");
    let (folded, _) = logged(None, || generator().for_each(log));
    assert_eq!(folded, of_plain, "in a fold");
    let yields = whole.iter().filter(|entry| entry.starts_with("yield")).count();
    assert!(yields > 0, "{whole:?}");

    for yields in 0..=yields + 1 {
        let (dropped, _) = run(None, Until::Yields(yields));
        let (closed, _) = logged(None, || {
            let mut generator = generator();
            for item in generator.by_ref().take(yields) {
                log(item);
            }
            assert!(generator.close().is_ok());
            log("(closed)");
        });
        // `take` asks for no item too many: what differs is the end.
        if yields <= whole.iter().filter(|entry| entry.starts_with("yield")).count() {
            assert_eq!(closed.split_last(), Some((&"(closed)", &*dropped)), "closed at {yields}");
        }
    }

    assert!(points > 0, "{whole:?}");
    for point in 0..points {
        let (stepped, _) = run(Some(point), Until::End);
        assert_eq!(stepped.last(), Some(&"(panicked)"));
        let (of_plain, _) = logged(Some(point), &plain);
        assert_eq!(stepped, of_plain, "as a plain function, panicking at {point}");
        let (folded, _) = logged(Some(point), || generator().for_each(log));
        assert_eq!(folded, of_plain, "in a fold, panicking at {point}");
    }
}

macro_rules! compared {
    ($dollar:tt $(
        fn $name:ident($([$($pattern:tt)*]: $type:ty = $value:expr),* $(,)?) { $($body:tt)* }
    )*) => {$(
        #[test]
        fn $name() {
            #[generator]
            fn generator($($($pattern)*: $type),*) -> impl Iterator<Item = &'static str> {
                $($body)*
            }

            async fn future($($($pattern)*: $type),*) {
                macro_rules! yield_ {
                    ($dollar($dollar item:tt)*) => {{
                        let item: &'static str = $dollar($dollar item)*;
                        log(item);
                        Suspend(false).await
                    }};
                }
                $($body)*
            }

            fn plain($($($pattern)*: $type),*) {
                macro_rules! yield_ {
                    ($dollar($dollar item:tt)*) => {{
                        let item: &'static str = $dollar($dollar item)*;
                        log(item);
                    }};
                }
                $($body)*
            }

            compare(|| generator($($value),*), || future($($value),*), || plain($($value),*));
        }
    )*};
}

compared! { $
    fn locals() {
        let a = Noisy("a");
        yield_!("yield 1");
        let b = Noisy("b");
        point();
        let a = Noisy("shadowing a");
        yield_!("yield 2");
        point();
    }

    fn scopes() {
        point();
        let outer = Noisy("outer");
        {
            let inner = Noisy("inner");
            yield_!("yield 1");
            point();
        }
        for name in ["first turn", "second turn"] {
            let turn = Noisy(name);
            yield_!("yield 2");
            point();
        }
        let _ = Noisy("at once");
        let _later = Noisy("at the end");
        yield_!("yield 3");
        point();
    }

    fn arguments_used([a]: Noisy = Noisy("a"), [b]: Noisy = Noisy("b"), [c]: Noisy = Noisy("c")) {
        point();
        let local = Noisy("local");
        yield_!("yield 1");
        point();
        local.name();
        c.name();
        a.name();
        b.name();
        yield_!("yield 2");
        point();
    }

    fn arguments_unused(
        [a]: Noisy = Noisy("a"),
        [_b]: Noisy = Noisy("b"),
        [_]: Noisy = Noisy("wild"),
        [c]: Noisy = Noisy("c"),
    ) {
        let local = Noisy("local");
        point();
        yield_!("yield 1");
        point();
    }

    fn arguments_of_every_kind(
        [a]: Noisy = Noisy("a"),
        [_b]: Noisy = Noisy("b"),
        [mut c]: Noisy = Noisy("c"),
        [_]: Noisy = Noisy("wild"),
        [(d, _)]: (Noisy, Noisy) = (Noisy("d"), Noisy("beside d")),
        [unused]: Noisy = Noisy("unused"),
        [Pair { second, .. }]: Pair = Pair { first: Noisy("first"), second: Noisy("second") },
        [(_, (e, _, ref f))]: (Noisy, (Noisy, Noisy, Noisy)) =
            (Noisy("e.0"), (Noisy("e"), Noisy("e.1"), Noisy("f"))),
        [[first, .., _last]]: [Noisy; 3] = [Noisy("[0]"), Noisy("[1]"), Noisy("[2]")],
        [ref g]: Noisy = Noisy("g"),
        [h @ _]: Noisy = Noisy("h"),
        [z]: Noisy = Noisy("z"),
    ) {
        let local = Noisy("local");
        point();
        yield_!("yield 1");
        c = Noisy("another c");
        z.name();
        a.name();
        d.name();
        f.name();
        point();
        yield_!("yield 2");
        point();
    }

    fn an_unused_argument_between_used_ones(
        [a]: Noisy = Noisy("a"),
        [unused]: Noisy = Noisy("unused"),
        [b]: Noisy = Noisy("b"),
    ) {
        yield_!(b.name().trim_start_matches("b").is_empty().then_some("yield 1").unwrap());
        point();
        yield_!("yield 2");
        a.name();
        point();
    }

    fn an_argument_mentioned_only_in_a_format_string([a]: &'static str = "a", [b]: Noisy = Noisy("b")) {
        let text = format!("{a}");
        let local = Noisy("local");
        point();
        yield_!("yield 1");
        point();
    }

    fn an_argument_moved_out_of_the_body([a]: Noisy = Noisy("a"), [b]: Noisy = Noisy("b")) {
        yield_!("yield 1");
        let moved = a;
        yield_!("yield 2");
        point();
        drop(moved);
        yield_!("yield 3");
        point();
    }

    fn an_argument_moved_out_in_part([pair]: Pair = Pair { first: Noisy("1"), second: Noisy("2") }) {
        point();
        yield_!("yield 1");
        let second = pair.second;
        yield_!("yield 2");
        point();
    }

    fn an_argument_moved_on_one_way([a]: Noisy = Noisy("a"), [take]: bool = true) {
        if take {
            drop(a);
            yield_!("yield 1");
        }
        point();
        yield_!("yield 2");
    }

    fn an_argument_shadowed([a]: Noisy = Noisy("a"), [b]: Noisy = Noisy("b")) {
        let a = Pair { first: a, second: Noisy("beside a") };
        point();
        yield_!("yield 1");
        let b = ();
        yield_!("yield 2");
        point();
    }

    fn conditional_initialisation([choose]: bool = true) {
        let a;
        let b;
        yield_!("yield 1");
        if choose {
            b = Noisy("b");
            yield_!("yield 2");
        } else {
            a = Noisy("a");
            yield_!("yield 3");
        }
        point();
        yield_!("yield 4");
    }

    fn partial_moves() {
        let pair = Pair { first: Noisy("first"), second: Noisy("second") };
        yield_!("yield 1");
        let moved = pair.first;
        yield_!("yield 2");
        point();
        let (a, b) = (Noisy("a"), Noisy("b"));
        let tuple = (b, a);
        yield_!("yield 3");
        drop(tuple.1);
        point();
        yield_!("yield 4");
    }

    fn assignments() {
        let mut a = Noisy("a");
        yield_!("yield 1");
        a = Noisy("second a");
        point();
        yield_!("yield 2");
        a = { yield_!("yield 3"); Noisy("third a") };
        point();
        yield_!("yield 4");
    }

    fn temporaries() {
        yield_!(Noisy("temporary of a yield").name().trim_start_matches("temporary of a "));
        point();
        let name = Noisy("temporary of a let").name();
        yield_!("yield 1");
        match Noisy("temporary of a match").name() {
            _ => yield_!("yield 2"),
        }
        if let Some(_) = Some(Noisy("temporary of an if let").name()) {
            yield_!("yield 3");
            point();
        } else {
            yield_!("yield 4");
        }
        if Noisy("temporary of an if").name().is_empty() {}
        let extended = &Noisy("extended");
        yield_!("yield 5");
        point();
        (Noisy("operand").name(), yield_!("yield 6"), point());
    }

    fn temporaries_at_the_end() {
        let local = Noisy("local");
        point();
        yield_!("yield 1");
        match Noisy("last").name() {
            _ => yield_!("yield 2"),
        }
    }

    fn arguments_of_a_call_under_way() {
        fn take(_: Noisy, (): (), _: Noisy) {
            point();
        }

        take(Noisy("1"), yield_!("yield 1"), Noisy("2"));
        point();
        let pair = Pair { first: Noisy("3"), second: { yield_!("yield 2"); point(); Noisy("4") } };
        let list = vec![Noisy("5"), { yield_!("yield 3"); point(); Noisy("6") }];
        yield_!("yield 4");
    }

    fn early_ends([end]: u32 = 2, [a]: Noisy = Noisy("a")) {
        let b = Noisy("b");
        for turn in 0.. {
            let c = Noisy("c");
            point();
            if turn == end {
                return;
            }
            let d = Noisy("d");
            if turn == 1 {
                yield_!("yield 1");
                continue;
            }
            yield_!("yield 2");
        }
    }

    fn breaks_out_of_blocks_and_loops() {
        let a = Noisy("a");
        let b = 'block: {
            let c = Noisy("c");
            yield_!("yield 1");
            point();
            if c.name() == "c" {
                break 'block Noisy("b");
            }
            Noisy("never")
        };
        'outer: loop {
            let d = Noisy("d");
            loop {
                let e = Noisy("e");
                yield_!("yield 2");
                point();
                break 'outer;
            }
        }
        yield_!("yield 3");
    }

    fn a_panic_unless_continued([a]: Noisy = Noisy("a"), [_]: Noisy = Noisy("wild")) {
        let b = Noisy("b");
        point();
        {
            let c = Noisy("c");
            point();
            yield_!({ point(); "yield 1" });
            point();
        }
        point();
        yield_!("yield 2");
        point();
    }

    fn closures_that_own([a]: Noisy = Noisy("a")) {
        let own = move || a.name();
        let b = Noisy("b");
        yield_!("yield 1");
        point();
        own();
        drop(own);
        yield_!("yield 2");
        point();
    }

    fn arguments_mentioned_only_in_a_macro([a]: Noisy = Noisy("a"), [b]: Noisy = Noisy("b")) {
        let list = vec![b.name(), a.name()];
        yield_!("yield 1");
        point();
    }

    fn arguments_that_a_nested_item_hides([a]: Noisy = Noisy("a"), [b]: Noisy = Noisy("b")) {
        fn a() {}

        a();
        yield_!("yield 1");
        point();
    }
}

/// A receiver by value, beside arguments of every kind.
impl Pair {
    #[generator]
    fn generator(self, unused: Noisy, _: Noisy, used: Noisy) -> impl Iterator<Item = &'static str> {
        let local = Noisy("local");
        point();
        yield_!("yield 1");
        let second = self.second;
        used.name();
        yield_!("yield 2");
        point();
    }

    async fn future(self, unused: Noisy, _: Noisy, used: Noisy) {
        let local = Noisy("local");
        point();
        log("yield 1");
        Suspend(false).await;
        let second = self.second;
        used.name();
        log("yield 2");
        Suspend(false).await;
        point();
    }

    fn plain(self, unused: Noisy, _: Noisy, used: Noisy) {
        let local = Noisy("local");
        point();
        log("yield 1");
        let second = self.second;
        used.name();
        log("yield 2");
        point();
    }

    #[generator]
    fn ignored(self, used: Noisy) -> impl Iterator<Item = &'static str> {
        yield_!("yield 1");
        point();
        used.name();
    }

    async fn ignored_future(self, used: Noisy) {
        log("yield 1");
        Suspend(false).await;
        point();
        used.name();
    }

    fn ignored_plain(self, used: Noisy) {
        log("yield 1");
        point();
        used.name();
    }
}

#[test]
fn receivers_by_value() {
    let pair = || Pair { first: Noisy("self.first"), second: Noisy("self.second") };
    let [unused, wild, used] = ["unused", "wild", "used"];
    compare(
        || pair().generator(Noisy(unused), Noisy(wild), Noisy(used)),
        || pair().future(Noisy(unused), Noisy(wild), Noisy(used)),
        || pair().plain(Noisy(unused), Noisy(wild), Noisy(used)),
    );
    compare(
        || pair().ignored(Noisy(used)),
        || pair().ignored_future(Noisy(used)),
        || pair().ignored_plain(Noisy(used)),
    );
}

#[test]
fn arguments_are_evaluated_at_the_call_and_held_until_the_end() {
    #[generator]
    fn generator(a: Noisy, _: Noisy) -> impl Iterator<Item = &'static str> {
        yield_!("yield 1");
    }

    let mut generator = generator(Noisy("a"), {
        log("evaluated");
        Noisy("wild")
    });
    log("called");
    generator.next();
    log("suspended");
    assert_eq!(generator.next(), None);
    log("finished");
    drop(generator);
    assert_eq!(LOG.take(), ["evaluated", "called", "suspended", "wild", "a", "finished"]);
}

#[test]
fn a_body_without_yields_holds_its_arguments_all_the_same() {
    #[generator]
    fn nothing(a: Noisy, _: Noisy, b: Noisy) -> impl Iterator<Item = &'static str> {
        let local = Noisy("local");
        b.name();
    }

    async fn future(a: Noisy, _: Noisy, b: Noisy) {
        let local = Noisy("local");
        b.name();
    }

    let (of_generator, _) =
        logged(None, || drive_generator(nothing(Noisy("a"), Noisy("_"), Noisy("b")), Until::End));
    let (of_future, _) =
        logged(None, || drive_future(future(Noisy("a"), Noisy("_"), Noisy("b")), Until::End));
    assert_eq!(of_generator, of_future);
    assert_eq!(of_generator, ["local", "b", "_", "a", "(finished)"]);
}

/// The frame of a `fold` lies on the stack, and drops nothing earlier for it.
#[test]
fn a_fold_that_panics_drops_the_body() {
    #[generator]
    fn generator(a: Noisy) -> impl Iterator<Item = &'static str> {
        let b = Noisy("b");
        yield_!("yield 1");
    }

    let (log, _) = logged(None, || {
        generator(Noisy("a")).for_each(|_| resume_unwind(Box::new("in the fold")));
    });
    assert_eq!(log, ["b", "a", "(panicked)"]);
}

/// Where the async block is pinned makes no difference to the reference itself.
#[test]
fn the_reference_is_polled_as_it_should_be() {
    async fn future() {
        let a = Noisy("a");
        Suspend(false).await;
    }

    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(future());
    assert!(future.as_mut().poll(&mut context).is_pending());
    assert!(LOG.take().is_empty());
    assert!(future.as_mut().poll(&mut context).is_ready());
    assert_eq!(LOG.take(), ["a"]);
}
