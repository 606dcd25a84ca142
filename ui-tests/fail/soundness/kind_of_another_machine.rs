//! A runtime in which a generator without a stack of delegates is said to have one.

mod fake {
    pub use genfn::*;

    pub mod __private {
        pub use genfn::__private::*;
        pub use genfn::__private::{MakeGenerator as MakeDelegatingGenerator, NoDelegates as DelegateStack};
    }
}

#[genfn::generator(crate = crate::fake)]
fn numbers() -> impl Iterator<Item = u8> {
    yield_from!(genfn::gen_! { yield_!(1); });
}

fn main() {
    let _: u8 = numbers().sum();
}
