//! A yield in no function at all.

use genfn::yield_;

yield_!(1);

fn main() {}
