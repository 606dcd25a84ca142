//! The type before the body names the protocol alone.

use genfn::gen_;

fn main() {
    let _ = gen_! { -> impl Iterator<Item = u32> + Send { yield_!(1); } };
    let _ = gen_! { -> u32 { yield_!(1); } };
}
