#[generator]
fn in_order<'a>(tree: &'a Tree) -> BoxGenerator<'a, &'a str> {
    if let Some(left) = &tree.left {
        yield_from!(in_order(left));
    }
    yield_!(&tree.name);
    yield_from!(&tree.leaves);
}
