//! An attribute of somebody else's that is there again after its expansion.

#[genfn::generator]
#[genfn_tests_attributes::again]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
