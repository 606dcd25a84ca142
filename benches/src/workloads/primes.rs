//! The primes below a limit, by a sieve that the generator holds.

use super::prelude::*;

type Input = usize;

pub(super) fn workload() -> Workload {
    Workload::new(
        "primes",
        "the sieve of Eratosthenes, which is part of the state",
        Kind::InPlace,
        1_000_000,
        |size| (size, hand_written::primes(size).count() as u64),
        variants,
    )
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        pub(super) struct Primes {
            composite: Vec<bool>,
            number: usize,
        }

        pub(super) fn primes(limit: usize) -> Primes {
            Primes { composite: vec![false; limit], number: 2 }
        }

        impl Iterator for Primes {
            type Item = usize;

            #[inline]
            fn next(&mut self) -> Option<usize> {
                while self.number < self.composite.len() {
                    let number = self.number;
                    self.number += 1;
                    if !self.composite[number] {
                        let mut multiple = number * number;
                        while multiple < self.composite.len() {
                            self.composite[multiple] = true;
                            multiple += number;
                        }
                        return Some(number);
                    }
                }
                None
            }
        }
    }
    generators {
        fn primes(limit: usize) -> usize {
            let mut composite: Vec<bool> = vec![false; limit];
            for number in 2usize..limit {
                if !composite[number] {
                    let mut multiple = number * number;
                    while multiple < composite.len() {
                        composite[multiple] = true;
                        multiple += number;
                    }
                    yield_!(number);
                }
            }
        }
    }
    fn run(limit: &usize) -> u64 {
        make!(let items = primes(*limit));
        let mut sum = 0;
        for item in items {
            sum = mix(sum, item as u64);
        }
        sum
    }
}
