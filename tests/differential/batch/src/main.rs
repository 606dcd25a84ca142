//! Compares the bodies of this batch and prints what it came to.

use std::process::ExitCode;

use genfn_differential_batch::{Destructors, compare};

fn main() -> ExitCode {
    match compare(Destructors::Panic) {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(mismatch) => {
            println!("{mismatch}");
            ExitCode::FAILURE
        }
    }
}
