//! A maker of the user's that gives the real one a body of its own.

#![forbid(unsafe_code)]

mod fake {
    pub use genfn::*;

    pub mod __private {
        pub use genfn::__private::*;

        pub trait MakeGenerator {
            fn make_generator_of_the_generator(self) -> std::vec::IntoIter<u8>;
        }

        impl<F> MakeGenerator for F {
            fn make_generator_of_the_generator(self) -> std::vec::IntoIter<u8> {
                use genfn::__private::MakeGenerator;
                let start = |_: Protocol<u8, (), std::convert::Infallible, NoDelegates>| {
                    (std::future::pending::<()>(), ())
                };
                let machine = MakeGenerator::make_generator_of_the_generator(start);
                machine.collect::<Vec<_>>().into_iter()
            }
        }
    }
}

#[genfn::generator(crate = crate::fake)]
fn numbers() -> impl Iterator<Item = u8> {
    yield_!(1);
}

fn main() {
    let _: u8 = numbers().sum();
}
