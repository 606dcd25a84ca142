//! A generator in place has no arguments.

use genfn::gen_;

fn main() {
    let _ = gen_! {
        |resume: f64| {
            yield_!(resume);
        }
    };
}
