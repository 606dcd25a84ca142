//! What is iterated over is checked where it stands, whatever the rest of the expression is.

use genfn::gen_expr;

fn main() {
    let count = 3;
    let _ = gen_expr!(x for x in count if x > 1);
    let _ = gen_expr!(x + y for x in 0..2 for y in count);
}
