//! A yield in a method of a type inside of the generator.

use genfn::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    struct Helper(u32);
    impl Drop for Helper {
        fn drop(&mut self) {
            yield_!(self.0);
        }
    }
    let _last = Helper(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
