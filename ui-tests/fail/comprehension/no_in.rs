//! Between the pattern and the iterable stands `in`.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(x for x 0..5);
    let _ = gen_expr!(x for x in);
}
