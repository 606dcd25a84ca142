//! What another name stands for cannot be seen.

use std::pin::Pin;

use futures::Stream;
use genfn::generator;

type Rows = Pin<Box<dyn Stream<Item = u32> + Send>>;

trait Service {
    type Watch;
    fn watch(&self) -> Self::Watch;
}

struct Server;

impl Service for Server {
    type Watch = Rows;

    #[generator]
    async fn watch(&self) -> Self::Watch {
        yield_!(1);
    }
}

#[generator]
async fn rows() -> Rows {
    yield_!(1);
}

fn main() {
    let _ = rows();
    let _ = Server.watch();
}
