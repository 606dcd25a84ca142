//! `move` before the body of a generator in place.

use genfn::gen_;

fn main() {
    let number = 1;
    let _ = gen_!(move { yield_!(number); });
    let _ = gen_!(async move { yield_!(number); });
}
