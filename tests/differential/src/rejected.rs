//! Finds out which bodies a compiler's errors are about.

use std::collections::BTreeSet;

/// The numbers of the bodies in which the compiler has found `errors`, given the text of their batch.
#[must_use]
pub fn bodies_in(errors: &str, text: &str) -> BTreeSet<usize> {
    numbers_in(errors, text, "fn body_")
}

/// The same of the modules that [`candidates`](crate::source::candidates) has written.
#[must_use]
pub fn candidates_in(errors: &str, text: &str) -> BTreeSet<usize> {
    numbers_in(errors, text, "mod candidate_")
}

/// The numbers behind the nearest `name` above each place of an error.
fn numbers_in(errors: &str, text: &str, name: &str) -> BTreeSet<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let mut rejected = BTreeSet::new();
    for line in errors.lines() {
        let Some((_, place)) = line.split_once("/bodies.rs:") else { continue };
        let number = place.split(':').next().and_then(|number| number.parse::<usize>().ok());
        let Some(number) = number.filter(|number| *number <= lines.len()) else { continue };
        // An attribute is that of the function below it.
        let number = number + usize::from(lines[number - 1].starts_with("#["));
        let body = lines[..number].iter().rev().find_map(|line| {
            let (_, name) = line.split_once(name)?;
            name.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
        });
        rejected.extend(body);
    }
    rejected
}
