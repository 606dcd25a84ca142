//! Measures genfn beside hand-written iterators, nightly's `gen` blocks and the other crates that
//! make generators, in one run, on the same work.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml            # print the tables
//! cargo run --release --manifest-path benches/Cargo.toml -- --save  # and write docs/benchmarks.*
//! ```
//!
//! A module uses those before it only: [`library`] and [`workload`] say what is measured, a module
//! of [`dialects`] puts a generator's body into the words of a library, [`workloads`] has the bodies.
//! [`worker`], [`states`] and [`callgrind`] run them, [`gate`] compares counts with committed ones.
//! `measure` and `report` are behind the feature `report`: they build and start this program in each
//! of its builds, and write the tables.

#![cfg_attr(feature = "nightly", feature(async_iterator, gen_blocks, yield_expr))]
// What a workload tells about itself, the report alone reads.
#![cfg_attr(not(feature = "report"), allow(dead_code))]

mod allocations;
mod callgrind;
#[cfg(feature = "report")]
mod command_line;
mod dialects;
mod gate;
mod library;
#[cfg(feature = "report")]
mod measure;
#[cfg(feature = "report")]
mod report;
mod states;
#[cfg(feature = "report")]
mod statistics;
mod worker;
mod workload;
mod workloads;

use std::env;
use std::thread;

use anyhow::Result;

/// Polls nest as deep as a chain of 10,000 in libraries without delegation.
const STACK_SIZE: usize = 1 << 29;

fn main() -> Result<()> {
    let worker = thread::Builder::new().stack_size(STACK_SIZE).spawn(start)?;
    worker.join().expect("the thread reports its errors")
}

/// Runs the command that the first argument names. Without one it is the report.
fn start() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(|argument| &**argument).collect();
    match &arguments[..] {
        ["worker"] => worker::serve(),
        ["states"] => {
            states::print();
            Ok(())
        }
        ["count", workload, libraries @ ..] => callgrind::run(workload, libraries),
        ["gate"] => gate::check(),
        ["gate", "--renew"] => gate::renew(),
        _ => report(),
    }
}

#[cfg(feature = "report")]
fn report() -> Result<()> {
    command_line::run()
}

#[cfg(not(feature = "report"))]
fn report() -> Result<()> {
    anyhow::bail!("the commands of this build are worker, states, count and gate [--renew]")
}
