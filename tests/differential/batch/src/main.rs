//! Compares the bodies of this batch and prints what it came to.
//!
//! With a number, the bodies from that place on, one by one, whatever they come to: each has a line
//! before it is compared and one after it, since one may not come to its end.

use std::process::ExitCode;

use genfn_differential_batch::{Destructors, bodies, compare, mismatch_at};

fn main() -> ExitCode {
    if let Some(first) = std::env::args().nth(1).and_then(|first| first.parse().ok()) {
        for place in first..bodies() {
            println!("begins {place}");
            match mismatch_at(place, Destructors::Panic) {
                Some(mismatch) => println!("differs {place} {}", mismatch.kind()),
                None => println!("agrees {place}"),
            }
        }
        return ExitCode::SUCCESS;
    }
    match compare(Destructors::Panic) {
        Ok(report) => {
            for (form, (bodies, runs)) in report.forms {
                println!("form {bodies} {runs} {form}");
            }
            println!("{}", report.figures);
            ExitCode::SUCCESS
        }
        Err(mismatch) => {
            println!("{mismatch}");
            println!("mismatch {} {}", mismatch.index(), mismatch.kind());
            ExitCode::FAILURE
        }
    }
}
