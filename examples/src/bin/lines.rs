//! Numbers the lines that come in on a TCP connection.
//!
//! ```text
//! $ cargo run -p genfn-examples --bin lines -- 127.0.0.1:4000
//! $ nc 127.0.0.1 4000
//! ```

use std::io;
use std::pin::pin;

use clap::Parser;
use futures::StreamExt;
use genfn_examples::lines::lines;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

/// Answers each line of a connection with its number and its text.
#[derive(Parser)]
struct Options {
    /// Where to listen; port 0 takes a free one, which is printed
    #[arg(default_value = "127.0.0.1:0")]
    address: String,

    /// The longest line that is taken
    #[arg(long, default_value_t = 64 * 1024)]
    longest: usize,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let options = Options::parse();
    let listener = TcpListener::bind(&options.address).await?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (mut socket, _) = listener.accept().await?;
        tokio::spawn(async move {
            let (reader, mut writer) = socket.split();
            let mut lines = pin!(lines(reader, options.longest).enumerate());
            while let Some((number, line)) = lines.next().await {
                let answer = match line {
                    Ok(line) => format!("{}: {line}\n", number + 1),
                    Err(error) => format!("error: {error}\n"),
                };
                if writer.write_all(answer.as_bytes()).await.is_err() {
                    break;
                }
            }
        });
    }
}
