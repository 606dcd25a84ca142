//! A mismatch can be repeated: the same seed gives the same bodies.

use std::collections::BTreeSet;

use genfn_differential::source::Batch;
use genfn_differential::{Constructs, Figures, rejected, source, syntax};

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
    let [all, text] =
        [BTreeSet::new(), BTreeSet::from([5])].map(|boxed| source::batch(7, 20, Some(&boxed)));
    let with_state = |text: &str| text.matches("#[generator(state").count();
    assert_eq!(with_state(&text), with_state(&all) - 1);
    let line = all.lines().position(|line| line.contains("fn body_5")).unwrap() + 2;
    let errors = format!("error[E0505]: ..\n --> target/out/bodies.rs:{line}:5\n");
    assert_eq!(rejected::bodies_in(&errors, &all), BTreeSet::from([5]));
}

#[test]
fn two_hundred_bodies_hold_every_construct() {
    let mut constructs = Constructs::default();
    for body in Batch::random(2, 200, false).bodies() {
        constructs.add_body(body);
    }
    assert_eq!(constructs.missing().collect::<Vec<_>>(), [""; 0], "{constructs}");
}

#[test]
fn a_printed_body_is_the_same_tree() {
    for body in Batch::random(7, 20, false).bodies() {
        let printed = syntax::print(&syntax::parse(body.text()));
        assert_eq!(syntax::print(&syntax::parse(&printed)), printed);
        // The arm of a match needs no braces around its value.
        let tokens = |text: &str| text.replace([' ', '\n', ',', '{', '}'], "");
        assert_eq!(tokens(&printed), tokens(body.text()));
    }
}
