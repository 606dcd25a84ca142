//! Nothing leaves a generator expression.

use genfn::gen_expr;

fn parse(words: &[&str]) -> Result<Vec<u32>, std::num::ParseIntError> {
    Ok(gen_expr!(word.parse::<u32>()? for word in words).collect())
}

fn main() {
    let _ = gen_expr!(if x > 3 { break } else { x } for x in 0..5);
    let _ = gen_expr!(if x > 3 { return } else { x } for x in 0..5);
    let _ = parse(&[]);
}
