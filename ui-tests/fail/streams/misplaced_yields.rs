//! A yield stands in the stream's own body.

use futures::Stream;
use genfn::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    let block = async {
        yield_!(1);
    };
    futures::join!(block, async { yield_!(2) });
    [1, 2].iter().for_each(|&number| yield_!(number));
    fn nested() {
        yield_from!([1]);
    }
    const NUMBER: u32 = {
        yield_!(3);
        3
    };
    yield_(4);
}

fn main() {
    let _ = numbers();
}
