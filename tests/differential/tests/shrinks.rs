//! A mismatch is shown by a body from which nothing more can be left out.

use std::env;
use std::path::PathBuf;

use genfn_differential::program::{Edition, Program};
use genfn_differential::shrink;
use genfn_differential::source::{Batch, Written};

/// Where this test was built: what batches depend on is there.
fn target_dir() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(3).expect("a test is in target/debug/deps").to_owned()
}

#[test]
fn a_fault_in_one_function_is_shrunk_to_a_call_of_it() {
    let program = Program { target_dir: target_dir(), release: false, edition: Edition::E2024 };
    let mut batch = Batch::random(4, 12, false);
    // The plain functions do not drop what `consume` is given.
    batch.has_fault = true;
    let mut at_fault: Vec<&Written> =
        batch.bodies().iter().filter(|body| body.text().contains("consume(")).collect();
    // The shortest ones are done first.
    at_fault.sort_by_key(|body| body.text().len());
    let indices: Vec<_> = at_fault.into_iter().map(Written::index).collect();
    let shrunk = indices
        .into_iter()
        .find_map(|index| shrink::shrink(&program, &batch, index).unwrap())
        .expect("a body whose forms differ");
    let [body] = &shrunk.bodies[..] else { panic!("one body is enough:\n{shrunk}") };
    assert!(body.text().contains("consume("), "{shrunk}");
    assert!(shrunk.statements <= 3, "{shrunk}");
}
