//! Writes the bodies of the batch. Which ones stands in the environment; where it does not, they
//! are the fixed sample.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use genfn_differential::source;
use genfn_differential::{BODIES_VARIABLE, SEED_VARIABLE, STATE_VARIABLE};

const SAMPLE_SEED: u64 = 1;
const SAMPLE_BODIES: u64 = 100;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let seed = number_in(SEED_VARIABLE).unwrap_or(SAMPLE_SEED);
    let bodies = number_in(BODIES_VARIABLE).unwrap_or(SAMPLE_BODIES);
    let bodies = usize::try_from(bodies).expect("a number of bodies that fits into memory");
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let file = Path::new(&folder).join("bodies.rs");
    fs::write(file, source::batch(seed, bodies, states().as_ref()))
        .expect("OUT_DIR can be written to");
}

/// The bodies that can have no explicit state. `None` if none is to have one.
fn states() -> Option<BTreeSet<usize>> {
    println!("cargo::rerun-if-env-changed={STATE_VARIABLE}");
    let text = env::var(STATE_VARIABLE).ok()?;
    let number = |number: &str| {
        number.parse().unwrap_or_else(|_| panic!("{STATE_VARIABLE} has a number, not `{number}`"))
    };
    Some(text.split(',').filter(|number| !number.is_empty()).map(number).collect())
}

fn number_in(variable: &str) -> Option<u64> {
    println!("cargo::rerun-if-env-changed={variable}");
    let text = env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not `{text}`")))
}
