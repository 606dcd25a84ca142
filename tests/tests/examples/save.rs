//! The example `save` goes on where it was, when it is started again.

use std::fs;

use genfn_tests::programs;

const PROGRAM: &str = env!("CARGO_BIN_EXE_save");

#[test]
fn it_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let file = file.to_str().unwrap();
    assert_eq!(programs::printed(PROGRAM, &["3", file]), "1 3 6\n");
    assert_eq!(programs::printed(PROGRAM, &["3", file]), "10 15 21\n");
    assert_eq!(programs::printed(PROGRAM, &["1", file]), "28\n");
    assert!(fs::read_to_string(file).unwrap().contains("\"number\":7"));
}

#[test]
fn it_tells_what_it_takes() {
    let help = programs::printed(PROGRAM, &["--help"]);
    assert!(help.contains("<COUNT> <FILE>") && help.contains("as JSON"), "{help}");
}
