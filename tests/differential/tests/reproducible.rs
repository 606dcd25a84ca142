//! A mismatch can be repeated: the same seed gives the same bodies.

use genfn_differential::{Figures, source};

#[test]
fn the_same_seed_gives_the_same_bodies() {
    assert_eq!(source::batch(7, 20), source::batch(7, 20));
    assert_ne!(source::batch(7, 20), source::batch(8, 20));
}

#[test]
fn figures_are_read_as_they_are_written() {
    let figures = Figures { bodies: 3, steps: 70, leaks: 1, ..Figures::default() };
    assert_eq!(figures.to_string().parse(), Ok(figures));
    assert!("bodies 3".parse::<Figures>().is_err());
    assert!(format!("{figures}, more 1").parse::<Figures>().is_err());
}
