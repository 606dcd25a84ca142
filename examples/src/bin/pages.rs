//! Prints the items of an API that gives them in pages.
//!
//! ```text
//! $ cargo run -p genfn-examples --bin pages -- 127.0.0.1:4000 /items --limit 5
//! ```

use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use futures::StreamExt;
use genfn_examples::pages::Client;

/// Prints the items of an API, and fetches no more pages than it needs.
#[derive(Parser)]
struct Options {
    /// Host and port
    address: String,

    /// Where the first page is
    #[arg(default_value = "/")]
    path: String,

    /// Stop after this many items
    #[arg(short, long)]
    limit: Option<usize>,

    /// How often a page is asked for
    #[arg(long, default_value_t = 3)]
    attempts: u32,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Options { address, path, limit, attempts } = Options::parse();
    let client = Client { address, attempts, patience: Duration::from_secs(5) };
    let mut items = pin!(client.items(&path).take(limit.unwrap_or(usize::MAX)));
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => println!("{item}"),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
