//! What the figures were measured with.

use std::fs;
use std::process::Command;
use std::thread;

/// Lines of Markdown.
pub(super) fn describe(nightly: Option<String>) -> Vec<String> {
    let mut lines = vec![
        format!("Commit: {}", commit()),
        format!("Processor: {}", processor()),
        format!("System: {}", system()),
        format!("Compiler: {}", compiler()),
    ];
    lines.extend(nightly.map(|nightly| format!("Nightly compiler: {nightly}")));
    lines.push(format!("Crates: {}", crates()));
    lines.push(
        "Profiles: cargo's release profile as it is, `opt-level = 3` in 16 codegen units; and the \
         same with `codegen-units = 1` and `lto = \"fat\"`"
            .to_owned(),
    );
    lines
}

fn processor() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown", |(_, model)| model.trim());
    format!("{model}, {cores} cores, {}", std::env::consts::ARCH)
}

fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or(std::env::consts::OS, |name| name.trim_matches('"'));
    name.to_owned()
}

fn compiler() -> String {
    said_by(Command::new("rustc").arg("--version"))
}

/// The commit, and whether anything else has changed since.
fn commit() -> String {
    said_by(Command::new("git").args(["describe", "--always", "--dirty"]))
}

fn said_by(command: &mut Command) -> String {
    command.output().map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

/// The crates whose generators and streams are compared. `unfold` is futures-util's.
const COMPARED: [&str; 14] = [
    "genfn",
    "diapause",
    "genawaiter",
    "next-gen",
    "fauxgen",
    "remit",
    "yield-return",
    "corosensei",
    "generator",
    "async-stream",
    "asynk-strim",
    "async-gen",
    "async-fn-stream",
    "futures-util",
];

/// Those that are compared, as they are in the lock file.
fn crates() -> String {
    let lock = include_str!("../../Cargo.lock");
    let mut versions = Vec::new();
    let mut name = "";
    for line in lock.lines() {
        if let Some(found) = line.strip_prefix("name = ") {
            name = found.trim_matches('"');
        } else if let Some(version) = line.strip_prefix("version = ")
            && COMPARED.contains(&name)
        {
            versions.push(format!("{name} {}", version.trim_matches('"')));
        }
    }
    versions.join(", ")
}

/// Today, as year, month and day.
pub(super) fn date() -> String {
    chrono::Utc::now().format("%Y-%m-%d").to_string()
}
