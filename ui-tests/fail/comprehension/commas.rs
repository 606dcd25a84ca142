//! A comma ends no generator expression, and makes no tuple.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(x for x in 0..5,);
    let _ = gen_expr!(x, x * x for x in 0..5);
    let _ = gen_expr!(x + y for x, y in [(1, 2)]);
}
