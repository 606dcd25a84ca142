//! A runtime in which a maker has the name of another one.

mod fake {
    pub use genfn::*;

    pub mod __private {
        pub use genfn::__private::*;
        pub use genfn::__private::MakePinnedGenerator as MakeGenerator;
    }
}

#[genfn::generator(crate = crate::fake)]
fn numbers() -> impl Iterator<Item = u8> {
    yield_!(1);
}

fn main() {
    let _: u8 = numbers().sum();
}
