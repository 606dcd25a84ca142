//! A generator expression needs a `for`.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(1 + 1);
    let _ = gen_expr!(for x in 0..5);
    let _ = gen_expr!(x if x > 0 for x in 0..5);
}
