//! The forms of a function that makes a stream, and what the stream is beside that.

use std::fmt::Display;
use std::future::{Future, ready};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use futures::stream::BoxStream;
use futures::{FutureExt, Stream, StreamExt};
use genfn::{async_gen, generator};

use crate::harness::{items, next, pends};

#[generator]
async fn generic<'a, T, const N: usize>(
    values: [&'a T; N],
    (before, after): (char, char),
    mut count: usize,
    to_text: impl Fn(&T) -> String,
) -> impl Stream<Item = String>
where
    T: Display + ?Sized + 'a,
{
    for value in values {
        if count == 0 {
            return;
        }
        count -= 1;
        pends(1).await;
        yield_!(format!("{before}{}{after}", to_text(value)));
    }
}

#[test]
fn arguments_of_every_form() {
    let stream = generic(["a", "b", "c"], ('<', '>'), 2, str::to_uppercase);
    assert_eq!(items(stream), ["<A>", "<B>"]);
}

struct Store {
    rows: Vec<String>,
}

impl Store {
    #[generator]
    async fn rows(&self) -> impl Stream<Item = &str> {
        for row in &self.rows {
            pends(1).await;
            yield_!(row);
        }
    }

    #[generator]
    async fn drain(&mut self) -> impl Stream<Item = String> {
        while let Some(row) = self.rows.pop() {
            pends(1).await;
            yield_!(row);
        }
    }

    #[generator]
    async fn into_rows(self) -> impl Stream<Item = String> + Unpin {
        for row in self.rows {
            yield_!(row);
        }
    }

    #[generator]
    async fn shared(self: Rc<Self>) -> impl Stream<Item = usize> {
        yield_!(self.rows.len());
    }
}

#[test]
fn methods() {
    let mut store = Store { rows: vec!["a".into(), "b".into()] };
    assert_eq!(items(store.rows()), ["a", "b"]);
    assert_eq!(items(store.drain()), ["b", "a"]);
    store.rows.push("c".into());
    assert_eq!(items(store.into_rows()), ["c"]);
    assert_eq!(items(Rc::new(Store { rows: Vec::new() }).shared()), [0]);
}

trait Source {
    fn numbers(&self) -> impl Stream<Item = u32> + Send;
    fn boxed(&self) -> BoxStream<'_, u32>;
}

struct Upto(u32);

impl Source for Upto {
    #[generator]
    async fn numbers(&self) -> impl Stream<Item = u32> + Send {
        for number in 0..self.0 {
            pends(1).await;
            yield_!(number);
        }
    }

    #[generator]
    async fn boxed(&self) -> BoxStream<'_, u32> {
        yield_from!(self.numbers());
    }
}

#[test]
fn methods_of_traits() {
    let sources = [Upto(2), Upto(1)];
    let all = futures::stream::select_all(sources.iter().map(Source::boxed));
    let mut all = items(all);
    all.sort_unstable();
    assert_eq!(all, [0, 0, 1]);
    assert_eq!(items(Source::numbers(&Upto(2))), [0, 1]);
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[generator]
async fn sends() -> impl Stream<Item = Rc<u32>> + Send {
    // Not kept across a suspension.
    yield_!(Rc::new(1));
    pends(1).await;
    yield_!(Rc::new(2));
}

#[test]
fn a_stream_is_send_if_what_it_keeps_is() {
    assert_eq!(items(is_send(sends())).len(), 2);
    assert_eq!(items(is_send(async_gen! { pends(1).await; yield_!(1); })), [1]);
    assert_eq!(items(is_send(Box::pin(sends()))).len(), 2);
}

#[generator(size_hint = (texts.len(), Some(texts.len())))]
async fn hinted(texts: Vec<&str>) -> impl Stream<Item = &str> {
    for text in texts {
        pends(1).await;
        yield_!(text);
    }
}

#[generator(size_hint = (1, None))]
async fn hinted_box() -> impl Stream<Item = u32> + Unpin {
    yield_!(1);
}

#[generator(size_hint = (usize::MAX, None))]
async fn far_too_many() -> impl Stream<Item = u32> {
    yield_!(1);
}

#[test]
fn a_wrong_size_hint_makes_no_collection_panic() {
    assert_eq!(far_too_many().size_hint(), (0, None));
    assert_eq!(items(far_too_many()), [1]);
}

#[test]
fn a_size_hint_counts_down() {
    let mut stream = pin!(hinted(vec!["a", "b"]));
    assert_eq!(stream.size_hint(), (2, Some(2)));
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(stream.size_hint(), (2, Some(2)));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some("a")));
    assert_eq!(stream.size_hint(), (1, Some(1)));
    while next(stream.as_mut()) != Poll::Ready(None) {}
    assert_eq!(stream.size_hint(), (0, Some(0)));

    let mut stream = hinted_box();
    assert_eq!(stream.size_hint(), (1, None));
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(Some(1)));
    assert_eq!(stream.size_hint(), (0, None));
    assert_eq!(next(Pin::new(&mut stream)), Poll::Ready(None));
    assert_eq!(stream.size_hint(), (0, Some(0)));
    assert_eq!(sends().size_hint(), (0, None));
}

#[test]
fn debug_tells_the_line_of_the_yield() {
    let mut stream = Box::pin(async_gen! {
        pends(1).await;
        yield_!(1);
    });
    let line = line!() - 2;
    let shown = |stream: &dyn std::fmt::Debug| format!("{stream:?}");
    assert_eq!(shown(&stream), "AsyncGenerator(Created)");
    assert_eq!(next(stream.as_mut()), Poll::Pending);
    assert_eq!(shown(&stream), "AsyncGenerator(Suspended)");
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(1)));
    if cfg!(debug_assertions) {
        assert_eq!(shown(&stream), format!("AsyncGenerator(Suspended at {}:{line})", file!()));
    }
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    assert_eq!(shown(&stream), "AsyncGenerator(Finished)");
    let mut stream = Box::pin(everywhere(0));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(10)));
    if cfg!(debug_assertions) {
        let line = EVERYWHERE + 6;
        assert_eq!(shown(&stream), format!("AsyncGenerator(Suspended at {}:{line})", file!()));
    }
    assert_eq!(shown(&hinted_box()), "AsyncGenerator(Created)");
}

const EVERYWHERE: u32 = line!();

#[generator]
async fn everywhere(n: u32) -> impl Stream<Item = u32> {
    let mut waits = [ready(1), ready(2)].into_iter();
    let sum = waits.next().unwrap().await + {
        yield_!(ready(10).await);
        waits.next().unwrap().await
    };
    yield_!(sum);
    match async { n }.await {
        0 => return,
        m if ready(m == 5).await => yield_!(m),
        _ => {}
    }
    if let Some(number) = ready(Some(6)).await {
        yield_!(number);
    }
    let labelled = 'a: loop {
        for number in 7.. {
            yield_!(number);
            if number == 7 {
                break 'a ready(8).await;
            }
        }
    };
    yield_!(labelled);
    let closure = |x: u32| async move { x + ready(1).await };
    yield_!(closure(8).await);
    let _pair = (yield_!(10), yield_!(ready(11).await));
}

#[test]
fn yields_and_awaits_stand_anywhere() {
    assert_eq!(items(everywhere(5)), [10, 3, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(items(everywhere(0)), [10, 3]);
}

#[derive(Debug, PartialEq)]
struct Failed(String);

impl From<std::num::ParseIntError> for Failed {
    fn from(error: std::num::ParseIntError) -> Self {
        Self(error.to_string())
    }
}

macro_rules! bail {
    ($($message:tt)*) => {
        return Err(Failed(format!($($message)*)))
    };
}

#[generator]
async fn fallible(text: &str) -> impl Stream<Item = Result<u32, Failed>> {
    for word in text.split(' ') {
        match word {
            "bail" => bail!("at {word}"),
            "err" => return Err(Failed("returned".into())),
            "on" => yield_!(Err(Failed("goes on".into()))),
            "end" => return,
            "later" => ready("x".parse::<u32>()).await.map(drop)?,
            word => yield_!(Ok(word.parse()?)),
        }
        pends(1).await;
    }
}

#[test]
fn an_error_is_the_last_item_however_it_is_made() {
    let failed = |text: &str| Err(Failed(text.into()));
    assert_eq!(items(fallible("1 bail 2")), [Ok(1), failed("at bail")]);
    assert_eq!(items(fallible("err 2")), [failed("returned")]);
    assert_eq!(items(fallible("1 on 2")), [Ok(1), failed("goes on"), Ok(2)]);
    assert_eq!(items(fallible("1 end 2")), [Ok(1)]);
    assert_eq!(items(fallible("later")), [failed("invalid digit found in string")]);
    assert_eq!(items(fallible("1 x")), [Ok(1), failed("invalid digit found in string")]);
}

#[generator]
async fn selects(mut left: u32) -> impl Stream<Item = u32> {
    let mut fast = pin!(async { 1 }.fuse());
    loop {
        futures::select! {
            value = fast => yield_!(value),
            () = ready(()).fuse() => {
                if left == 0 {
                    break;
                }
                left -= 1;
                yield_!(10 + left);
            }
        }
    }
    let (a, b) = futures::join!(ready(2), async {
        pends(1).await;
        3
    });
    yield_!(a + b);
    let total: u32 = vec![{
        yield_!(6);
        1
    }][0]
        + {
            let mut unordered: futures::stream::FuturesUnordered<_> = (0..3).map(ready).collect();
            let mut total = 0;
            while let Some(number) = unordered.next().await {
                total += number;
            }
            total
        };
    yield_!(total);
}

#[test]
fn other_macros_await_and_yield() {
    let mut all = items(selects(2));
    let rest = all.split_off(3);
    all.sort_unstable();
    assert_eq!(all, [1, 10, 11]);
    assert_eq!(rest, [5, 6, 4]);
}

#[test]
fn a_future_in_a_variable_and_one_by_into_future() {
    struct Request(u32);

    impl IntoFuture for Request {
        type Output = u32;
        type IntoFuture = std::future::Ready<u32>;

        fn into_future(self) -> std::future::Ready<u32> {
            ready(self.0)
        }
    }

    let mut pinned: Pin<Box<dyn Future<Output = u32>>> = Box::pin(async { 2 });
    let stream = async_gen! {
        yield_!(Request(1).await);
        yield_!((&mut pinned).await);
    };
    assert_eq!(items(stream), [1, 2]);
}
