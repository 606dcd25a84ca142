//! The example `primes` finds the primes by a recursive sieve of streams.

use std::process::Command;

/// The first primes as the program prints them.
fn sieved(count: usize) -> Vec<u64> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_primes")).arg(count.to_string()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| line.parse().unwrap()).collect()
}

/// The first primes: the numbers that no smaller number but 1 divides.
fn by_trial_division(count: usize) -> Vec<u64> {
    let is_prime = |number: &u64| (2..*number).all(|divisor| number % divisor != 0);
    (2..).filter(is_prime).take(count).collect()
}

#[test]
fn the_first_150_primes_are_those_of_trial_division() {
    let primes = sieved(150);
    assert_eq!(primes.len(), 150);
    assert_eq!(primes[..10], [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    assert_eq!(primes[149], 863);
    assert_eq!(primes, by_trial_division(150));
}

/// As published: the 1,000th is 7919, and the 10,000th is 104729.
#[test]
fn the_10_000th_prime_is_the_known_one() {
    let primes = sieved(10_000);
    assert_eq!((primes[999], primes[9_999]), (7_919, 104_729));
}
