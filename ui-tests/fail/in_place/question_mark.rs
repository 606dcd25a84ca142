//! `?` in a generator in place needs to be told where the error goes.

use genfn::gen_;

fn main() {
    let _ = gen_! {
        yield_!("1".parse::<u32>()?);
    };
}
