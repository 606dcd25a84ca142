//! Bodies written at random do the same as generators and as plain functions: what they yield and
//! log, and what they drop when, whole and interrupted at each step, and panicking at each point.

use genfn_differential_batch::{Destructors, Figures, compare};

fn compared(destructors: Destructors) -> Figures {
    let figures = compare(destructors).unwrap_or_else(|mismatch| panic!("{mismatch}")).figures;
    assert!(figures.bodies > 0);
    assert!(figures.runs > figures.bodies * 100, "each was run in many ways: {figures}");
    assert!(figures.panics > figures.bodies * 30, "each panicked at many points: {figures}");
    assert!(figures.delegations > figures.bodies / 2, "they delegate: {figures}");
    figures
}

#[test]
fn generators_do_what_plain_functions_of_the_same_bodies_do() {
    compared(Destructors::Panic);
}

#[test]
fn nothing_leaks_where_destructors_do_not_panic() {
    assert_eq!(compared(Destructors::NeverPanic).leaks, 0);
}
