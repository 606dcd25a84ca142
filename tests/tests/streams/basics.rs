//! What a stream is to its caller: items, waits, the end.

use std::pin::pin;
use std::task::Poll;

use futures::stream::{BoxStream, FusedStream, LocalBoxStream};
use futures::{Stream, StreamExt};
use genfn::{CloseStream, async_gen, generator};

use crate::harness::{Log, items, next, pends};

#[generator]
async fn count(end: u32) -> impl Stream<Item = u32> {
    for number in 0..end {
        pends(number).await;
        yield_!(number);
    }
}

#[test]
fn items_come_in_order_and_the_end_stays_the_end() {
    assert_eq!(items(count(4)), [0, 1, 2, 3]);
    let mut stream = pin!(count(1));
    assert!(!stream.is_terminated());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    for _ in 0..3 {
        assert_eq!(next(stream.as_mut()), Poll::Ready(None));
        assert!(stream.is_terminated());
    }
}

#[test]
fn a_wait_is_pending_and_nothing_else() {
    let mut stream = pin!(count(3));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(2)));
}

#[generator]
async fn movable(end: u32) -> impl Stream<Item = u32> + Unpin {
    for number in 0..end {
        pends(1).await;
        yield_!(number);
    }
}

#[test]
fn a_movable_stream_needs_no_pin() {
    let mut stream = movable(3);
    assert_eq!(futures::executor::block_on(stream.next()), Some(0));
    let mut moved = Box::new(stream);
    assert_eq!(futures::executor::block_on(moved.next()), Some(1));
    assert_eq!(items(*moved), [2]);
}

#[generator]
async fn boxed(text: &str) -> BoxStream<'_, char> {
    for letter in text.chars() {
        pends(1).await;
        yield_!(letter);
    }
}

#[generator]
async fn local(text: std::rc::Rc<str>) -> LocalBoxStream<'static, char> {
    for letter in text.chars() {
        yield_!(letter);
    }
}

#[generator]
async fn spelt(text: &str) -> std::pin::Pin<Box<dyn Stream<Item = char> + Send + '_>> {
    for letter in text.chars() {
        yield_!(letter);
    }
}

#[test]
fn boxed_streams() {
    assert_eq!(items(boxed("abc")), ['a', 'b', 'c']);
    assert_eq!(items(local("abc".into())), ['a', 'b', 'c']);
    assert_eq!(items(spelt("abc")), ['a', 'b', 'c']);
}

#[test]
fn streams_in_place() {
    let limit = 3;
    let plain = async_gen! {
        for number in 0..limit {
            pends(1).await;
            yield_!(number);
        }
    };
    assert_eq!(items(plain), [0, 1, 2]);
    let typed = async_gen! { -> impl Stream<Item = Result<u8, std::num::ParseIntError>> {
        for word in ["1", "x", "2"] {
            yield_!(Ok(word.parse()?));
        }
    } };
    let typed = items(typed);
    assert_eq!(typed.len(), 2);
    assert_eq!(typed[0], Ok(1));
    assert!(typed[1].is_err());
    let formatted = async_gen!({
        yield_!("a");
        yield_!("b");
    });
    assert_eq!(items(formatted), ["a", "b"]);
}

#[test]
fn a_body_over_results_may_end_with_one() {
    #[generator]
    async fn ends(with_an_error: bool) -> impl Stream<Item = Result<u32, &'static str>> {
        yield_!(Ok(1));
        if with_an_error { Err("the last item") } else { Ok(()) }
    }

    assert_eq!(items(ends(false)), [Ok(1)]);
    assert_eq!(items(ends(true)), [Ok(1), Err("the last item")]);
}

#[generator]
async fn numbers(text: &str) -> impl Stream<Item = Result<u32, std::num::ParseIntError>> {
    for word in text.split(' ') {
        if word == "end" {
            return;
        }
        pends(1).await;
        yield_!(Ok(word.parse()?));
    }
}

#[test]
fn the_error_is_the_last_item() {
    let all = items(numbers("1 x 3"));
    assert!(matches!(&all[..], [Ok(1), Err(_)]));
    assert_eq!(items(numbers("1 2 end 3")), [Ok(1), Ok(2)]);
    assert_eq!(items(numbers("1 2")), [Ok(1), Ok(2)]);
}

#[generator]
async fn told(log: Log) -> impl Stream<Item = u32> {
    let _guard = log.on_drop("guard");
    for number in 0.. {
        if try_yield!(number).is_err() {
            log.say("goodbye");
            pends(2).await;
            log.say("said");
            return;
        }
    }
}

#[test]
fn a_body_awaits_its_goodbye() {
    let log = Log::default();
    let mut stream = pin!(told(log.clone()));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(futures::executor::block_on(stream.close()), Ok(()));
    assert_eq!(log.take(), ["goodbye", "said", "drop guard"]);
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
}

#[generator]
async fn tree(depth: u32) -> impl Stream<Item = u32> {
    pends(1).await;
    if depth > 0 {
        yield_from!(tree(depth - 1));
        yield_!(depth);
        yield_from!(tree(depth - 1));
    }
}

#[test]
fn recursion_without_boxes() {
    assert_eq!(items(tree(3)), [1, 2, 1, 3, 1, 2, 1]);
}

#[generator]
async fn all_kinds() -> impl Stream<Item = u32> {
    yield_from!(0..2);
    yield_from!(futures::stream::iter([2, 3]));
    yield_from!(count(2));
    yield_from!(Box::pin(count(2)));
    yield_from!(movable(1));
    let total = yield_from!(sum());
    yield_!(total);
}

#[generator]
fn sum() -> impl genfn::Coroutine<Yield = u32, Return = u32> {
    yield_!(7);
    yield_!(8);
    15
}

#[test]
fn delegates_of_all_kinds() {
    assert_eq!(items(all_kinds()), [0, 1, 2, 3, 0, 1, 0, 1, 0, 7, 8, 15]);
}

#[generator]
async fn in_macros() -> impl Stream<Item = u32> {
    let _ = vec![yield_!(1), yield_!(2)];
    println!("{:?}", yield_!(3));
    let text = format!("{}", {
        pends(1).await;
        yield_!(4);
        5
    });
    yield_!(text.parse().unwrap());
    if matches!(try_yield!(6), Ok(())) {
        yield_!(7);
    }
    assert!({
        genfn::yield_from!([8, 9]);
        true
    });
}

#[test]
fn yields_among_the_tokens_of_other_macros() {
    assert_eq!(items(in_macros()), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
}
