//! The type of a generator with a name is declared beside the function, where the items of its body are not in scope.

use genfn::generator;

#[generator(struct Points)]
fn points(count: u32) -> impl Iterator<Item = u32> {
    struct Point(u32);
    const SIZE: usize = 2;
    let point: Point = Point(count);
    let sizes: [u32; SIZE] = [count; SIZE];
    yield_!(point.0);
    yield_!(sizes[0] + point.0);
}

fn main() {
    points(3).count();
}
