//! An attribute below `#[generator]` whose name is not found is rustc's error alone, as on a plain function.

use genfn::generator;

#[generator]
#[logged]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
#[logging::logged(level = "debug")]
fn words() -> impl Iterator<Item = &'static str> {
    yield_!("one");
}

struct Numbers;

impl Numbers {
    #[generator]
    #[logged]
    #[must_use]
    fn all(&self) -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

fn main() {
    let _ = (numbers().count(), words().count(), Numbers.all().count());
}
