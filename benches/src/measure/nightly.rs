//! Builds this package with the nightly compiler, if there is one, for its `gen` blocks.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

/// The program that the nightly compiler built.
///
/// # Errors
///
/// There is no nightly toolchain, or it cannot build the package. The error says which.
pub(crate) fn build() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    ensure!(version().is_some(), "there is no nightly toolchain");
    eprintln!("Building with the nightly compiler");
    let target = here.join("target/nightly");
    let status = Command::new("cargo")
        .args(["+nightly", "build", "--release", "--quiet", "--no-default-features"])
        .args(["--features", "nightly"])
        .arg("--manifest-path")
        .arg(here.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        // Those of the cargo that runs this are for another toolchain.
        .env_remove("RUSTC")
        .env_remove("RUSTUP_TOOLCHAIN")
        .status()?;
    ensure!(status.success(), "the nightly toolchain cannot build the gen blocks");
    Ok(target.join("release").join(env!("CARGO_PKG_NAME")))
}

/// What the nightly compiler calls itself.
pub(crate) fn version() -> Option<String> {
    let output = Command::new("rustc")
        .args(["+nightly", "--version"])
        .env("RUSTUP_AUTO_INSTALL", "0")
        .env_remove("RUSTUP_TOOLCHAIN")
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
