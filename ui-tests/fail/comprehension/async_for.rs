//! Nothing in a generator expression waits.

use genfn::gen_expr;

fn main() {
    let _ = gen_expr!(x async for x in 0..5);
}
