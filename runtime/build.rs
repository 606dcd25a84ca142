//! Finds out whether the feature `nightly` can be used: `cfg(genfn_nightly)` is the feature on a nightly
//! compiler. So `--all-features` builds on every compiler.

use std::env::{var, var_os};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(genfn_nightly)");
    if var_os("CARGO_FEATURE_NIGHTLY").is_some() && is_nightly() {
        println!("cargo::rustc-cfg=genfn_nightly");
    }
}

/// Whether the compiler takes unstable features. One that cannot be asked does not.
fn is_nightly() -> bool {
    let Ok(rustc) = var("RUSTC") else { return false };
    let Ok(output) = Command::new(rustc).arg("--version").output() else { return false };
    let version = String::from_utf8_lossy(&output.stdout);
    version.contains("-nightly") || version.contains("-dev")
}
