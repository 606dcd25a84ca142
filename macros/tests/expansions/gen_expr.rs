fn expressions(items: Vec<u32>, words: &[&str]) {
    let one_loop = gen_expr!(f(x) for x in items);
    let condition_apart_from_the_element = gen_expr!(f(x) for x in items if g(&x));
    let condition_on_the_element = gen_expr!(f(x) for x in items if f(x) > 0);
    let loops_over_ranges = gen_expr!((x, y) for x in 0..9 if x % 2 == 0 for y in 0..x);
    let several_loops = gen_expr!(c for w in words if w.len() > 1 for c in w.chars());
}
