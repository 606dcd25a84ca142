//! Variants of the user's that have the names of the standard library's, of enums with destructors.

use genfn::generator;

enum Step {
    Ready(u32),
    Pending,
}

impl Drop for Step {
    fn drop(&mut self) {
        println!("drop");
    }
}

fn step(number: u32) -> Step {
    if number < 3 { Step::Ready(number) } else { Step::Pending }
}

#[generator(state)]
fn heads() -> impl Iterator<Item = u32> {
    if let Step::Ready(number) = step(1) {
        yield_!(number);
    }
}

#[generator(state)]
fn locals() -> impl Iterator<Item = u32> {
    let step = step(2);
    match step {
        Step::Ready(number) => yield_!(number),
        Step::Pending => {}
    }
    yield_!(3);
}

mod part {
    pub enum Part {
        Some(u32),
        Other(String),
    }

    pub use Part::*;
}

fn part() -> part::Part {
    part::Other(String::new())
}

mod user {
    use super::{generator, part};
    use super::part::*;

    #[generator(state)]
    pub fn imported() -> impl Iterator<Item = u32> {
        let part = part();
        if let Some(number) = part {
            yield_!(number);
        }
        yield_!(3);
    }
}

#[generator(state)]
fn imported_in_a_block() -> impl Iterator<Item = u32> {
    {
        use part::Part::*;

        if let Some(number) = part() {
            yield_!(number);
        }
    }
    yield_!(3);
}

mod shadowed {
    use super::generator;

    enum Option {
        Some(String),
        Other,
    }

    #[generator(state)]
    pub fn by_two_names() -> impl Iterator<Item = usize> {
        let option = Option::Some(String::new());
        match option {
            Option::Some(text) => yield_!(text.len()),
            Option::Other => {}
        }
        yield_!(3);
    }
}

fn main() {
    shadowed::by_two_names().count();
    imported_in_a_block().count();
    user::imported().count();
    heads().count();
    locals().count();
}
