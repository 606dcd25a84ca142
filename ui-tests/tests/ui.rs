//! What the compiler says of each mistake, and that it says nothing where there is none.
//!
//! `fail/<kind>/*.rs` are mistakes with what is said of them beside them, as `.stderr`;
//! `pass/*.rs` are what is near to a mistake and none. The words are those of one compiler, the
//! one that `rust-toolchain.toml` names. `TRYBUILD=overwrite cargo test -p genfn-ui-tests`
//! writes the `.stderr` anew: read each of them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

#[test]
fn mistakes_are_explained() {
    let pinned = pinned_compiler();
    let running = running_compiler();
    if pinned != running {
        // On a developer's machine this is a test less. CI has to run it.
        assert!(
            std::env::var_os("CI").is_none(),
            "the messages are those of rustc {pinned}, and this is rustc {running}"
        );
        // Past the test harness, which keeps what a test prints that passes.
        writeln!(
            io::stdout(),
            "skipped: the messages are those of rustc {pinned}, and this is rustc {running}"
        )
        .expect("stdout is open");
        return;
    }
    if has_library_sources() {
        return run_without_library_sources();
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    cases.pass("pass/*.rs");
}

/// Runs this test with a sysroot that is the compiler's, less the sources of the standard library: rustc
/// would quote them in its notes.
fn run_without_library_sources() {
    let sysroot = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sysroot");
    let of_compiler = rustc(&["--print", "sysroot"]);
    link_all_but(Path::new(of_compiler.trim()), &sysroot, &["lib", "rustlib", "src"]);
    // rustup says in these variables where a compiler finds its own library, and a compiler takes the folder of
    // that library for its sysroot.
    let rustc = sysroot.join("bin/rustc");
    let libraries = ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];
    let command = |program: &Path| {
        let mut command = Command::new(program);
        for variable in libraries {
            command.env_remove(variable);
        }
        command
    };
    let found =
        command(&rustc).args(["--print", "sysroot"]).output().expect("the linked rustc runs");
    let found = String::from_utf8(found.stdout).expect("rustc speaks in text");
    assert!(!has_sources(Path::new(found.trim())), "{found} has the sources of the library");
    let test = std::env::current_exe().expect("a test knows its program");
    let status = command(&test)
        .args(["--exact", "mistakes_are_explained", "--nocapture"])
        .env("RUSTC", rustc)
        .status()
        .expect("the test runs");
    assert!(status.success(), "see above");
}

/// Makes a folder with links to the files of another one, but for those at the path `without`.
///
/// rustc takes the folder that its own library is in for its sysroot, and follows a symbolic link. So the links
/// are hard ones, or copies on another file system.
fn link_all_but(from: &Path, to: &Path, without: &[&str]) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the sysroot is a folder") {
        let entry = entry.expect("an entry");
        let (source, link) = (entry.path(), to.join(entry.file_name()));
        let below = match without {
            [first, below @ ..] if entry.file_name() == *first => below,
            _ => &[],
        };
        if matches!(without, [last] if entry.file_name() == *last) {
            continue;
        }
        if source.is_dir() {
            link_all_but(&source, &link, below);
        } else if fs::hard_link(&source, &link).is_err() {
            fs::copy(&source, &link).expect("the file is copied");
        }
    }
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
    has_sources(Path::new(rustc(&["--print", "sysroot"]).trim()))
}

fn has_sources(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library").exists()
}

fn rustc(arguments: &[&str]) -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).args(arguments).output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("rustc speaks in text")
}
