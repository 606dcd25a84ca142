//! What is wrong with a body by itself is still reported: the attribute hides no lint.
//!
//! Each generator expects the lint that it trips; an expectation that nothing meets is an error.

#![deny(unfulfilled_lint_expectations)]

use genfn::{Coroutine, generator};

#[generator]
#[expect(unused_variables)]
fn an_unused_argument(unused: u32) -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
#[expect(unused_variables)]
fn an_unused_argument_behind_a_used_one(used: u32, unused: u32) -> impl Iterator<Item = u32> {
    yield_!(used);
}

#[generator]
#[expect(unused_variables)]
fn an_unused_part_of_a_pattern((used, unused): (u32, u32)) -> impl Iterator<Item = u32> {
    yield_!(used);
}

#[generator]
#[expect(unused_mut)]
fn an_argument_that_is_never_changed(mut number: u32) -> impl Iterator<Item = u32> {
    yield_!(number);
}

#[generator]
#[expect(unused_variables)]
fn an_unused_local() -> impl Iterator<Item = u32> {
    let unused = 1;
    yield_!(1);
}

#[generator]
#[expect(unused_variables)]
fn what_was_sent_and_never_used() -> impl Coroutine<Yield = u32, Resume = u32> {
    let unused = yield_!(1);
}

#[generator]
#[expect(unused_assignments)]
fn an_unused_assignment() -> impl Iterator<Item = u32> {
    let mut number = 1;
    yield_!(number);
    number = 2;
}

#[generator]
#[expect(unused_must_use)]
fn an_unused_result() -> impl Iterator<Item = u32> {
    "1".parse::<u32>();
    yield_!(1);
}

#[generator]
#[expect(unused_must_use)]
fn an_unused_result_that_was_sent() -> impl Coroutine<Yield = u32, Resume = Result<(), ()>> {
    yield_!(1);
}

#[generator]
#[expect(unused_must_use)]
fn a_generator_that_is_never_run() -> impl Iterator<Item = u32> {
    an_unused_local();
    yield_!(1);
}

#[generator]
#[expect(unreachable_code)]
fn an_unreachable_statement() -> impl Iterator<Item = u32> {
    return;
    println!();
}

#[generator]
#[expect(unreachable_code)]
fn an_unreachable_yield() -> impl Iterator<Item = u32> {
    loop {
        yield_!(1);
    }
    yield_!(2);
}

#[generator]
#[expect(unreachable_patterns)]
fn an_unreachable_arm(number: u32) -> impl Iterator<Item = u32> {
    match number {
        _ => yield_!(1),
        0 => yield_!(2),
    }
}

#[generator]
#[expect(unused_parens)]
fn parentheses_for_nothing(number: u32) -> impl Iterator<Item = u32> {
    if (number == 1) {
        yield_!(1);
    }
}

#[generator]
#[expect(dead_code)]
fn a_generator_that_nobody_calls() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
#[expect(non_snake_case)]
fn badNames(Number: u32) -> impl Iterator<Item = u32> {
    yield_!(Number);
}

#[test]
fn they_run_all_the_same() {
    assert_eq!(an_unused_argument(0).count(), 1);
    assert_eq!(an_unused_argument_behind_a_used_one(2, 0).last(), Some(2));
    assert_eq!(an_unused_part_of_a_pattern((2, 0)).last(), Some(2));
    assert_eq!(an_argument_that_is_never_changed(2).last(), Some(2));
    assert_eq!(an_unused_local().count(), 1);
    assert!(what_was_sent_and_never_used().start().is_ok());
    assert_eq!(an_unused_assignment().count(), 1);
    assert_eq!(an_unused_result().count(), 1);
    assert!(an_unused_result_that_was_sent().start().is_ok());
    assert_eq!(a_generator_that_is_never_run().count(), 1);
    assert_eq!(an_unreachable_statement().count(), 0);
    assert_eq!(an_unreachable_yield().next(), Some(1));
    assert_eq!(an_unreachable_arm(0).count(), 1);
    assert_eq!(parentheses_for_nothing(1).count(), 1);
    assert_eq!(badNames(1).count(), 1);
}
