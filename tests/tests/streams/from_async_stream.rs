//! What async-stream's users count on, in genfn's words.

use std::pin::{Pin, pin};
use std::rc::Rc;

use futures::stream::FusedStream;
use futures::{Stream, StreamExt, TryStreamExt};
use genfn::{async_gen, generator};
use tokio::sync::mpsc;

#[tokio::test]
async fn a_stream_may_yield_nothing() {
    let mut ran = false;
    {
        let ran = &mut ran;
        let nothing = async_gen! { -> impl Stream<Item = u32> {
            *ran = true;
            if false {
                yield_!(1);
            }
        } };
        assert!(pin!(nothing).next().await.is_none());
    }
    assert!(ran);
}

#[tokio::test]
async fn an_item_may_be_unit_and_a_single_one() {
    let unit = async_gen! { yield_!(); };
    assert_eq!(unit.collect::<Vec<()>>().await, [()]);
    let single = async_gen! { yield_!("hello"); };
    assert_eq!(single.collect::<Vec<_>>().await, ["hello"]);
}

#[tokio::test]
async fn a_stream_waits_for_a_channel_and_takes_what_it_captures() {
    let (sender, mut receiver) = mpsc::channel(10);
    let numbers = async_gen! {
        while let Some(number) = receiver.recv().await {
            yield_!(number);
        }
    };
    let reading = tokio::spawn(numbers.collect::<Vec<u32>>());
    for number in 0..4 {
        sender.send(number).await.unwrap();
        tokio::task::yield_now().await;
    }
    drop(sender);
    assert_eq!(reading.await.unwrap(), [0, 1, 2, 3]);
}

fn returned() -> impl Stream<Item = u32> {
    async_gen! {
        yield_!(1);
        yield_!(2);
    }
}

#[generator]
async fn borrowed(text: &str) -> impl Stream<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

#[tokio::test]
async fn streams_are_returned_and_borrow() {
    assert_eq!(returned().collect::<Vec<_>>().await, [1, 2]);
    let text = String::from("one two");
    assert_eq!(borrowed(&text).collect::<Vec<_>>().await, ["one", "two"]);
}

#[tokio::test]
async fn a_stream_is_read_in_another_one() {
    let doubled = async_gen! {
        let mut inner = pin!(returned());
        while let Some(number) = inner.next().await {
            yield_!(number);
            yield_!(number * 2);
        }
    };
    assert_eq!(doubled.collect::<Vec<_>>().await, [1, 2, 2, 4]);
    let moved = returned();
    let given = async_gen! { yield_from!(moved); };
    assert_eq!(given.collect::<Vec<_>>().await, [1, 2]);
}

#[tokio::test]
async fn a_stream_polls_another_one_that_polls_by_the_same_task() {
    // A yield belongs to the stream that it is written in, wherever another one is polled.
    let inner = async_gen! {
        yield_!("inner 1");
        tokio::task::yield_now().await;
        yield_!("inner 2");
    };
    let outer = async_gen! {
        let mut inner = Box::pin(inner);
        yield_!("outer 1");
        let first = inner.next().await;
        yield_!("outer 2");
        yield_!(first.unwrap());
        while let Some(item) = inner.next().await {
            yield_!(item);
        }
    };
    let all: Vec<_> = outer.collect().await;
    assert_eq!(all, ["outer 1", "outer 2", "inner 1", "inner 2"]);
}

#[tokio::test]
async fn a_stream_is_over_after_its_end() {
    let mut once = pin!(async_gen! { yield_!(1); });
    assert!(!once.is_terminated());
    assert_eq!(once.next().await, Some(1));
    assert_eq!(once.next().await, None);
    assert!(once.is_terminated());
    assert_eq!(once.next().await, None);
}

#[derive(Debug, PartialEq)]
struct Wrapped(&'static str);

impl From<&'static str> for Wrapped {
    fn from(message: &'static str) -> Self {
        Self(message)
    }
}

#[generator]
async fn converted(fails: bool) -> impl Stream<Item = Result<u32, Wrapped>> {
    yield_!(Ok(1));
    if fails {
        Err("failed")?;
    }
    yield_!(Ok(2));
}

#[tokio::test]
async fn question_marks_convert_and_end() {
    assert_eq!(converted(false).try_collect::<Vec<_>>().await, Ok(vec![1, 2]));
    let mut failing = pin!(converted(true));
    assert_eq!(failing.next().await, Some(Ok(1)));
    assert_eq!(failing.next().await, Some(Err(Wrapped("failed"))));
    assert_eq!(failing.next().await, None);
}

fn is_send(_: &impl Send) {}

#[tokio::test]
async fn a_stream_of_what_is_not_send_stays_on_its_thread() {
    let shared = Rc::new(1);
    let local = async_gen! {
        tokio::task::yield_now().await;
        yield_!(Rc::clone(&shared));
    };
    assert_eq!(local.collect::<Vec<_>>().await, [Rc::new(1)]);
    let sent = returned();
    is_send(&sent);
}

trait Layer {
    fn call(&self) -> Pin<Box<dyn Stream<Item = u32> + '_>>;
}

struct Leaf(u32);
struct Node(Vec<Box<dyn Layer>>);

impl Layer for Leaf {
    fn call(&self) -> Pin<Box<dyn Stream<Item = u32> + '_>> {
        Box::pin(async_gen! { yield_!(self.0); })
    }
}

impl Layer for Node {
    #[generator]
    async fn call(&self) -> Pin<Box<dyn Stream<Item = u32> + '_>> {
        for layer in &self.0 {
            yield_from!(layer.call());
        }
    }
}

#[tokio::test]
async fn boxed_streams_are_delegated_to() {
    let inner = Node(vec![Box::new(Leaf(1)), Box::new(Leaf(2))]);
    let outer = Node(vec![Box::new(inner), Box::new(Leaf(3))]);
    assert_eq!(outer.call().collect::<Vec<_>>().await, [1, 2, 3]);
}

#[tokio::test]
async fn a_body_without_a_yield_runs_when_it_is_polled() {
    let mut ran = false;
    {
        let ran = &mut ran;
        let nothing = async_gen! { -> impl Stream<Item = ()> { *ran = true; } };
        assert!(pin!(nothing).next().await.is_none());
    }
    assert!(ran);
}

async fn at_once() {
    std::future::ready(()).await;
}

#[tokio::test]
async fn the_handlers_of_a_select_yield() {
    let unit = async_gen! {
        tokio::select! {
            () = at_once() => yield_!(),
            else => yield_!(),
        }
    };
    assert_eq!(unit.collect::<Vec<()>>().await, [()]);
    let word = async_gen! {
        tokio::select! {
            () = at_once() => yield_!("first"),
            () = async { at_once().await } => yield_!("first"),
            else => yield_!("none"),
        }
    };
    assert_eq!(word.collect::<Vec<_>>().await, ["first"]);
}

#[tokio::test]
async fn the_handler_of_a_select_makes_a_stream_of_its_own() {
    let outer = async_gen! {
        tokio::select! {
            () = at_once() => {
                let inner = async_gen! { -> impl Stream<Item = Result<u32, String>> {
                    yield_!(Ok(1));
                } };
                yield_!(Box::pin(inner).next().await.unwrap());
            }
            else => {}
        }
        yield_!(Ok(2));
    };
    assert_eq!(outer.try_collect::<Vec<_>>().await, Ok(vec![1, 2]));
}

#[tokio::test]
async fn futures_that_are_pinned_are_items() {
    let futures = async_gen! {
        for number in 0..3 {
            yield_!(async move {
                tokio::task::yield_now().await;
                number
            });
        }
    };
    assert_eq!(futures.buffered(2).collect::<Vec<_>>().await, [0, 1, 2]);
}

struct Owner(String);

impl Owner {
    fn text(&self) -> impl Stream<Item = &str> {
        async_gen! { yield_!(&self.0[..]); }
    }

    #[generator]
    async fn by_attribute(&self) -> impl Stream<Item = &str> {
        yield_!(&self.0);
    }
}

#[tokio::test]
async fn a_method_yields_what_it_borrows_from_self() {
    let owner = Owner("hello".to_owned());
    assert_eq!(owner.text().chain(owner.by_attribute()).collect::<Vec<_>>().await, ["hello"; 2]);
}

#[tokio::test]
async fn a_line_in_a_body_is_where_it_is_written() {
    let before = line!();
    let in_place = async_gen! {
        yield_!(line!());
    };
    assert_eq!(in_place.collect::<Vec<_>>().await, [before + 2]);
}

#[generator]
async fn fails_at_once() -> impl Stream<Item = Result<&'static str, ()>> {
    Err(())?;
    yield_!(Ok("never"));
}

#[generator]
async fn takes_off_two_layers() -> impl Stream<Item = Result<i32, String>> {
    let inner: Result<Result<i32, String>, String> = Ok(Ok(5));
    let number = inner??;
    yield_!(Ok(number));
}

#[generator]
async fn fails_by_a_helper(fails: bool) -> impl Stream<Item = Result<i32, String>> {
    let half = |number: i32| if number % 2 == 0 { Ok(number / 2) } else { Err("odd".to_owned()) };
    yield_!(half(4));
    let all = || -> Result<i32, String> { Ok(half(2)? + half(if fails { 3 } else { 6 })?) };
    yield_!(Ok(all()?));
    yield_!(all().map(|number| number * 2));
}

#[generator]
async fn of_units_as_errors(number: Result<u32, ()>) -> impl Stream<Item = Result<u32, ()>> {
    yield_!(Ok(number?));
}

#[tokio::test]
async fn the_error_is_what_comes_last() {
    assert_eq!(fails_at_once().collect::<Vec<_>>().await, [Err(())]);
    assert_eq!(takes_off_two_layers().collect::<Vec<_>>().await, [Ok(5)]);
    assert_eq!(fails_by_a_helper(false).try_collect::<Vec<_>>().await, Ok(vec![2, 4, 8]));
    let failing: Vec<_> = fails_by_a_helper(true).collect().await;
    assert_eq!(failing, [Ok(2), Err("odd".to_owned())]);
    assert_eq!(of_units_as_errors(Ok(1)).collect::<Vec<_>>().await, [Ok(1)]);
    assert_eq!(of_units_as_errors(Err(())).collect::<Vec<_>>().await, [Err(())]);
}
