//! Writes the bodies of the batch. Which ones, or the file that has them, stands in the environment;
//! where it does not, they are the fixed sample.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use genfn_differential::source;
use genfn_differential::{BODIES_VARIABLE, SEED_VARIABLE, SOURCE_VARIABLE, STATE_VARIABLE};

/// How many there are in the sample of each edition.
const SAMPLE_BODIES: u64 = 60;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let seed = number_in(SEED_VARIABLE).unwrap_or_else(sample_seed);
    let bodies = number_in(BODIES_VARIABLE).unwrap_or(SAMPLE_BODIES);
    let bodies = usize::try_from(bodies).expect("a number of bodies that fits into memory");
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let file = Path::new(&folder).join("bodies.rs");
    println!("cargo::rerun-if-env-changed={SOURCE_VARIABLE}");
    let text = if let Some(source) = env::var_os(SOURCE_VARIABLE).map(PathBuf::from) {
        println!("cargo::rerun-if-changed={}", source.display());
        fs::read_to_string(&source).expect("the file of the bodies can be read")
    } else {
        source::batch(seed, bodies, states().as_ref())
    };
    fs::write(file, text).expect("OUT_DIR can be written to");
}

/// Another one for each of the packages that this is the build script of.
fn sample_seed() -> u64 {
    let package = env::var("CARGO_PKG_NAME").expect("cargo sets CARGO_PKG_NAME");
    if package.ends_with("2021") { 1 } else { 2 }
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
