//! What the compiler says of each mistake, and that it says nothing where there is none.
//!
//! `fail/<kind>/*.rs` are mistakes with what is said of them beside them, as `.stderr`;
//! `pass/*.rs` are what is near to a mistake and none. The words are those of one compiler, the
//! one that `rust-toolchain.toml` names. `TRYBUILD=overwrite cargo test -p genfn-ui-tests`
//! writes the `.stderr` anew: read each of them.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

#[test]
fn mistakes_are_explained() {
    let pinned = pinned_compiler();
    let running = running_compiler();
    if pinned != running {
        // Past the test harness, which keeps what a test prints that passes.
        writeln!(
            io::stdout(),
            "skipped: the messages are those of rustc {pinned}, and this is rustc {running}"
        )
        .expect("stdout is open");
        return;
    }
    if has_library_sources() {
        writeln!(
            io::stdout(),
            "skipped: the messages are those of a compiler that has no sources of the standard \
             library to show; `rustup component remove rust-src` takes them away"
        )
        .expect("stdout is open");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    cases.pass("pass/*.rs");
}

/// The version that `rust-toolchain.toml` names.
fn pinned_compiler() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rust-toolchain.toml");
    let toolchain = std::fs::read_to_string(file).expect("the workspace has a rust-toolchain.toml");
    let channel = toolchain
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .expect("rust-toolchain.toml names a channel");
    channel.trim_matches('"').to_owned()
}

/// The version of the compiler that cargo runs.
fn running_compiler() -> String {
    // `rustc 1.95.0 (59807616e 2026-04-14)`
    rustc(&["--version"]).split(' ').nth(1).expect("rustc says its version").to_owned()
}

/// Whether the compiler has the sources of the standard library, and quotes them in its notes.
fn has_library_sources() -> bool {
    Path::new(rustc(&["--print", "sysroot"]).trim()).join("lib/rustlib/src/rust/library").exists()
}

fn rustc(arguments: &[&str]) -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).args(arguments).output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("rustc speaks in text")
}
