//! Programs as people write them, with tokio and its time stopped.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::stream::{BoxStream, select_all};
use futures::{Stream, StreamExt, TryStreamExt};
use genfn::{CloseStream, async_gen, generator};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

/// Length-prefixed frames out of a reader.
#[generator]
async fn frames(
    mut reader: impl AsyncRead + Unpin,
) -> impl Stream<Item = std::io::Result<Vec<u8>>> {
    loop {
        let length = match reader.read_u16().await {
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return,
            Err(error) => return Err(error),
        };
        let mut frame = vec![0; length.into()];
        reader.read_exact(&mut frame).await?;
        yield_!(Ok(frame));
    }
}

#[tokio::test]
async fn frames_come_out_of_a_reader_in_pieces() {
    let (mut writer, reader) = tokio::io::duplex(3);
    let writing = tokio::spawn(async move {
        writer.write_all(&[0, 1, 7, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 9, 1]).await.unwrap();
    });
    let mut frames = pin!(frames(reader));
    assert_eq!(frames.try_next().await.unwrap(), Some(vec![7]));
    assert_eq!(frames.try_next().await.unwrap(), Some(vec![]));
    assert_eq!(frames.try_next().await.unwrap(), Some(vec![1, 2, 3, 4, 5]));
    let error = frames.try_next().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
    assert!(frames.try_next().await.unwrap().is_none());
    writing.await.unwrap();
}

/// An API that gives pages, and fails at some calls.
struct Client {
    calls: AtomicU32,
    fails_at: Vec<u32>,
    pages: Vec<Vec<u32>>,
}

#[derive(Debug, PartialEq)]
struct Unavailable(u32);

impl Client {
    async fn page(&self, number: usize) -> Result<Option<&[u32]>, Unavailable> {
        sleep(Duration::from_millis(10)).await;
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        if self.fails_at.contains(&call) {
            return Err(Unavailable(call));
        }
        Ok(self.pages.get(number).map(Vec::as_slice))
    }

    /// All items, page by page, each fetched when it is asked for.
    #[generator]
    async fn items(&self) -> impl Stream<Item = Result<u32, Unavailable>> + Send {
        for number in 0.. {
            let Some(page) = self.page(number).await? else { return };
            for &item in page {
                yield_!(Ok(item));
            }
        }
    }
}

fn client(fails_at: &[u32]) -> Client {
    let pages = vec![vec![1, 2], vec![3], vec![4, 5]];
    Client { calls: AtomicU32::new(0), fails_at: fails_at.to_vec(), pages }
}

#[tokio::test(start_paused = true)]
async fn pages_are_fetched_as_they_are_needed() {
    let lazy = client(&[]);
    let first: Vec<_> = lazy.items().take(3).try_collect().await.unwrap();
    assert_eq!(first, [1, 2, 3]);
    assert_eq!(lazy.calls.load(Ordering::SeqCst), 2);
    let failing = client(&[2]);
    let mut items = pin!(failing.items());
    for expected in 1..=3 {
        assert_eq!(items.try_next().await, Ok(Some(expected)));
    }
    assert_eq!(items.try_next().await, Err(Unavailable(2)));
    assert_eq!(items.try_next().await, Ok(None));
}

/// Calls again after a failure, later each time, and gives up after some.
#[generator]
async fn with_retries<T, E, S, F>(
    make: F,
    attempts: u32,
    patience: Duration,
) -> impl Stream<Item = Result<T, E>> + Send
where
    T: Send,
    E: Send + From<&'static str>,
    S: Stream<Item = Result<T, E>> + Send,
    F: Fn(usize) -> S + Send,
{
    let mut given = 0;
    let mut attempt = 0;
    'attempts: loop {
        let mut stream = pin!(make(given));
        loop {
            match timeout(patience, stream.next()).await {
                Ok(Some(Ok(item))) => {
                    given += 1;
                    attempt = 0;
                    yield_!(Ok(item));
                }
                Ok(None) => return,
                Ok(Some(Err(error))) if attempt == attempts => return Err(error),
                Err(_) if attempt == attempts => Err("timed out")?,
                Ok(Some(Err(_))) | Err(_) => {
                    sleep(Duration::from_secs(1 << attempt)).await;
                    attempt += 1;
                    continue 'attempts;
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn retries_wait_longer_each_time() {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let started = Instant::now();
    let make = {
        let calls = Arc::clone(&calls);
        move |given: usize| {
            let call = calls.lock().unwrap().len();
            calls.lock().unwrap().push(started.elapsed().as_secs());
            async_gen! { -> impl Stream<Item = Result<usize, String>> {
                match call {
                    0 => {
                        yield_!(Ok(given));
                        Err("broken")?;
                    }
                    1 => std::future::pending().await,
                    2 => Err("broken again")?,
                    _ => {
                        yield_!(Ok(given));
                        yield_!(Ok(given + 1));
                    }
                }
            } }
        }
    };
    let stream = with_retries(make, 3, Duration::from_secs(5));
    let all = tokio::spawn(stream.collect::<Vec<_>>()).await.unwrap();
    assert_eq!(all, [Ok(0), Ok(1), Ok(2)]);
    assert_eq!(*calls.lock().unwrap(), [0, 1, 8, 12]);

    let fails = |_: usize| futures::stream::iter([Err::<u8, _>("no".to_owned())]);
    let all: Vec<_> = with_retries(fails, 2, Duration::from_secs(5)).collect().await;
    assert_eq!(all, [Err("no".to_owned())]);
}

enum Command {
    Add(u32),
    Skip,
    Parse(&'static str),
}

/// Commands, ticks and a shutdown in one loop.
#[generator]
async fn service(
    mut commands: mpsc::Receiver<Command>,
    mut shutdown: tokio::sync::oneshot::Receiver<()>,
) -> impl Stream<Item = Result<u32, std::num::ParseIntError>> {
    let mut ticks =
        tokio::time::interval_at(Instant::now() + Duration::from_secs(10), Duration::from_secs(10));
    let mut total = 0;
    loop {
        tokio::select! {
            biased;
            _ = &mut shutdown => break,
            command = commands.recv() => match command {
                None => return Ok(()),
                Some(Command::Skip) => continue,
                Some(Command::Add(number)) => total += number,
                Some(Command::Parse(text)) => total += text.parse::<u32>()?,
            },
            _ = ticks.tick() => {
                yield_!(Ok(total));
                continue;
            }
        }
        yield_!(Ok(total));
    }
    yield_!(Ok(1000));
}

#[tokio::test(start_paused = true)]
async fn commands_ticks_and_shutdown_in_one_select() {
    let (sender, receiver) = mpsc::channel(8);
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let mut service = pin!(service(receiver, stopped));
    sender.send(Command::Add(1)).await.unwrap();
    sender.send(Command::Skip).await.unwrap();
    sender.send(Command::Parse("5")).await.unwrap();
    assert_eq!(service.next().await, Some(Ok(1)));
    assert_eq!(service.next().await, Some(Ok(6)));
    let waited = Instant::now();
    assert_eq!(service.next().await, Some(Ok(6)));
    assert_eq!(waited.elapsed(), Duration::from_secs(10));
    stop.send(()).unwrap();
    assert_eq!(service.next().await, Some(Ok(1000)));
    assert_eq!(service.next().await, None);

    let (sender, receiver) = mpsc::channel(8);
    let (_stop, stopped) = tokio::sync::oneshot::channel();
    let mut service = pin!(self::service(receiver, stopped));
    sender.send(Command::Parse("x")).await.unwrap();
    assert!(service.next().await.unwrap().is_err());
    assert!(service.next().await.is_none());
}

/// Batches by size or age.
#[generator]
async fn batches<T>(
    items: impl Stream<Item = T>,
    size: usize,
    age: Duration,
) -> impl Stream<Item = Vec<T>> {
    let mut items = pin!(items);
    loop {
        let Some(first) = items.next().await else { return };
        let mut batch = vec![first];
        let mut deadline = pin!(sleep(age));
        let ended = loop {
            if batch.len() == size {
                break false;
            }
            tokio::select! {
                item = items.next() => match item {
                    Some(item) => batch.push(item),
                    None => break true,
                },
                () = &mut deadline => break false,
            }
        };
        yield_!(batch);
        if ended {
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_gives_batches_by_size_or_age() {
    let numbers = async_gen! {
        for number in 0..7_u32 {
            if number == 4 {
                sleep(Duration::from_secs(60)).await;
            }
            yield_!(number);
        }
    };
    let doubled = numbers.map(|number| number * 2);
    let all: Vec<_> = batches(doubled, 3, Duration::from_secs(1)).collect().await;
    assert_eq!(all, [vec![0, 2, 4], vec![6], vec![8, 10, 12]]);
}

/// Streams that are boxed in one trait, and opaque in another.
trait Feed {
    fn events(&self) -> BoxStream<'_, String>;
}

trait Numbers {
    fn numbers(&self) -> impl Stream<Item = u32> + Send;
}

struct Every(u64, &'static str);

impl Numbers for Every {
    #[generator]
    async fn numbers(&self) -> impl Stream<Item = u32> + Send {
        for number in 0..3 {
            sleep(Duration::from_millis(self.0)).await;
            yield_!(number);
        }
    }
}

impl Feed for Every {
    #[generator]
    async fn events(&self) -> BoxStream<'_, String> {
        let mut numbers = pin!(self.numbers());
        while let Some(number) = numbers.next().await {
            yield_!(format!("{}{number}", self.1));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn feeds_are_selected_by_whatever_is_ready() {
    let feeds: [Box<dyn Feed + Send + Sync>; 2] =
        [Box::new(Every(10, "a")), Box::new(Every(25, "b"))];
    let all: Vec<_> = select_all(feeds.iter().map(|feed| feed.events())).collect().await;
    assert_eq!(all, ["a0", "a1", "b0", "a2", "b1", "b2"]);
}

/// The names that database and RPC crates give their streams.
type RowStream<'a, T> = Pin<Box<dyn Stream<Item = Result<T, String>> + Send + 'a>>;

trait Watches {
    type WatchStream: Stream<Item = Result<u32, String>>;
    fn watch(&self) -> Result<Self::WatchStream, String>;
}

struct Server(Arc<Mutex<Vec<u32>>>);

impl Watches for Server {
    type WatchStream = RowStream<'static, u32>;

    fn watch(&self) -> Result<Self::WatchStream, String> {
        let rows = Arc::clone(&self.0);
        Ok(Box::pin(async_gen! { -> impl Stream<Item = Result<u32, String>> {
            loop {
                let row = rows.lock().map_err(|error| error.to_string())?.pop();
                match row {
                    Some(0) => Err("zero")?,
                    Some(row) => yield_!(Ok(row)),
                    None => return,
                }
            }
        } }))
    }
}

fn rows(rows: &[u32]) -> RowStream<'_, u32> {
    Box::pin(async_gen! {
        for &row in rows {
            sleep(Duration::from_millis(1)).await;
            yield_!(Ok(row));
        }
    })
}

#[tokio::test(start_paused = true)]
async fn streams_under_other_names_are_made_in_place() {
    assert_eq!(rows(&[1, 2]).try_collect::<Vec<_>>().await, Ok(vec![1, 2]));
    let server = Server(Arc::new(Mutex::new(vec![3, 0, 2, 1])));
    let watched: Vec<_> = server.watch().unwrap().collect().await;
    assert_eq!(watched, [Ok(1), Ok(2), Err("zero".to_owned())]);
}

/// A session that says goodbye, in time.
#[generator]
async fn session(said: mpsc::Sender<&'static str>) -> impl Stream<Item = u32> + Send {
    for number in 0.. {
        sleep(Duration::from_secs(1)).await;
        if try_yield!(number).is_err() {
            sleep(Duration::from_secs(3)).await;
            said.send("goodbye").await.unwrap();
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_is_closed_within_a_timeout() {
    let (said, mut heard) = mpsc::channel(1);
    let mut stream = Box::pin(session(said.clone()));
    assert_eq!(stream.next().await, Some(0));
    assert!(timeout(Duration::from_secs(2), stream.close()).await.is_err());
    assert!(heard.try_recv().is_err());
    assert!(timeout(Duration::from_secs(2), stream.close()).await.is_ok());
    assert_eq!(heard.recv().await, Some("goodbye"));
    assert_eq!(stream.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn adapters_of_both_crates() {
    use tokio_stream::StreamExt as _;

    let numbers = || {
        async_gen! {
            for number in 1..=4_u64 {
                sleep(Duration::from_secs(number)).await;
                yield_!(number);
            }
        }
    };
    let started = Instant::now();
    let all: Vec<_> = futures::StreamExt::collect(numbers().buffered_twice()).await;
    assert_eq!(all, [2, 4, 6, 8]);
    assert_eq!(started.elapsed(), Duration::from_secs(10));
    let throttled = tokio_stream::StreamExt::throttle(numbers(), Duration::from_secs(3));
    let mut throttled = pin!(throttled);
    let mut at = Vec::new();
    let started = Instant::now();
    while futures::StreamExt::next(&mut throttled).await.is_some() {
        at.push(started.elapsed().as_secs());
    }
    // The stream sleeps once it is polled, which is when the time of the last item is over.
    assert_eq!(at, [1, 6, 12, 19]);
    let mut late = pin!(numbers().timeout(Duration::from_millis(2500)));
    let mut seen = Vec::new();
    while let Some(item) = futures::StreamExt::next(&mut late).await {
        seen.push(item.ok());
        if seen.len() == 4 {
            break;
        }
    }
    assert_eq!(seen, [Some(1), Some(2), None, Some(3)]);
}

trait BufferedTwice: Stream<Item = u64> + Sized {
    fn buffered_twice(self) -> impl Stream<Item = u64> {
        self.map(|number| async move { number * 2 }).buffered(2)
    }
}

impl<S: Stream<Item = u64>> BufferedTwice for S {}
