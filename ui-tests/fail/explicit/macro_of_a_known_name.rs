//! Macros of the user's that have the names of the standard library's.

use genfn::generator;

macro_rules! println {
    ($($tokens:tt)*) => {
        ()
    };
}

macro_rules! dbg {
    ($value:expr) => {
        $value.len() as u32
    };
}

macro_rules! vec {
    ($($value:expr),*) => {
        [$(&$value),*].len() as u32
    };
}

#[generator(state)]
fn silent() -> impl Iterator<Item = u32> {
    println!("{}", {
        yield_!(5);
        3
    });
}

#[generator(state)]
fn shown(text: String) -> impl Iterator<Item = u32> {
    let length = dbg!(text);
    yield_!(length);
    yield_!(2);
}

#[generator(state)]
fn counted(text: String) -> impl Iterator<Item = u32> {
    yield_!(1);
    let length = vec![text, text];
    yield_!(length);
}

fn main() {
    silent().count();
    shown(String::new()).count();
    counted(String::new()).count();
}
