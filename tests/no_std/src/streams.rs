//! Streams without a heap, on an executor that knows its own wakers alone.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::sync::atomic::{AtomicU32, Ordering};
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use futures_core::Stream;
use genfn::{CloseStream, generator};

/// How often a task was woken.
static WOKEN: AtomicU32 = AtomicU32::new(0);

static TASK: RawWakerVTable =
    RawWakerVTable::new(|data| RawWaker::new(data, &TASK), wake, wake, |_| {});

fn wake(_: *const ()) {
    WOKEN.fetch_add(1, Ordering::Relaxed);
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    // SAFETY: the functions of the table use no data.
    let waker = unsafe { Waker::new(core::ptr::null(), &TASK) };
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
    }
}

/// Waits for the timer of the executor, which takes no other waker.
async fn tick(times: u32) {
    let mut left = times;
    poll_fn(|context| {
        assert!(core::ptr::eq(context.waker().vtable(), &raw const TASK), "not one of mine");
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn next<S: Stream>(mut stream: Pin<&mut S>) -> Option<S::Item> {
    poll_fn(|context| stream.as_mut().poll_next(context)).await
}

#[generator]
async fn samples(values: &[i16]) -> impl Stream<Item = Result<u16, i16>> {
    for &value in values {
        tick(2).await;
        yield_!(Ok(u16::try_from(value).map_err(|_| value)?));
    }
}

#[generator]
async fn averages(values: &[i16]) -> impl Stream<Item = Result<u16, i16>> {
    let mut samples = pin!(samples(values));
    let mut last = 0;
    while let Some(sample) = next(samples.as_mut()).await {
        let sample = sample?;
        if try_yield!(Ok((last + sample) / 2)).is_err() {
            tick(1).await;
            return;
        }
        last = sample;
    }
}

#[generator]
async fn twice(values: &[i16]) -> impl Stream<Item = Result<u16, i16>> {
    yield_from!(averages(values));
    yield_from!(pin!(averages(values)));
    yield_from!([Ok(1), Err(2)]);
}

pub fn all() -> bool {
    let items = block_on(async {
        let mut stream = pin!(twice(&[10, 20, 30]));
        let mut items = [Ok(0); 9];
        let mut count = 0;
        while let Some(item) = next(stream.as_mut()).await {
            items[count] = item;
            count += 1;
        }
        (count == 8).then_some(items)
    });
    let Some(items) = items else { return false };
    let expected = [Ok(5), Ok(15), Ok(25), Ok(5), Ok(15), Ok(25), Ok(1), Err(2)];
    let woken = WOKEN.load(Ordering::Relaxed) == 12;
    let fails = block_on(async {
        let mut stream = pin!(twice(&[1, -1]));
        let first = next(stream.as_mut()).await == Some(Ok(0));
        let second = next(stream.as_mut()).await == Some(Err(-1));
        let closed = stream.close().await.is_ok();
        first && second && closed && next(stream.as_mut()).await.is_none()
    });
    items[..8] == expected && woken && fails
}
