//! A stream in place is pinned before it is polled.

use futures::StreamExt;
use genfn::async_gen;

fn main() {
    futures::executor::block_on(async {
        let mut numbers = async_gen! {
            yield_!(1);
        };
        let _: Vec<u32> = futures::stream::empty().collect().await;
        while let Some(number) = numbers.next().await {
            println!("{}", number + 1);
        }
    });
}
