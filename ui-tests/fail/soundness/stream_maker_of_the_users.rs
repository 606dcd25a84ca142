//! A module of the user's in place of the runtime, whose maker is safe and gives the closure itself.

mod fake {
    pub use genfn::*;

    pub mod __private {
        pub use genfn::__private::*;

        pub trait MakePinnedStream<Y, A, Body, D>: Sized {
            fn make_pinned_stream_of_the_generator(self) -> Self {
                self
            }
        }

        impl<F, Y, A, Body, D> MakePinnedStream<Y, A, Body, D> for F where
            F: FnOnce(genfn::__private::StreamProtocol<Y, D>) -> (Body, A)
        {
        }
    }
}

use futures::Stream;

#[genfn::generator(crate = crate::fake)]
async fn strings() -> impl Stream<Item = String> {
    yield_!(String::from("text"));
}

fn main() {
    let _ = strings();
}
