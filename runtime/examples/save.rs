//! Prints numbers from a file's sums, and goes on where it was when it is started again.
//!
//! ```sh
//! cargo run --features serde --example save -- 3 state.json   # 1 3 6
//! cargo run --features serde --example save -- 3 state.json   # 10 15 21
//! ```

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use genfn::generator;
use serde::{Deserialize, Serialize};

/// Prints sums of the numbers from 1 on, and goes on where it was when it is started again.
#[derive(Parser)]
struct Arguments {
    /// How many sums to print
    count: usize,
    /// Where the generator is saved, as JSON
    file: PathBuf,
}

/// The sums of the numbers up to each one: a page of work at a time, as an export of many rows.
#[generator(struct Sums)]
#[derive(Serialize, Deserialize)]
fn sums(first: u64) -> impl Iterator<Item = u64> {
    let mut number: u64 = first;
    let mut sum: u64 = 0;
    loop {
        sum += number;
        yield_!(sum);
        number += 1;
    }
}

/// Takes the generator from where it was saved, or begins anew.
fn restore(path: &Path) -> Result<Sums, Box<dyn Error>> {
    match fs::read_to_string(path) {
        Ok(saved) => Ok(serde_json::from_str(&saved)?),
        Err(_) => Ok(sums(1)),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { count, file } = Arguments::parse();
    let mut sums = restore(&file)?;
    let page: Vec<String> = sums.by_ref().take(count).map(|sum| sum.to_string()).collect();
    println!("{}", page.join(" "));
    fs::write(&file, serde_json::to_string(&sums)?)?;
    Ok(())
}
