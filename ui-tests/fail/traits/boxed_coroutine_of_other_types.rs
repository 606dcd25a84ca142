//! A `BoxGenerator` of other types than those of its coroutine.

use genfn::{BoxGenerator, Coroutine, generator};

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32> + Send {
    let mut number = yield_!(0);
    loop {
        number = yield_!(number);
    }
}

fn main() {
    let _: BoxGenerator<'static, String, u32> = BoxGenerator::new(echo());
}
