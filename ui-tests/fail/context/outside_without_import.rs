//! A yield outside of a generator, with nothing imported.

fn numbers() {
    yield_!(1);
}

fn main() {
    numbers();
}
