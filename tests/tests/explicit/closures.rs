//! Closures that are used for the last time in front of a yield: those that take what they capture, and those whose
//! borrow ends there.

#![allow(
    clippy::explicit_iter_loop,
    clippy::redundant_closure_call,
    clippy::useless_vec,
    clippy::while_let_on_iterator,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use crate::alike::alike;

alike! {
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
}

fn list_of(count: u32) -> u32 {
    count
}

fn length(text: String) -> u32 {
    u32::try_from(text.into_bytes().len()).unwrap()
}
