//! A yield in a closure is misplaced in a generator in place, too.

use genfn::gen_;

fn main() {
    let _ = gen_! {
        (0..3).for_each(|number| yield_!(number));
    };
}
