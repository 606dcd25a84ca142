//! Yields among the arguments of other macros belong to the body.

#![deny(warnings)]

use genfn::generator;

macro_rules! twice {
    ($body:expr) => {{
        $body;
        $body
    }};
}

macro_rules! sum {
    ($($number:expr),*) => { 0 $(+ $number)* };
}

macro_rules! forever {
    ($($body:tt)*) => {
        loop {
            $($body)*
        }
    };
}

#[generator]
async fn stream() -> impl futures::Stream<Item = u32> {
    forever! {
        yield_!(1);
        break;
    }
}

#[generator]
fn ends() -> impl Iterator<Item = u32> {
    forever! {
        yield_!(1);
        break;
    }
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let units = vec![yield_!(1), yield_!(2)];
    println!("{units:?} {:?}", yield_!(3));
    twice!(yield_!(4));
    let sum = sum!({ yield_!(5); 1 }, { yield_!(6); 2 });
    assert_eq!(sum, 3, "{:?}", yield_!(7));
    if matches!(yield_!(8), ()) {
        yield_!(9);
    }
}

fn main() {
    assert_eq!(ends().count(), 1);
    let _ = stream();
    assert_eq!(numbers().collect::<Vec<_>>(), [1, 2, 3, 4, 4, 5, 6, 8, 9]);
}
