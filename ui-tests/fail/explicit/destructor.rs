//! A value with a destructor that is taken apart across a yield.

use genfn::generator;

struct Logged(u32);

impl Drop for Logged {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[generator(state)]
fn number() -> impl Iterator<Item = u32> {
    match Logged(1) {
        Logged(number) => yield_!(number),
    }
}

enum Answer {
    Number(u32),
    Nothing,
}

impl Drop for Answer {
    fn drop(&mut self) {
        println!("dropped");
    }
}

#[generator(state)]
fn answers(answer: Answer) -> impl Iterator<Item = u32> {
    let Answer::Number(number) = answer else {
        yield_!(0);
        return;
    };
    yield_!(number);
}

fn main() {
    number().count();
    answers(Answer::Nothing).count();
}
