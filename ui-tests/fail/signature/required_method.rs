//! A method that a trait only declares.

use genfn::generator;

trait Numbers {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32>;
}

fn main() {}
