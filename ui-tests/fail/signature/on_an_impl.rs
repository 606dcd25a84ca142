//! The attribute on a whole `impl`.

use genfn::generator;

struct Numbers;

#[generator]
impl Numbers {
    fn all(&self) -> u32 {
        1
    }
}

fn main() {
    let _ = Numbers.all();
}
