//! Closures that patterns bind, and that a call moves or borrows: they are dropped when the plain function drops them.

#![expect(clippy::cast_possible_truncation, reason = "the texts are short")]

use std::collections::VecDeque;
use std::rc::Rc;

use crate::alike::{Guard, Log, alike};

/// A closure that is called once: the call drops what it holds.
type Job = Box<dyn FnOnce(u32) -> u32>;

fn job(log: &Log, name: &'static str) -> Job {
    let guard = log.guard(name);
    Box::new(move |n| {
        guard.0.note(format!("run {}", guard.1));
        drop(guard);
        n + 1
    })
}

/// A closure that can be called again.
fn counter(log: &Log, name: &'static str) -> impl FnMut(u32) -> u32 + use<> {
    let guard = log.guard(name);
    let mut sum = 0;
    move |n| {
        guard.0.note(format!("count {}", guard.1));
        sum += n;
        sum
    }
}

enum Step {
    Run(Job),
    Wait(u32),
}

struct Task<F> {
    name: Guard,
    run: F,
}

alike! {
    an_arm_binds_what_is_called(log) {
        for step in [Step::Run(job(&log, "a")), Step::Wait(4), Step::Run(job(&log, "b"))] {
            match step {
                Step::Run(run) => yield_!(run(1)),
                Step::Wait(n) => yield_!(n),
            }
            yield_!(9);
        }
        yield_!(10);
    }

    a_loop_binds_what_is_called(log) {
        for (n, run) in [(1, job(&log, "a")), (2, job(&log, "b"))] {
            yield_!(n);
            yield_!(run(n));
            yield_!(0);
        }
    }

    a_queue_gives_what_is_called(log) {
        let mut queue = VecDeque::from([job(&log, "a"), job(&log, "b"), job(&log, "c")]);
        while let Some(run) = queue.pop_front() {
            if queue.len() == 1 {
                yield_!(7);
                continue;
            }
            let n = run(queue.len() as u32);
            yield_!(n);
        }
        yield_!(8);
    }

    a_call_is_on_one_path(log) {
        if let Some(run) = Some(job(&log, "a")) {
            yield_!(1);
            if log.0.borrow().len() > 100 {
                yield_!(2);
            } else {
                let n = run(2);
                yield_!(n);
            }
            yield_!(3);
        }
        yield_!(4);
    }

    a_call_is_on_no_path_that_is_taken(log) {
        let (run, other) = (job(&log, "a"), log.guard("b"));
        yield_!(1);
        if log.0.borrow().is_empty() {
            yield_!(run(1));
        }
        yield_!(3);
        drop(other);
        yield_!(4);
    }

    an_unpacked_task_is_run(log) {
        let task = Task { name: log.guard("name"), run: job(&log, "a") };
        let Task { name, run } = task;
        yield_!(1);
        let n = run(name.1.len() as u32);
        yield_!(n);
        yield_!(n + name.1.len() as u32);
    }

    a_call_is_the_condition(log) {
        for run in [job(&log, "a"), job(&log, "b")] {
            if run(1) == 2 {
                yield_!(1);
            }
            yield_!(2);
        }
    }

    a_call_is_the_head(log) {
        let Some(run) = Some(job(&log, "a")) else { return };
        match run(1) {
            1 => yield_!(1),
            n => {
                yield_!(n);
                yield_!(3);
            }
        }
        yield_!(4);
    }

    a_call_has_a_yield_among_its_arguments(log) {
        let (run, _other) = (job(&log, "a"), log.guard("b"));
        yield_!(1);
        let n = ({ run })({ yield_!(2); 3 });
        yield_!(n);
        yield_!(4);
    }

    a_shared_closure_has_a_yield_among_its_arguments(log) {
        let (run, _other) = (Rc::new(|n: u32| n + 1), log.guard("b"));
        yield_!(1);
        let n = run({ yield_!(2); 3 });
        yield_!(n);
        yield_!(4);
    }

    a_call_is_in_a_macro(log) {
        let (run, _other) = (job(&log, "a"), log.guard("b"));
        yield_!(1);
        log.note(format!("given {}", run(4)));
        yield_!(2);
    }

    a_closure_that_changes_is_dropped_behind_its_calls(log) {
        for mut count in [counter(&log, "a"), counter(&log, "b")] {
            yield_!(count(1));
            let n = count(2);
            yield_!(n);
            yield_!(4);
        }
    }

    a_closure_that_changes_is_called_on_one_path(log) {
        let (mut count, other) = (counter(&log, "a"), log.guard("b"));
        yield_!(1);
        if other.1 == "b" {
            yield_!(count(2));
        } else {
            drop(count);
        }
        yield_!(3);
    }

    a_shared_closure_is_dropped_behind_its_call(log) {
        let guard = log.guard("a");
        let shared: Rc<dyn Fn(u32) -> u32> = Rc::new(move |n| guard.1.len() as u32 + n);
        for call in [Rc::clone(&shared), shared] {
            yield_!(call(1));
            yield_!(5);
        }
    }

    a_field_is_called(log) {
        let guard = log.guard("a");
        let mut task = Task { name: log.guard("name"), run: move |n: u32| guard.1.len() as u32 + n };
        let mut pair = (counter(&log, "b"), 1);
        yield_!((task.run)(1));
        let n = (pair.0)(pair.1);
        yield_!(n + pair.1);
        pair.1 += (pair.0)(2);
        yield_!(pair.1 + task.name.1.len() as u32);
        task.name = log.guard("other");
        yield_!(1);
    }

    a_field_of_a_task_that_is_taken_apart_is_called(log) {
        for task in [Task { name: log.guard("1"), run: job(&log, "a") }, Task { name: log.guard("2"), run: job(&log, "b") }] {
            yield_!(1);
            let Task { name, run } = task;
            yield_!(run(2));
            yield_!(name.1.len() as u32);
        }
    }

    a_yield_is_deep_in_an_argument_of_a_method(log) {
        let mut guards = Vec::new();
        guards.extend([log.guard("a"), { yield_!(1); log.guard("b") }]);
        let mut pairs = Vec::new();
        pairs.push((log.guard("c"), { yield_!(2); Some(log.guard("d")) }));
        let mut text = String::new();
        let first = String::from("first");
        text.push_str(&(first + { yield_!(3); " second" }));
        yield_!((guards.len() + pairs.len() + text.len()) as u32);
        drop(guards);
        yield_!(4);
    }

    a_function_is_called(log) {
        fn twice(n: u32) -> u32 {
            2 * n
        }
        let (call, _guard): (fn(u32) -> u32, _) = (twice, log.guard("a"));
        yield_!(1);
        yield_!(call(2));
        yield_!(3);
    }

    what_is_called_moves_to_another_local(log) {
        let mut next = Some(job(&log, "a"));
        let mut n = 0;
        while let Some(run) = next.take() {
            yield_!(n);
            n = run(n);
            if n < 3 {
                next = Some(job(&log, "b"));
            }
            yield_!(n);
        }
    }
}

/// What a type parameter stands for is called once.
#[test]
fn what_a_type_parameter_stands_for_is_called() {
    use genfn::generator;

    #[generator(state)]
    fn explicit<F: FnOnce(&u32) -> u32>(jobs: Vec<(u32, F)>) -> impl Iterator<Item = u32> {
        for (n, run) in jobs {
            yield_!(n);
            yield_!(run(&n));
            yield_!(0);
        }
    }

    let text = String::from("text");
    let long = |n: u32| {
        let text = text.clone();
        move |by: &u32| {
            let text = text;
            text.len() as u32 + n + by
        }
    };
    let items: Vec<u32> = explicit(vec![(1, long(1)), (2, long(2))]).collect();
    assert_eq!(items, [1, 6, 0, 2, 8, 0]);
}
