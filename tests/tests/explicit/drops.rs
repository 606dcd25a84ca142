//! When a body with an explicit state drops its locals: where the plain function does, also if it panics at any
//! point, and if the generator is dropped at any yield.

#![allow(
    clippy::assigning_clones,
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    clippy::let_underscore_untyped,
    clippy::many_single_char_names,
    clippy::match_single_binding,
    clippy::match_wild_err_arm,
    clippy::never_loop,
    clippy::needless_pass_by_value,
    clippy::no_effect_underscore_binding,
    clippy::redundant_closure_call,
    clippy::redundant_locals,
    clippy::single_element_loop,
    clippy::single_match,
    clippy::single_match_else,
    clippy::unused_unit,
    dead_code,
    unused_assignments,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use genfn::generator;

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// How many events there are up to a panic.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Takes note of what happens. It may panic.
pub(crate) fn note(event: String) {
    EVENTS.with_borrow_mut(|events| events.push(event));
    let left = LEFT.get();
    LEFT.set(left.wrapping_sub(1));
    if left == 0 && !std::thread::panicking() {
        resume_unwind(Box::new("injected"));
    }
}

/// Notes its drop.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Guard(pub(crate) &'static str);

impl Guard {
    pub(crate) fn look(&self) -> u32 {
        note(format!("look {}", self.0));
        1
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        note(format!("drop {}", self.0));
    }
}

pub(crate) fn guard(name: &'static str) -> Guard {
    note(format!("new {name}"));
    Guard(name)
}

pub(crate) struct Pair {
    pub(crate) left: Guard,
    pub(crate) right: Guard,
}

struct Call(fn(Guard) -> u32, Guard);

enum Variant {
    Number(u32),
    Held(Guard),
}

pub(crate) fn take<T: std::fmt::Debug>(value: T) -> u32 {
    note(format!("take {value:?}"));
    2
}

/// What happens in `run`, where the event of this number panics.
pub(crate) fn events(panics: usize, run: impl FnOnce()) -> Vec<String> {
    EVENTS.take();
    LEFT.set(panics);
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        LEFT.set(usize::MAX);
        note("caught".to_owned());
    }
    LEFT.set(usize::MAX);
    EVENTS.take()
}

/// What a generator does, of which the caller wants so many items.
pub(crate) fn iterated(
    panics: usize,
    items: usize,
    mut generator: impl Iterator<Item = u32>,
) -> Vec<String> {
    events(panics, move || {
        for _ in 0..items {
            let Some(item) = generator.next() else { break };
            note(format!("item {item}"));
        }
        drop(generator);
    })
}

/// The same body as a plain function, as a generator, and as one with an explicit state.
macro_rules! drops_alike {
    ($($name:ident $body:block)*) => {$(
        #[test]
        fn $name() {
            fn plain() {
                macro_rules! yield_ {
                    ($value:expr) => {{ let value: u32 = $value; note(format!("item {value}")) }};
                }
                $body
            }
            #[generator]
            fn boxed() -> impl Iterator<Item = u32> $body
            #[generator(state)]
            fn explicit() -> impl Iterator<Item = u32> $body

            let expected = events(usize::MAX, plain);
            assert_eq!(iterated(usize::MAX, usize::MAX, explicit()), expected);
            for panics in 0..expected.len() {
                let expected = events(panics, plain);
                let item = expected.iter().rev().nth(1).is_some_and(|last| last.starts_with("item"));
                // The plain function notes an item, and the caller of a generator does.
                if !item {
                    assert_eq!(iterated(panics, usize::MAX, explicit()), expected, "a panic at {panics}");
                }
            }
            let all = expected.iter().filter(|event| event.starts_with("item")).count();
            for items in 0..=all {
                let expected = iterated(usize::MAX, items, boxed());
                assert_eq!(iterated(usize::MAX, items, explicit()), expected, "{items} items");
                for panics in 0..expected.len() {
                    let expected = iterated(panics, items, boxed());
                    let found = iterated(panics, items, explicit());
                    assert_eq!(found, expected, "{items} items, a panic at {panics}");
                }
            }
        }
    )*};
}

pub(crate) use drops_alike;

drops_alike! {
    locals_of_a_pattern_one_of_which_is_moved_away_on_some_paths {
        for (k, e) in [(guard("k"), guard("e")), (guard("l"), guard("f")), (guard("m"), guard("g"))] {
            if e.look() == 9 || k.0 == "k" {
                continue;
            }
            if k.0 == "l" {
                drop(k);
            }
            yield_!(e.look());
        }
        let Some(Pair { left, right }) = Some(Pair { left: guard("left"), right: guard("right") })
        else {
            return;
        };
        let stops = take(3) == 2;
        if stops && right.look() == 9 {
            return;
        }
        if right.look() == 8 {
            drop(left);
        }
        yield_!(right.look());
    }

    locals_of_a_pattern_that_a_return_drops {
        let (k, mut e) = (guard("k"), guard("e"));
        let mut stack = vec![(guard("a"), (guard("b"), guard("c")))];
        while let Some((a, (b, c))) = stack.pop() {
            if stack.len() == 9 {
                drop(b);
            }
            e = c;
            yield_!(a.look());
        }
        if e.look() == 1 {
            return;
        }
        if e.look() == 2 {
            drop(k);
        }
        yield_!(e.look());
    }

    a_local_that_is_assigned_to_nothing {
        let local = guard("local");
        yield_!(1);
        _ = local;
        yield_!(2);
    }

    a_local_of_which_an_assignment_takes_a_part {
        let local = (1, guard("local"));
        let mut number = 0;
        yield_!(number);
        (number, _) = local;
        yield_!(number);
        yield_!(3);
    }

    a_closure_that_captures_nothing {
        let local = Pair { left: guard("left"), right: guard("right") };
        yield_!(1);
        let closure = move || {
            let _ = local;
            take(1)
        };
        yield_!(2);
        closure();
        yield_!(3);
    }

    a_closure_that_assigns_to_nothing {
        let local = guard("local");
        yield_!(1);
        let closure = move || {
            _ = local;
            take(1)
        };
        yield_!(2);
        closure();
        yield_!(3);
    }

    a_closure_with_a_local_of_the_same_name {
        let local = guard("local");
        yield_!(1);
        let closure = move || {
            let local = 5;
            take(local)
        };
        yield_!(2);
        closure();
        yield_!(3);
    }

    a_closure_that_calls_a_part {
        let local = Call(take, guard("local"));
        yield_!(1);
        let closure = move || local.0(guard("argument"));
        yield_!(2);
        closure();
        yield_!(3);
        take(local.1);
    }

    a_closure_with_a_label_and_fields_of_the_same_name {
        let left = guard("local");
        yield_!(1);
        let closure = move || {
            'left: loop {
                break 'left;
            }
            let pair = Pair { left: guard("left"), right: guard("right") };
            take(&pair.left)
        };
        yield_!(2);
        closure();
        yield_!(3);
    }

    a_closure_that_copies_from_a_variant {
        let held = Variant::Held(guard("held"));
        yield_!(1);
        let number = {
            let closure = || match held {
                Variant::Number(number) => number,
                Variant::Held(_) => 7,
            };
            closure()
        };
        yield_!(number);
        let closure = move || match held {
            Variant::Number(number) => number,
            Variant::Held(ref held) => held.look(),
        };
        yield_!(closure());
        yield_!(3);
    }

    a_closure_that_is_called_once {
        let local = guard("local");
        yield_!(1);
        let closure = || take(local);
        yield_!(2);
        closure();
        yield_!(3);
        yield_!(4);
    }

    a_closure_that_is_called_on_some_path {
        for turn in 0..2 {
            let local = guard("local");
            yield_!(turn);
            let closure = move || take(local);
            if turn == 1 {
                closure();
                yield_!(3);
            }
            yield_!(4);
        }
    }

    a_closure_that_is_called_and_not_moved {
        let local = guard("local");
        let number = 5;
        yield_!(1);
        let closure = move || {
            local.look();
            take(number)
        };
        closure();
        yield_!(2);
        yield_!(3);
    }

    an_async_block_that_takes_a_local {
        let local = guard("local");
        yield_!(1);
        let future = async {
            take(local);
        };
        yield_!(2);
        yield_!(3);
    }

    a_let_else_of_which_the_else_uses_the_value {
        let result: Result<Guard, Guard> = Err(guard("local"));
        let Ok(value) = result else {
            take(result);
            yield_!(1);
            return;
        };
        yield_!(value.look());
    }

    a_let_else_on_some_path {
        for turn in 0..2 {
            let result: Result<Guard, Guard> =
                if turn == 0 { Ok(guard("value")) } else { Err(guard("error")) };
            yield_!(turn);
            if take(turn) == 2 {
                let Ok(value) = result else {
                    take(result);
                    return;
                };
                yield_!(value.look());
            }
            yield_!(9);
        }
    }

    a_local_that_a_name_and_a_pattern_take {
        let local = Some(guard("local"));
        yield_!(1);
        match local {
            all @ Some(_) => {
                take(all);
                yield_!(2);
            }
            None => {}
        }
        yield_!(3);
    }

    locals_that_one_assignment_gives_again {
        let (mut left, mut right) = (guard("left"), guard("right"));
        let mut turn = 0;
        loop {
            let both = (left, right);
            yield_!(turn);
            (right, left) = both;
            turn += 1;
            if turn == 3 {
                break;
            }
            take(&left);
        }
    }

    a_local_that_an_assignment_gives_again_on_some_path {
        let mut local = guard("local");
        let mut turn = 0;
        while turn < 3 {
            if turn == 1 {
                let moved = local;
                yield_!(turn);
                (local, turn) = (moved, turn + 1);
            } else {
                yield_!(9);
                turn += 1;
            }
            take(&local);
        }
    }

    a_function_with_the_name_of_a_local {
        let local = guard("local");
        take({
            fn local(number: u32) -> u32 {
                number + 1
            }
            yield_!(1);
            local(3)
        });
        yield_!(2);
        take(local);
        yield_!(3);
    }

    words_that_name_a_moved_local {
        let line = guard("line");
        let max = guard("max");
        take(line);
        yield_!(1);
        take(format!("{} line", line!() > 0));
        take(max);
        yield_!(2);
        let numbers = [1, 2].map(|number| u32::max(number, 2));
        yield_!(numbers[0]);
        let numbers = [1, 2].map(|max| max + 1);
        yield_!(numbers[0]);
    }

    what_an_arm_borrows_up_to_its_yield {
        let text = String::from("text");
        match text.as_str() {
            "a" => yield_!(1),
            _ => yield_!(2),
        }
    }

    what_an_arm_borrows_of_a_vector {
        let guards: Vec<Guard> = vec![guard("local")];
        match guards.first() {
            Some(first) => {
                let number = first.look();
                yield_!(number);
            }
            _ => yield_!(2),
        }
    }
}

drops_alike! {
    what_the_pattern_of_a_loop_leaves {
        for (first, _, third, _) in [(guard("a"), guard("b"), guard("c"), guard("d"))] {
            yield_!(1);
            take(third);
            yield_!(2);
            take(&first);
        }
        let mut stack = vec![(guard("e"), (guard("f"), guard("g")))];
        while let Some((_, (name, _))) = stack.pop() {
            yield_!(3);
            take(&name);
        }
    }

    what_the_pattern_of_an_arm_leaves {
        match Some((guard("a"), guard("b"), guard("c"))) {
            Some((_, name, _)) => {
                yield_!(1);
                take(&name);
            }
            None => yield_!(2),
        }
        match (guard("d"), guard("e")) {
            (_, _) => yield_!(3),
        }
        if let Some((name, _)) = Some((guard("f"), guard("g"))) {
            yield_!(name.look());
        }
        match [guard("h"), guard("i"), guard("j")] {
            [_, name, _] => yield_!(name.look()),
        }
        match (Pair { left: guard("k"), right: guard("l") }, guard("m")) {
            (Pair { left, right: _ }, last) => {
                yield_!(left.look());
                take(last);
            }
        }
    }
}

/// The patterns of arguments.
#[test]
fn what_the_patterns_of_arguments_leave() {
    type Two = (Guard, Guard);

    fn plain((first, _): Two, _: Guard, (_, mut second, _): (Guard, Guard, Guard)) {
        note("item 1".to_owned());
        second = guard("again");
        take(&first);
    }

    #[generator(state)]
    fn explicit(
        (first, _): Two,
        _: Guard,
        (_, mut second, _): (Guard, Guard, Guard),
    ) -> impl Iterator<Item = u32> {
        yield_!(1);
        second = guard("again");
        take(&first);
    }

    let two = || (guard("a"), guard("b"));
    let three = || (guard("d"), guard("e"), guard("f"));
    let expected = events(usize::MAX, || plain(two(), guard("c"), three()));
    let found = events(usize::MAX, || {
        explicit(two(), guard("c"), three()).for_each(|item| note(format!("item {item}")));
    });
    assert_eq!(found, expected);
}

/// Macros whose temporaries and statements are as the user has written them.
mod macros {
    macro_rules! looks {
        ($guard:expr) => {
            $guard.look();
        };
    }

    macro_rules! looks_if {
        ($condition:expr, $guard:expr) => {
            if $condition {
                $guard.look();
            }
        };
    }

    pub(super) use {looks, looks_if};
}

drops_alike! {
    macros_that_are_statements {
        let local = guard("local");
        macros::looks!(local);
        yield_!(1);
        macros::looks! { guard("temporary") }
        macros::looks_if!(true, local);
        yield_!(2);
        macros::looks_if! { true, guard("other") }
    }
}

#[generator(state)]
fn called(closure: impl FnOnce() -> u32, calls: bool) -> impl Iterator<Item = u32> {
    if calls {
        let number = closure();
        yield_!(number);
    }
    yield_!(3);
}

#[generator(state)]
fn called_by_name<F>(closure: F) -> impl Iterator<Item = u32>
where
    F: FnOnce() -> u32,
{
    yield_!(closure());
    yield_!(3);
}

#[generator(state)]
fn called_in_a_box(closure: Box<dyn FnOnce() -> u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_!(closure());
    yield_!(3);
}

#[test]
fn an_argument_that_is_called_once_is_moved_by_the_call() {
    let closure = |local: Guard| move || take(local);
    let all = events(usize::MAX, || {
        assert_eq!(called(closure(guard("a")), true).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(called(closure(guard("b")), false).collect::<Vec<_>>(), [3]);
        assert_eq!(called_by_name(closure(guard("c"))).collect::<Vec<_>>(), [2, 3]);
        let boxed = Box::new(closure(guard("d")));
        assert_eq!(called_in_a_box(boxed).collect::<Vec<_>>(), [1, 2, 3]);
    });
    assert_eq!(all.iter().filter(|event| event.starts_with("drop")).count(), 4);
}

impl Guard {
    fn this(&self) -> &Self {
        self
    }
}

drops_alike! {
    a_reference_that_a_yield_uses_last {
        let all = vec![guard("a"), guard("b")];
        let first = &all[0];
        yield_!(first.look());
        yield_!(2);
    }

    a_reference_by_a_method_that_a_yield_uses_last {
        let all = vec![guard("a"), guard("b")];
        let first = all.first().unwrap();
        yield_!(first.look());
        let last = guard("last");
        let other = last.this();
        yield_!(other.look() + all[1].look());
    }

    an_exclusive_reference_that_a_yield_uses_last {
        let mut all = vec![1, 2];
        let kept = guard("kept");
        let last = all.last_mut().unwrap();
        *last += kept.look();
        yield_!(*last);
        all.push(4);
        yield_!(all[2]);
    }

    references_of_references_that_a_yield_uses_last {
        let pair = (guard("a"), guard("b"));
        let whole = &pair;
        let (left, right) = whole;
        yield_!(left.look() + right.look());
        let held = guard("c");
        let name = format!("{} c", held.0);
        let (first, rest) = name.split_once(' ').unwrap();
        yield_!(first.len() as u32);
        let mut parts = name.split(' ').rev();
        yield_!(parts.next().map_or(0, str::len) as u32);
        yield_!(3);
    }

    what_a_pattern_borrows_for_the_value_of_a_yield {
        let option = Some(guard("a"));
        if let Some(held) = option.as_ref() {
            yield_!(held.look());
        }
        let value = guard("b");
        match &value {
            other => yield_!(other.look()),
        }
        let more = Some(guard("c"));
        match &more {
            Some(held) => yield_!(held.look()),
            None => {}
        }
        yield_!(9);
    }

    what_a_pattern_borrows_for_the_value_of_the_last_yield {
        let option = Some(guard("a"));
        if let Some(held) = option.as_ref() {
            let number = held.look();
            yield_!(held.look() + number);
        }
    }

    what_a_match_borrows_for_the_value_of_the_last_yield {
        let value = guard("b");
        match &value {
            other => yield_!(other.look()),
        }
    }

    what_a_loop_borrows_for_the_value_of_a_yield {
        let mut stack = vec![guard("a"), guard("b")];
        while let Some(last) = stack.last() {
            yield_!(last.look());
            stack.pop();
        }
        for number in 0..2 {
            let all = [guard("c"), guard("d")];
            let one = &all[number];
            yield_!(one.look());
        }
    }

    a_local_with_a_destructor_that_a_yield_uses_last {
        let all = vec![guard("a")];
        let wrapped = (guard("b"), all.len());
        let moved = Some(wrapped);
        let count = moved.as_ref().map_or(0, |(held, _)| held.look());
        yield_!(count + all[0].look());
        let closure = || all.len() as u32;
        yield_!(closure());
        yield_!(3);
    }

    a_guard_of_a_lock_that_a_yield_uses_last {
        let cell = RefCell::new(guard("a"));
        let held = cell.borrow().look();
        let list = RefCell::new(vec![held]);
        let first = guard("b");
        let again = first.this();
        yield_!(again.look() + list.borrow()[0]);
        yield_!(2);
    }
}

impl std::ops::Neg for &Guard {
    type Output = Guard;

    fn neg(self) -> Guard {
        guard("negated")
    }
}

impl std::ops::Not for &Guard {
    type Output = Guard;

    fn not(self) -> Guard {
        guard("inverted")
    }
}

/// Its operators take it.
struct Signed(Guard);

impl std::ops::Neg for Signed {
    type Output = u32;

    fn neg(self) -> u32 {
        self.0.look()
    }
}

impl std::ops::Not for Signed {
    type Output = u32;

    fn not(self) -> u32 {
        self.0.look() + 1
    }
}

drops_alike! {
    operators_of_the_users_that_take_a_local {
        for number in 0..2_u32 {
            let (a, b) = (Signed(guard("a")), Signed(guard("b")));
            yield_!(number);
            yield_!(!a);
            if number == 0 {
                yield_!(-b);
            }
            yield_!(9);
        }
    }

    operators_of_the_users_on_references {
        for number in 0..2_u32 {
            let a = guard("a");
            let negated = -&a;
            yield_!(number);
            let (inverted, four) = (!&a, 4_u32);
            yield_!(four);
        }
        let a = guard("b");
        let inverted = !(&a);
        yield_!(1);
        yield_!(inverted.look());
        let negated = -&guard("temporary");
        yield_!(2);
    }

    a_later_condition_of_a_chain_does_not_hold {
        for number in 0..3_u32 {
            if let Some((_, first)) = Some((guard("left"), guard("first"))) && number > 0 {
                yield_!(first.look());
            } else {
                yield_!(9);
            }
            if let Some((count, _)) = Some((number, guard("left"))) && count > 1 {
                yield_!(8);
            }
            if number < 2 && let Some((count, _)) = Some((number, guard("left"))) && count > 0 {
                yield_!(6);
            }
            while let (first, second) = (guard("a"), guard("b")) && let Some(third) = Some(guard("c"))
                && number > first.look()
            {
                yield_!(7);
                break;
            }
        }
    }
}

drops_alike! {
    arguments_of_macros_in_heads {
        let all = vec![guard("a")];
        let mut text = String::new();
        if let Ok(()) = write!(text, "{} {length}", all.len(), length = all.len() + 1) {
            yield_!(text.len() as u32);
        }
        match writeln!(&mut text, "{all:?}") {
            Ok(()) => yield_!(3),
            Err(_) => yield_!(4),
        }
        let pair = (assert_eq!(all.len(), 1, "of {}", all.len()), { yield_!(5); 1 });
        yield_!(pair.1);
    }
}

/// Locals that lie beside the states, since there are many.
macro_rules! many {
    ($($local:ident)*) => {
        drops_alike! {
            many_locals_at_many_yields {
                $(
                    let $local = guard(stringify!($local));
                    yield_!($local.look());
                )*
                $(yield_!($local.look());)*
            }
        }
    };
}

many! { a b c d e f g h i j k l m n o p q r }
