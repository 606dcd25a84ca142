//! The example `hamming` finds the first Hamming numbers (OEIS A051037) by a stream that reads
//! itself.

use std::process::Command;

/// The first Hamming numbers as the program prints them.
fn printed(count: usize) -> Vec<u64> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_hamming")).arg(count.to_string()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| line.parse().unwrap()).collect()
}

/// Whether nothing is left of a number that is divided by 2, 3 and 5 as often as that goes.
fn is_hamming(mut number: u64) -> bool {
    for factor in [2, 3, 5] {
        while number % factor == 0 {
            number /= factor;
        }
    }
    number == 1
}

#[test]
fn the_first_500_are_those_found_by_brute_force() {
    let numbers = printed(500);
    assert_eq!(
        numbers[..20],
        [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 27, 30, 32, 36],
    );
    assert_eq!(numbers.len(), 500);
    assert_eq!(numbers[499], 937_500);
    assert!((1..=937_500).filter(|&number| is_hamming(number)).eq(numbers));
}

/// As published: the 1,691st is 2125764000, the last one below 2^31.
#[test]
fn the_1_691st_is_the_known_one() {
    assert_eq!(printed(1_691)[1_690], 2_125_764_000);
}
