//! What a generator does, it does with an explicit state as well.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use genfn_tests_state::{Exceptions, Package};

#[test]
fn behaviours_hold_with_explicit_states() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = folder.join("exceptions.tsv");
    let workspace = folder.join("../..").canonicalize().expect("the workspace is there");
    let package = Package::new(workspace, Path::new(env!("CARGO_TARGET_TMPDIR")).join("state"));
    if env::var("GENFN_STATE").is_ok_and(|value| value == "overwrite") {
        fs::write(&table, package.search().to_string()).expect("the table is written");
    }
    let exceptions = Exceptions::read(&fs::read_to_string(table).expect("the table is read"));
    assert_eq!(package.stale(&exceptions), [], "these functions are gone");
    let counts = package.counts(&exceptions);
    let _ = writeln!(io::stdout(), "{counts:?}");
    package.write(&exceptions);
    let output = package.cargo("test", &["--no-fail-fast"]);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(4 * counts.lowered >= 3 * counts.all, "{counts:?}");
}
