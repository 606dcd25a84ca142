//! What is held across an await or a yield decides whether the stream is `Send`.

use std::rc::Rc;

use futures::Stream;
use futures::stream::BoxStream;
use genfn::generator;

#[generator]
async fn opaque() -> impl Stream<Item = u32> + Send {
    let held = Rc::new(1);
    yield_!(*held);
    drop(held);
}

#[generator]
async fn boxed() -> BoxStream<'static, u32> {
    let held = Rc::new(1);
    std::future::ready(()).await;
    yield_!(*held);
}

fn main() {
    let _ = (opaque(), boxed());
}
