//! Closures that are used for the last time in front of a yield: those that take what they capture, and those whose
//! borrow ends there.

#![allow(
    clippy::cast_possible_truncation,
    clippy::explicit_iter_loop,
    clippy::redundant_closure_call,
    clippy::useless_vec,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::alike::{Guard, alike};

alike! {
    a_closure_takes_what_gets_another_value_behind_a_yield(log) {
        let mut guard = log.guard("a");
        let take = || drop(guard);
        take();
        yield_!(2);
        guard = log.guard("b");
        yield_!(3);
        [1].map(|_| ()).into_iter().for_each(drop);
        call(|| drop(guard));
        yield_!(4);
        guard = log.guard("c");
        yield_!(guard.1.len() as u32);
        let mut number = list_of(3);
        log.note(call(|| list_of(number)).to_string());
        yield_!(5);
        number = list_of(4);
        yield_!(number);
        let mut text = String::from("ab");
        for turn in 0..3_u32 {
            if turn == 1 {
                log.note(call(|| length(text)).to_string());
                yield_!(6);
                text = String::from("c");
            }
            yield_!(text.len() as u32);
        }
    }

    a_list_repeats_a_closure(_log) {
        let number = list_of(2);
        let list = vec![move || number; 2];
        yield_!(list[0]());
        yield_!(list[1]());
    }

    a_block_gives_a_closure_what_it_takes(log) {
        let sum = {
            let range = 0..3_u32;
            move || range.clone().sum::<u32>()
        };
        for number in 0..2_u32 {
            yield_!(number + sum());
        }
        yield_!(9);
        let has = {
            let text = String::from("ab");
            move |part: &str| text.contains(part)
        };
        for part in ["a", "z"] {
            if has(part) {
                yield_!(1);
            }
        }
        yield_!(10);
        let mut next = {
            let guard = log.guard("taken");
            let mut left = vec![1_u32, 2, 3];
            move || {
                guard.0.note("next");
                left.pop()
            }
        };
        while let Some(number) = next() {
            yield_!(number);
        }
        yield_!(11);
    }

    an_iterator_holds_a_closure_that_takes(log) {
        let list = vec![1_u32, 2];
        let mut listed = (0..9_u32).filter(move |number| list.contains(number));
        while let Some(number) = listed.next() {
            yield_!(number);
        }
        yield_!(10);
        let mut more = {
            let name = String::from("ab");
            log.note("made");
            (0..3_u32).map(move |number| number + u32::try_from(name.len()).unwrap())
        };
        while let Some(number) = more.next() {
            yield_!(number);
        }
        yield_!(11);
        let some = match list_of(3) {
            0 => None,
            count => {
                let numbers = vec![count; 2];
                Some(move |at: usize| numbers.get(at).copied())
            }
        };
        for at in 0..3 {
            if let Some(of) = &some {
                yield_!(of(at).unwrap_or(7));
            }
        }
        yield_!(12);
    }

    a_closure_takes_numbers_beside_a_borrow(log) {
        let numbers = vec![1_u32, 2, 3];
        let limit = 3_u32;
        let mut low = numbers.iter().filter(move |number| **number < limit);
        let first = *low.next().unwrap();
        for number in 0..2_u32 {
            log.note("turn");
            if number == 1 {
                yield_!(first);
            }
        }
        yield_!(numbers[2]);
    }

    a_closure_borrows_what_a_loop_moves(log) {
        let mut numbers: Vec<u32> = vec![];
        let mut add = |number: u32| numbers.push(number);
        add(1);
        add(2);
        for number in numbers {
            yield_!(number);
        }
        let list = vec![log.guard("a"), log.guard("b")];
        let has = |name: &str| list.iter().any(|guard| guard.1 == name);
        if has("b") {
            for guard in list {
                yield_!(u32::try_from(guard.1.len()).unwrap());
            }
        }
        yield_!(9);
    }

    a_closure_borrows_what_a_local_or_a_yield_takes(log) {
        let mut numbers: Vec<u32> = vec![];
        let (mut add, last) = (|number: u32| numbers.push(number), 3_u32);
        add(1);
        add(2);
        let guard = log.guard("guard");
        let moved = numbers;
        yield_!(moved[0] + last);
        let mut text = String::new();
        let mut write = |part: &str| text.push_str(part);
        for part in ["a", "b"] {
            write(part);
        }
        let name = || guard.1;
        log.note(name());
        yield_!(length(text));
        drop(guard);
        let mut count = 0_u32;
        let mut next = || {
            count += 1;
            count
        };
        let sum = next() + next();
        yield_!(sum);
        count += 3;
        yield_!(count);
        yield_!(moved[1]);
    }

    a_function_gives_a_closure_back(log) {
        let (guard, notes) = (log.guard("taken"), log.clone());
        let look = same(move |number: u32| {
            notes.note(guard.1);
            number + 1
        });
        for number in 0..2_u32 {
            yield_!(look(number));
        }
        yield_!(9);
        let list = vec![log.guard("a"), log.guard("b")];
        let (count, add) = beside(move || list.len(), |number: u32| number + 5);
        for number in 0..2_u32 {
            yield_!(add(number) + u32::try_from(count()).unwrap());
        }
        yield_!(10);
        for name in ["c", "d"] {
            let text = String::from(name);
            let guard = log.guard(name);
            let is = same(move |other: &str| !guard.1.is_empty() && other == text);
            for other in ["c", "d"] {
                if is(other) {
                    yield_!(11);
                }
            }
            log.note("end");
            yield_!(12);
        }
    }

    a_wrapped_closure_is_given_on(log) {
        let (guard, notes) = (log.guard("taken"), log.clone());
        let look = same(move |number: u32| {
            notes.note(guard.1);
            number + 1
        });
        let other = look;
        for number in 0..2_u32 {
            yield_!(other(number));
        }
        yield_!(8);
        let guard = log.guard("made");
        let wrap = |guard: Guard| move |number: u32| number + u32::from(guard.1 == "made");
        let made = wrap(guard);
        for number in 0..2_u32 {
            yield_!(made(number));
        }
        yield_!(9);
        let guard = log.guard("chosen");
        let chosen = if guard.1.is_empty() { None } else { Some(same(move || guard.1.len())) };
        for _ in 0..2_u32 {
            if let Some(chosen) = &chosen {
                yield_!(u32::try_from(chosen()).unwrap());
            }
        }
        yield_!(10);
    }

    a_value_that_can_be_copied_holds_a_closure(log) {
        let guard = log.guard("held");
        let task = Task::new(3, move |number: u32| number + u32::from(guard.1 == "held"));
        for number in 0..2_u32 {
            yield_!((task.run)(number + task.count));
        }
        yield_!(9);
        let base = list_of(4);
        let task = Task::new(base, |number: u32| number + base);
        for number in 0..2_u32 {
            yield_!((task.run)(number + task.count));
        }
        yield_!(10);
    }

    a_function_is_called_with_a_closure_and_gives_no_closure(log) {
        let names = vec![log.guard("a"), log.guard("bc")];
        let text = String::from("bc");
        let found = find(&names, move |guard: &Guard| guard.1 == text);
        for _ in 0..2_u32 {
            log.note(found.map_or("none", |guard| guard.1));
        }
        yield_!(1);
        let text = String::from("a");
        let count = apply(move || text.len());
        if count == 1 {
            log.note("one");
        }
        yield_!(2);
        for guard in names {
            yield_!(u32::try_from(guard.1.len()).unwrap());
        }
    }

    a_function_holds_a_closure_that_reads_numbers(log) {
        let base = list_of(4);
        let double = doubled(|number| number + base);
        for number in 0..3_u32 {
            yield_!(double(number));
        }
        let mut left = 3_u32;
        let mut next = same(|| {
            left -= 1;
            left
        });
        log.note("counts");
        yield_!(next());
        yield_!(next());
    }

    an_async_block_reads_numbers(log) {
        let base = list_of(4);
        let later = async { base + 1 };
        let more = same(async { base + 2 });
        log.note("made");
        yield_!(1);
        yield_!(block_on(later));
        let guard = log.guard("taken");
        let last = same(async move { u32::try_from(guard.1.len()).unwrap() });
        yield_!(block_on(more));
        for _ in 0..2_u32 {
            yield_!(look_at(&last));
        }
        log.note("over");
        yield_!(3);
    }

    a_closure_that_a_pattern_binds_is_no_copy(log) {
        let (one, two) = (log.guard("one"), log.guard("two"));
        let found = Some(move || list_of(one.1.len() as u32));
        if let Some(count) = found {
            yield_!(count());
        }
        yield_!(1);
        let all = vec![move || list_of(two.1.len() as u32)];
        for count in all {
            yield_!(count());
            log.note("turn");
        }
        yield_!(2);
    }

    a_closure_with_a_method_that_borrows_is_called_again(log) {
        let seen = Ticket(log.guard("seen"));
        yield_!(0);
        let look = move |count: u32| seen.look(count);
        let last = log.guard("last");
        for count in 0..2 {
            yield_!(look(count));
        }
        yield_!(look(3));
        log.note(last.1);
        yield_!(4);
        let other = Ticket(log.guard("other"));
        let finish = move || other.finish();
        yield_!(5);
        yield_!(({ finish })());
        log.note("over");
    }

    a_closure_that_is_passed_on_takes_a_local_if_its_method_does(log) {
        for number in [Some(4), None] {
            let ticket = Ticket(log.guard("ticket"));
            yield_!(0);
            let other = Ticket(log.guard("other"));
            let finished = number.map(|number| ticket.finish() + number);
            yield_!(finished.unwrap_or(2));
            log.note("over");
            yield_!(number.unwrap_or_else(|| other.finish()));
            let seen = Ticket(log.guard("seen"));
            let count = 3;
            let last = log.guard("last");
            let found = number.map(|number| seen.look(count) + number);
            yield_!(found.unwrap_or(2));
            log.note(last.1);
        }
    }
}

struct Ticket(Guard);

impl Ticket {
    fn finish(self) -> u32 {
        self.0.0.note("finish");
        1
    }

    fn look(&self, count: u32) -> u32 {
        self.0.0.note("look");
        count
    }
}

fn same<T>(value: T) -> T {
    value
}

fn beside<A, B>(one: A, other: B) -> (A, B) {
    (one, other)
}

fn apply<T>(call: impl FnOnce() -> T) -> T {
    call()
}

fn doubled(call: impl Fn(u32) -> u32) -> impl Fn(u32) -> u32 {
    move |number| 2 * call(number)
}

fn find<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<&T> {
    list.iter().find(|item| is(item))
}

fn look_at(_: &impl Future<Output = u32>) -> u32 {
    7
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}

#[derive(Clone, Copy)]
struct Task<F> {
    count: u32,
    run: F,
}

impl<F> Task<F> {
    fn new(count: u32, run: F) -> Self {
        Self { count, run }
    }
}

fn call<T>(call: impl FnOnce() -> T) -> T {
    call()
}

fn list_of(count: u32) -> u32 {
    count
}

fn length(text: String) -> u32 {
    u32::try_from(text.into_bytes().len()).unwrap()
}
