//! A call that can fail, and a generator if it does not.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use genfn::generator;

#[generator]
fn lines(path: &str) -> io::Result<impl Iterator<Item = String>> {
    for line in BufReader::new(File::open(path)?).lines() {
        yield_!(line?);
    }
}

fn main() -> io::Result<()> {
    for line in lines("Cargo.toml")? {
        println!("{line}");
    }
    Ok(())
}
