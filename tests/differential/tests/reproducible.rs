//! A mismatch can be repeated: the same seed gives the same bodies.

use std::collections::BTreeSet;

use genfn_differential::{Figures, rejected, source};

#[test]
fn the_same_seed_gives_the_same_bodies() {
    assert_eq!(source::batch(7, 20, None), source::batch(7, 20, None));
    assert_ne!(source::batch(7, 20, None), source::batch(8, 20, None));
}

#[test]
fn figures_are_read_as_they_are_written() {
    let figures = Figures { bodies: 3, steps: 70, leaks: 1, ..Figures::default() };
    assert_eq!(figures.to_string().parse(), Ok(figures));
    assert!("bodies 3".parse::<Figures>().is_err());
    assert!(format!("{figures}, more 1").parse::<Figures>().is_err());
}

#[test]
fn an_error_is_that_of_the_body_it_is_in() {
    let text = source::batch(7, 20, Some(&BTreeSet::from([3])));
    assert_eq!(text.matches("#[generator(state)]").count(), 20);
    assert_eq!(text.matches("generator: generator_body_").count(), 19);
    let line = text.lines().position(|line| line.contains("pub(super) fn body_5")).unwrap() + 2;
    let errors = format!("error[E0505]: ..\n --> target/out/bodies.rs:{line}:5\n");
    assert_eq!(rejected::bodies_in(&errors, &text), BTreeSet::from([5]));
}
