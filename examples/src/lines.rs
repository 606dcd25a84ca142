//! A codec over `AsyncRead`: lines out of a stream of bytes, with a limit on their length.

use std::io::{self, ErrorKind};

use bytes::{Buf, BytesMut};
use futures::Stream;
use genfn::generator;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The lines of `reader`, without their ends. A line that is longer than `longest`, or is no UTF-8, is
/// the error that ends the stream.
#[generator]
pub async fn lines<R>(
    mut reader: R,
    longest: usize,
) -> impl Stream<Item = io::Result<String>> + Send
where
    R: AsyncRead + Unpin + Send,
{
    let mut buffer = BytesMut::new();
    // How much of the buffer was searched.
    let mut searched = 0;
    loop {
        if let Some(end) = buffer[searched..].iter().position(|&byte| byte == b'\n') {
            let mut line = buffer.split_to(searched + end);
            buffer.advance(1);
            searched = 0;
            if line.last() == Some(&b'\r') {
                line.truncate(line.len() - 1);
            }
            yield_!(Ok(text(&line)?));
            continue;
        }
        searched = buffer.len();
        if searched > longest {
            return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
        }
        if reader.read_buf(&mut buffer).await? == 0 {
            break;
        }
    }
    if !buffer.is_empty() {
        yield_!(Ok(text(&buffer)?));
    }
}

fn text(line: &[u8]) -> io::Result<String> {
    let line = std::str::from_utf8(line);
    line.map(str::to_owned).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}
