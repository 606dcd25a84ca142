//! The example `hamming` prints as many Hamming numbers as it is asked for, if there are so many.

use std::process::{Command, Output};

fn hamming(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hamming")).args(arguments).output().unwrap()
}

/// What a run printed that met no error.
fn printed(arguments: &[&str]) -> String {
    let output = hamming(arguments);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

/// Every product of 2, 3 and 5 that has no more than 128 bits, in ascending order.
fn products() -> Vec<u128> {
    let powers = |factor: u128, from: u128| {
        std::iter::successors(Some(from), move |power| power.checked_mul(factor))
    };
    let mut products: Vec<_> = powers(2, 1)
        .flat_map(|power| powers(3, power))
        .flat_map(|power| powers(5, power))
        .collect();
    products.sort_unstable();
    products
}

#[test]
fn the_first_numbers_are_printed_one_a_line() {
    assert_eq!(printed(&["10"]), "1\n2\n3\n4\n5\n6\n8\n9\n10\n12\n");
    assert_eq!(printed(&["1"]), "1\n");
    assert_eq!(printed(&["0"]), "");
}

#[test]
fn without_a_count_all_of_128_bits_are_printed() {
    let printed = printed(&[]);
    let numbers = printed.lines().map(|line| line.parse::<u128>().unwrap());
    assert!(numbers.eq(products()));
}

#[test]
fn more_than_there_are_is_a_failure_after_all_of_them() {
    let count = products().len();
    let all = printed(&[&count.to_string()]);
    let output = hamming(&[&(count + 1).to_string()]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), all);
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        format!("hamming: there are no more than {count} Hamming numbers below 2^128\n"),
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_wrong_usage_is_told_apart_from_a_failure() {
    let wrong: [&[&str]; 3] = [&["ten"], &["-1"], &["1", "2"]];
    for arguments in wrong {
        let output = hamming(arguments);
        assert_eq!(output.stdout, b"");
        assert!(output.stderr.starts_with(b"error: "), "{output:?}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn help_is_printed_on_request() {
    for option in ["-h", "--help"] {
        let help = printed(&[option]);
        assert!(help.starts_with("Prints the Hamming numbers in ascending order"), "{help}");
        assert!(help.contains("[COUNT]"), "{help}");
    }
}

/// As with `head`: that nobody reads on is no failure.
#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let (reader, writer) = UnixStream::pair().unwrap();
    drop(reader);
    let mut program = Command::new(env!("CARGO_BIN_EXE_hamming"));
    let output = program.stdout(OwnedFd::from(writer)).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_hamming"));
    let output = program.arg("8").stdout(full).output().unwrap();
    assert!(output.stderr.starts_with(b"hamming: cannot write to standard output: "), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}
