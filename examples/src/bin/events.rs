//! Server-sent events from an axum handler.
//!
//! ```text
//! $ cargo run -p genfn-examples --bin events -- 127.0.0.1:4000
//! $ curl -N 'http://127.0.0.1:4000/count?every=200'
//! ```
//!
//! Each client has a stream of its own. When a client goes away, axum drops the stream, and with it
//! what the stream holds: here a seat, whose `Drop` says who left.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use axum::routing::get;
use clap::Parser;
use futures::Stream;
use genfn::{async_gen, generator};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};

/// Counts for each client, until the client goes away.
#[derive(Parser)]
struct Options {
    /// Where to listen; port 0 takes a free one, which is printed
    #[arg(default_value = "127.0.0.1:0")]
    address: String,
}

/// How many clients there are.
#[derive(Clone, Default)]
struct Clients(Arc<AtomicUsize>);

/// A client that is there.
struct Seat(Clients);

impl Clients {
    fn enter(&self) -> Seat {
        println!("{} here", self.0.fetch_add(1, Ordering::SeqCst) + 1);
        Seat(self.clone())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        println!("{} left", self.0.0.fetch_sub(1, Ordering::SeqCst) - 1);
    }
}

#[derive(Deserialize)]
struct Pace {
    /// Milliseconds
    every: u64,
}

#[generator]
async fn ticks(
    every: Duration,
    seat: Seat,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for number in 0_u64.. {
        ticks.tick().await;
        yield_!(Ok(Event::default().event("tick").data(number.to_string())));
    }
    drop(seat);
}

async fn count(
    State(clients): State<Clients>,
    Query(pace): Query<Pace>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let every = Duration::from_millis(pace.every.max(1));
    Sse::new(ticks(every, clients.enter())).keep_alive(KeepAlive::default())
}

/// The same in place: three events, and the end.
async fn three(
    State(clients): State<Clients>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let seat = clients.enter();
    Sse::new(async_gen! {
        for word in ["one", "two", "three"] {
            yield_!(Ok(Event::default().data(word)));
        }
        drop(seat);
    })
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind(Options::parse().address).await?;
    println!("listening on {}", listener.local_addr()?);
    let app = Router::new()
        .route("/count", get(count))
        .route("/three", get(three))
        .with_state(Clients::default());
    axum::serve(listener, app).await
}
