//! Lists all files under a folder.
//!
//! ```text
//! $ cargo run -p genfn-examples --bin walk_async -- runtime/src/stream
//! ```

use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use clap::Parser;
use futures::StreamExt;

/// Lists all files under a folder. What cannot be read is reported on standard error.
#[derive(Parser)]
struct Options {
    /// Stop after this many files
    #[arg(short, long)]
    limit: Option<usize>,

    #[arg(default_value = ".")]
    folder: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let files = genfn_examples::walk::walk(options.folder);
    let mut files = pin!(files.take(options.limit.unwrap_or(usize::MAX)));
    let mut code = ExitCode::SUCCESS;
    while let Some(file) = files.next().await {
        match file {
            Ok(file) => println!("{}", file.display()),
            Err(error) => {
                eprintln!("{error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}
