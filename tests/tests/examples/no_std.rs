//! Without its features genfn needs no allocator: a program that has none links and runs, and a
//! generator that would need one is an error that names the feature.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs cargo on the program under `tests/no_std`, which lies next to this crate's tests.
fn cargo(arguments: &[&str]) -> Output {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("no_std/Cargo.toml");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).arg("--locked").arg("--manifest-path").arg(manifest);
    cargo.arg("--target-dir").arg(target());
    // What this test is built with, a sanitizer say, need not suit a program without `std`.
    for flags in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(flags);
    }
    cargo.output().expect("cargo can be run")
}

/// The directory of build results, where the macros' dependencies are built already.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().expect("it is in the target directory").to_owned()
}

#[test]
fn a_program_without_an_allocator_links_and_runs() {
    for (profile, folder) in [("dev", "debug"), ("release", "release")] {
        for features in [&[][..], &["--features", "streams"]] {
            let built = cargo(&[&["build", "--profile", profile], features].concat());
            assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
            let program = target().join(folder).join("genfn-no-std");
            let ended = Command::new(program).status().expect("the program can be run");
            assert_eq!(ended.code(), Some(0), "{profile} {features:?}");
        }
    }
}

#[test]
fn a_generator_that_needs_the_heap_is_an_error_that_names_the_feature() {
    let checked = cargo(&["check", "--features", "needs-heap"]);
    let errors = String::from_utf8_lossy(&checked.stderr);
    assert!(!checked.status.success());
    // One for each generator, and none for their callers.
    let all: Vec<_> = errors
        .lines()
        .filter(|line| line.starts_with("error") && !line.contains("could not compile"))
        .collect();
    assert_eq!(all.len(), 6, "{errors}");
    for error in &all {
        assert!(error.contains("turn on the feature `alloc` of genfn"), "{error}");
    }
    // Those with an explicit state lie in a box by their return type.
    let in_boxes: Vec<_> = all.iter().filter(|error| error.contains("lies in a box")).collect();
    assert_eq!(in_boxes.len(), 2, "{errors}");
    for error in in_boxes {
        assert!(error.contains("or return `impl Iterator<Item = Y>`"), "{error}");
        assert!(!error.contains("write `#[generator(state)]`"), "{error}");
    }
}
