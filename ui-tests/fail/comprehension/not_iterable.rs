//! What is iterated over is checked where it stands.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(x for x in 6);
}
