//! A module of the user's in place of the runtime, whose types are those of other items.

mod fake {
    pub use genfn::*;

    pub mod __private {
        pub use genfn::__private::*;

        pub type StreamProtocol<Y, D> =
            <(genfn::__private::StreamProtocol<[usize; 3], D>, Y) as super::First>::Of;
    }

    pub trait First {
        type Of;
    }

    impl<A, B> First for (A, B) {
        type Of = A;
    }
}

use futures::Stream;

#[genfn::generator(crate = crate::fake)]
async fn strings() -> impl Stream<Item = String> {
    struct Local;
    yield_!([7; 3]);
    let _ = Local;
}

fn main() {
    let _ = strings();
}
