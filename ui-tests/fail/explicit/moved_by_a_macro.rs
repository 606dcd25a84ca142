//! Macros of the user's that move a local, or name one that is moved on another path.

use genfn::generator;

macro_rules! consume {
    ($value:expr) => {
        drop($value)
    };
}

macro_rules! show {
    ($value:expr) => {
        println!("{:?}", $value)
    };
}

struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("dropped");
    }
}

#[generator(state)]
fn on_a_path(early: bool) -> impl Iterator<Item = u32> {
    let noisy = Noisy;
    if early {
        consume!(noisy);
    }
    yield_!(1);
}

#[generator(struct Named)]
fn always(text: String) -> impl Iterator<Item = u32> {
    consume!(text);
    yield_!(1);
}

#[generator(state)]
fn on_another_path(early: bool) -> impl Iterator<Item = u32> {
    let text = String::from("text");
    if early {
        drop(text);
    } else {
        show!(&text);
    }
    yield_!(1);
}

fn main() {
    on_a_path(true).chain(always(String::new())).chain(on_another_path(true)).for_each(drop);
}
