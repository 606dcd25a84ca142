//! An open range before a clause needs parentheses.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(x for x in 0.. if x % 2 == 0);
}
