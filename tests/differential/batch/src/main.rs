//! Compares the bodies of this batch and prints what it came to.

use std::process::ExitCode;

fn main() -> ExitCode {
    match genfn_differential_batch::compare() {
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
