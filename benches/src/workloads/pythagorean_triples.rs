//! Pythagorean triples by three loops and a test: much is computed between two items.

use super::prelude::*;

type Input = u32;

pub(super) fn workload() -> Workload {
    Workload::new(
        "pythagorean triples",
        "three loops and a test, up to a hypotenuse",
        Kind::InPlace,
        240,
        |size| {
            let limit = u32::try_from(size).unwrap();
            (limit, hand_written::triples(limit).count() as u64)
        },
        variants,
    )
    .small_size(60)
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        pub(super) struct Triples {
            limit: u32,
            a: u32,
            b: u32,
            c: u32,
        }

        pub(super) fn triples(limit: u32) -> Triples {
            Triples { limit, a: 1, b: 1, c: 1 }
        }

        impl Iterator for Triples {
            type Item = (u32, u32, u32);

            #[inline]
            fn next(&mut self) -> Option<(u32, u32, u32)> {
                while self.c < self.limit {
                    while self.b < self.c {
                        while self.a < self.b {
                            let (a, b, c) = (self.a, self.b, self.c);
                            self.a += 1;
                            if a * a + b * b == c * c {
                                return Some((a, b, c));
                            }
                        }
                        self.b += 1;
                        self.a = 1;
                    }
                    self.c += 1;
                    self.b = 1;
                }
                None
            }
        }
    }
    generators {
        fn triples(limit: u32) -> (u32, u32, u32) {
            for c in 1u32..limit {
                for b in 1u32..c {
                    for a in 1u32..b {
                        if a * a + b * b == c * c {
                            yield_!((a, b, c));
                        }
                    }
                }
            }
        }
    }
    fn run(limit: &u32) -> u64 {
        make!(let items = triples(*limit));
        let mut sum = 0;
        for (a, b, c) in items {
            sum = mix(sum, u64::from(a ^ b ^ c));
        }
        sum
    }
}
