//! A mutable reference that is yielded and then used.

use genfn::generator;

#[generator]
fn twice<'a>(number: &'a mut u32) -> impl Iterator<Item = &'a mut u32> {
    yield_!(&mut *number);
    yield_!(&mut *number);
}

fn main() {
    let _ = twice(&mut 1).count();
}
