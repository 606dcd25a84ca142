//! `.await` in the body.

use genfn::generator;

async fn fetch() -> u32 {
    1
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let number = fetch().await;
    yield_!(number);
}

fn main() {
    let _: u32 = numbers().sum();
}
