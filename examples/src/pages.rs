//! A client of an API that pages, with retries.

use std::io;
use std::time::Duration;

use futures::Stream;
use genfn::generator;
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// One page, as the API gives it.
#[derive(Debug, Deserialize)]
pub struct Page {
    pub items: Vec<String>,
    /// Where the next page is.
    pub next: Option<String>,
}

/// A client of the API at an address.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: String,
    pub attempts: u32,
    pub patience: Duration,
}

impl Client {
    /// All items from `path` on, page by page. A page is fetched when its first item is asked for.
    #[generator]
    pub async fn items(&self, path: &str) -> impl Stream<Item = io::Result<String>> + Send {
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let page = self.page(&path).await?;
            for item in page.items {
                yield_!(Ok(item));
            }
            next = page.next;
        }
    }

    /// One page. After a failure it waits, twice as long each time, and tries again.
    async fn page(&self, path: &str) -> io::Result<Page> {
        let mut pause = Duration::from_millis(50);
        for attempt in 1.. {
            let failure = match timeout(self.patience, self.get(path)).await {
                Ok(Ok(page)) => return Ok(page),
                Ok(Err(error)) => error,
                Err(late) => late.into(),
            };
            if attempt == self.attempts {
                return Err(failure);
            }
            sleep(pause).await;
            pause *= 2;
        }
        unreachable!("there are that many attempts at most")
    }

    /// A request by hand: this is no example of a client for HTTP.
    async fn get(&self, path: &str) -> io::Result<Page> {
        let mut socket = TcpStream::connect(&self.address).await?;
        let request = format!("GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address);
        socket.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await?;
        let (head, body) =
            answer.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("it is no answer"))?;
        let status = head.split(' ').nth(1).unwrap_or_default();
        if status != "200" {
            return Err(io::Error::other(format!("the API answers {status}")));
        }
        serde_json::from_str(body).map_err(io::Error::other)
    }
}
